/** Figures for monitoring, read from the database each time; none of them names a person, a customer or a record. */
@NullMarked
package se.partnersec.gallra.metrics;

import org.jspecify.annotations.NullMarked;
