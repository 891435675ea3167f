/** Listing, approving and withdrawing what waits for a second person. */
@NullMarked
package se.partnersec.gallra.cli.approval;

import org.jspecify.annotations.NullMarked;
