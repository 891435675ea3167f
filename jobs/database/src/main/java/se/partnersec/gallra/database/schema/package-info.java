/**
 * Flyway, grants, policy versions.
 *
 * <p>Stamps of what people do come from SYSDATE, which no session can set, counted in seconds since 1970, because the zone of a
 * session can be set too.
 */
@NullMarked
package se.partnersec.gallra.database.schema;

import org.jspecify.annotations.NullMarked;
