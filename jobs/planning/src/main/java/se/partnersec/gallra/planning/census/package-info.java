/** Censuses: counts of the records that holds keep, taken by whoever erases nothing. */
@NullMarked
package se.partnersec.gallra.planning.census;

import org.jspecify.annotations.NullMarked;
