/** Data sources, clock, batch insert, SQL keys. */
@NullMarked
package se.partnersec.gallra.database.jdbc;

import org.jspecify.annotations.NullMarked;
