/**
 * The step that disposes of records, one page of them per call.
 *
 * <p>A chunk has up to 1000 records with objects, and up to 250 where rows lose a pointer: a hold that is being placed waits
 * for it.
 */
@NullMarked
package se.partnersec.gallra.erasure.chunk;

import org.jspecify.annotations.NullMarked;
