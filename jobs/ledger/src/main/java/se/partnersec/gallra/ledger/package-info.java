/** Seals and proofs of the ledger, and the wiring of the module. */
@NullMarked
package se.partnersec.gallra.ledger;

import org.jspecify.annotations.NullMarked;
