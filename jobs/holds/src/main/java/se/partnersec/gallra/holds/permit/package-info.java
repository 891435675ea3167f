/**
 * Permits of the Tax Agency (Skatteverket) to destroy early.
 *
 * <p>A table beside the ledger records which record was erased under a permit; ledger items have no field for it.
 */
@NullMarked
package se.partnersec.gallra.holds.permit;

import org.jspecify.annotations.NullMarked;
