/** What {@code scripts/bench} measures: the program beside plainer ways to do the same, on the same server. */
@NullMarked
package se.partnersec.gallra.bench;

import org.jspecify.annotations.NullMarked;
