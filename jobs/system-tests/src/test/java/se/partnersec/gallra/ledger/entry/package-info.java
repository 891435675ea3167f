@NullMarked
package se.partnersec.gallra.ledger.entry;

import org.jspecify.annotations.NullMarked;
