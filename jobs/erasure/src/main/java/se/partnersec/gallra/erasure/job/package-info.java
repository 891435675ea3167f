/** The Spring Batch job. */
@NullMarked
package se.partnersec.gallra.erasure.job;

import org.jspecify.annotations.NullMarked;
