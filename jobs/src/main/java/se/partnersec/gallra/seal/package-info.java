/** Floor 3: what proves the ledger to somebody who does not trust the database: seals, their copies, proofs. */
@NullMarked
package se.partnersec.gallra.seal;

import org.jspecify.annotations.NullMarked;
