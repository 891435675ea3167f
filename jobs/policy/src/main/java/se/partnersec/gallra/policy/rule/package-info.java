/** One rule of the policy: period, bounds, spread. */
@NullMarked
package se.partnersec.gallra.policy.rule;

import org.jspecify.annotations.NullMarked;
