/**
 * Signed seals.
 *
 * <p>An exported seal carries the hashes of its rows. So the first bad row is named, however many hashes after it were computed
 * anew. Nothing is signed that is not as it was written, or while a place of copies cannot be asked.
 */
@NullMarked
package se.partnersec.gallra.ledger.seal;

import org.jspecify.annotations.NullMarked;
