/**
 * Our own notes, pruned.
 *
 * <p>The newest run of a category never goes, nor one that is not over for good: a run finds out by the newest whether there is
 * one to go on with.
 */
@NullMarked
package se.partnersec.gallra.operations.housekeeping;

import org.jspecify.annotations.NullMarked;
