/** Is the chain intact; restoration. */
@NullMarked
package se.partnersec.gallra.ledger.verify;

import org.jspecify.annotations.NullMarked;
