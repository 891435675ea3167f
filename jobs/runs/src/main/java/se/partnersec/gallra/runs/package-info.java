/** Wiring of runs. */
@NullMarked
package se.partnersec.gallra.runs;

import org.jspecify.annotations.NullMarked;
