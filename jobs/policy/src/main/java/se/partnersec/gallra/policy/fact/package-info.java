/** Facts of a record: its holds, permits and fiscal years. */
@NullMarked
package se.partnersec.gallra.policy.fact;

import org.jspecify.annotations.NullMarked;
