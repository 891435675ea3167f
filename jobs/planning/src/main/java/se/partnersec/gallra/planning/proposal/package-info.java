/** Proposes a first sources.yml from a survey of the business tables. */
@NullMarked
package se.partnersec.gallra.planning.proposal;

import org.jspecify.annotations.NullMarked;
