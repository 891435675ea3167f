/** Limits, throttling, housekeeping periods as values. */
@NullMarked
package se.partnersec.gallra.policy.limit;

import org.jspecify.annotations.NullMarked;
