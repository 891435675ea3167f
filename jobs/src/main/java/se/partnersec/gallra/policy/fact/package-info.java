/** What is known of a record, its holds, permits, fiscal years. */
@NullMarked
package se.partnersec.gallra.policy.fact;

import org.jspecify.annotations.NullMarked;
