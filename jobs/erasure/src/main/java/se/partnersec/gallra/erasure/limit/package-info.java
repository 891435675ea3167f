/** Limits of a run, checked before and while it erases. */
@NullMarked
package se.partnersec.gallra.erasure.limit;

import org.jspecify.annotations.NullMarked;
