/** Plans: the effect of a run before it starts. */
@NullMarked
package se.partnersec.gallra.planning.plan;

import org.jspecify.annotations.NullMarked;
