/** Wiring of the demonstration. */
@NullMarked
package se.partnersec.gallra.demo;

import org.jspecify.annotations.NullMarked;
