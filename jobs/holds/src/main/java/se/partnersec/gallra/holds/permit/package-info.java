/**
 * Permits of the Tax Agency (Skatteverket) to destroy early.
 *
 * <p>Which record went by a permit is noted in a table beside the ledger, whose items have no room for it.
 */
@NullMarked
package se.partnersec.gallra.holds.permit;

import org.jspecify.annotations.NullMarked;
