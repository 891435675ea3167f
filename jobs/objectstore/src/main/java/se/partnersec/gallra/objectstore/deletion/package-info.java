/**
 * Bounded deletes, one answer a version.
 *
 * <p>A store that compares an ETag and then deletes leaves a moment in which new content is lost. Nothing here can close it; a
 * bucket that keeps versions has none.
 */
@NullMarked
package se.partnersec.gallra.objectstore.deletion;

import org.jspecify.annotations.NullMarked;
