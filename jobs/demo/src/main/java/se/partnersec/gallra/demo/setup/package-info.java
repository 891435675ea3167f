/** Demonstration set-up. */
@NullMarked
package se.partnersec.gallra.demo.setup;

import org.jspecify.annotations.NullMarked;
