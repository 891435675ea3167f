/** Holds and duties that keep a record, and their last days. */
@NullMarked
package se.partnersec.gallra.planning.holding;

import org.jspecify.annotations.NullMarked;
