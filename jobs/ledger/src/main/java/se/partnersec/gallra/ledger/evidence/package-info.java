/** Sealing, offline verification, proofs, export. */
@NullMarked
package se.partnersec.gallra.ledger.evidence;

import org.jspecify.annotations.NullMarked;
