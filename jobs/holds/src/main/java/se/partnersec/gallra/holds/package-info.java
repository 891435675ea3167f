/** Wiring of holds. */
@NullMarked
package se.partnersec.gallra.holds;

import org.jspecify.annotations.NullMarked;
