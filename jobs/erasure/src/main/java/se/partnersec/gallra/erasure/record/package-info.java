/**
 * Reads and locks whole records.
 *
 * <p>Facts are matched to their owner by the database's own comparison, as a foreign key does. A record whose own pointer is
 * spelt otherwise stays.
 */
@NullMarked
package se.partnersec.gallra.erasure.record;

import org.jspecify.annotations.NullMarked;
