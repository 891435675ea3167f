/** Copies of seals outside. */
@NullMarked
package se.partnersec.gallra.ledger.sealstore;

import org.jspecify.annotations.NullMarked;
