/** Readers of policy, limits, brakes, own-data, horizon. */
@NullMarked
package se.partnersec.gallra.config.rules;

import org.jspecify.annotations.NullMarked;
