/** Tests of the ledger. */
@NullMarked
package se.partnersec.gallra.ledger;

import org.jspecify.annotations.NullMarked;
