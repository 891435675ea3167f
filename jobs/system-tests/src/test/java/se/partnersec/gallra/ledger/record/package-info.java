@NullMarked
package se.partnersec.gallra.ledger.record;

import org.jspecify.annotations.NullMarked;
