/** Permits of the Tax Agency (Skatteverket) to destroy early. */
@NullMarked
package se.partnersec.gallra.holds.permit;

import org.jspecify.annotations.NullMarked;
