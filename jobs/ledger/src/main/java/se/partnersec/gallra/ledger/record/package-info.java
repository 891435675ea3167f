/**
 * Rows of the tables that decide what is kept and what goes, as seals cover them.
 *
 * <p>A row is sealed once it is committed, whatever its number: what was written earlier and committed later is found by its absence from
 * {@code seal_leaf}, which is only an index. What vouches is the list that a seal carries.
 */
@NullMarked
package se.partnersec.gallra.ledger.record;

import org.jspecify.annotations.NullMarked;
