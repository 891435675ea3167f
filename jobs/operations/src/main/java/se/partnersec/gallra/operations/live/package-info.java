/** Runs at work, for people who watch them. */
@NullMarked
package se.partnersec.gallra.operations.live;

import org.jspecify.annotations.NullMarked;
