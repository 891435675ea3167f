/** Assertions, acts at the same moment, and statements changed on their way. */
@NullMarked
package se.partnersec.gallra.testing.assertion;

import org.jspecify.annotations.NullMarked;
