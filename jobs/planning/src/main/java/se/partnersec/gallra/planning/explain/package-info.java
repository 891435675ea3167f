/** Why one record stays. */
@NullMarked
package se.partnersec.gallra.planning.explain;

import org.jspecify.annotations.NullMarked;
