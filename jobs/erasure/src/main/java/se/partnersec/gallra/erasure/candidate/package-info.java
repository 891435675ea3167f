/**
 * Which records may be due.
 *
 * <p>Pages go in key order up to the highest key that was frozen with the scope: deletes in key order are the cheapest, and in
 * a log that bound ends the scan near the last due row. Requested records are a second half of the question, so that each half
 * keeps its index.
 *
 * <p>A block or a consent in force has no end and is a candidate each night, so that one that nobody reviewed becomes a
 * finding. Usage and users have no start column: every row is a candidate.
 */
@NullMarked
package se.partnersec.gallra.erasure.candidate;

import org.jspecify.annotations.NullMarked;
