/** Plan, plans, policy, explain. */
@NullMarked
package se.partnersec.gallra.cli.plan;

import org.jspecify.annotations.NullMarked;
