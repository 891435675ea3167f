/** Wiring of plans and explanations. */
@NullMarked
package se.partnersec.gallra.planning;

import org.jspecify.annotations.NullMarked;
