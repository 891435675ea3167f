/** Locked facts to assessed records; the guarded chunk. */
@NullMarked
package se.partnersec.gallra.erasure.decide;

import org.jspecify.annotations.NullMarked;
