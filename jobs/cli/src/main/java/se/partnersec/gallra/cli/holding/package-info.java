/** Holds, permits, approvals. */
@NullMarked
package se.partnersec.gallra.cli.holding;

import org.jspecify.annotations.NullMarked;
