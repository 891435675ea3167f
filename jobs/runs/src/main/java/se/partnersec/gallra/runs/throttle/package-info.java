/**
 * Pace, load, windows.
 *
 * <p>The size of a chunk is no part of anything that lasts, so it may change at any chunk: checkpoints are keys, and a commit
 * of unknown outcome is told by its attempt id. A replica without an answer counts as too far behind.
 */
@NullMarked
package se.partnersec.gallra.runs.throttle;

import org.jspecify.annotations.NullMarked;
