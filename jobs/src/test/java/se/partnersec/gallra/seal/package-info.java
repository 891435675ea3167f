/** Tests of the seals. */
@NullMarked
package se.partnersec.gallra.seal;

import org.jspecify.annotations.NullMarked;
