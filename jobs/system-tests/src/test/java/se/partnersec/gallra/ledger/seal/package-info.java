@NullMarked
package se.partnersec.gallra.ledger.seal;

import org.jspecify.annotations.NullMarked;
