/** Wiring of operations. */
@NullMarked
package se.partnersec.gallra.operations;

import org.jspecify.annotations.NullMarked;
