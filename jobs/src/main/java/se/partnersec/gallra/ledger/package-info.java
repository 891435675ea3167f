/** Floor 2: what was done, written in the transaction that did it, chained by hashes. */
@NullMarked
package se.partnersec.gallra.ledger;

import org.jspecify.annotations.NullMarked;
