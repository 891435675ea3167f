/** One run per category at a time. */
@NullMarked
package se.partnersec.gallra.runs.lease;

import org.jspecify.annotations.NullMarked;
