/** Wiring of erasure. */
@NullMarked
package se.partnersec.gallra.erasure;

import org.jspecify.annotations.NullMarked;
