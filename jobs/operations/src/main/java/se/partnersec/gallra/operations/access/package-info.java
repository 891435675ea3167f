/** Who came to the web console. */
@NullMarked
package se.partnersec.gallra.operations.access;

import org.jspecify.annotations.NullMarked;
