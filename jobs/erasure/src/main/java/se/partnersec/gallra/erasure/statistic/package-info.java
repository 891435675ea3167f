/**
 * Counts before erasing.
 *
 * <p>Records are counted in pages by this code, not by INSERT … SELECT … GROUP BY: restrictions, a customer's own data and
 * local days are asked of the code that also guards the chunk. Only what lets fewer be counted makes a period count anew.
 */
@NullMarked
package se.partnersec.gallra.erasure.statistic;

import org.jspecify.annotations.NullMarked;
