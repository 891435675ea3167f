/**
 * Entries of the ledger, chained by hash.
 *
 * <p>An item carries the due day in the field of the start day; with the policy's fingerprint the start day follows from it.
 */
@NullMarked
package se.partnersec.gallra.ledger.entry;

import org.jspecify.annotations.NullMarked;
