/** Interfaces that a data category implements. */
@NullMarked
package se.partnersec.gallra.erasure.category;

import org.jspecify.annotations.NullMarked;
