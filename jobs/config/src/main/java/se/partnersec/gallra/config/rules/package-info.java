/** Readers of policy, limits, throttle, own-data, copies. */
@NullMarked
package se.partnersec.gallra.config.rules;

import org.jspecify.annotations.NullMarked;
