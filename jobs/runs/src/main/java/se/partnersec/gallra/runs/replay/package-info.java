/** Erasing again after a restore. */
@NullMarked
package se.partnersec.gallra.runs.replay;

import org.jspecify.annotations.NullMarked;
