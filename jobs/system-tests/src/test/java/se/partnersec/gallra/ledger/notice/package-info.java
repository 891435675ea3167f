@NullMarked
package se.partnersec.gallra.ledger.notice;

import org.jspecify.annotations.NullMarked;
