/**
 * Saved plans and replays.
 *
 * <p>Saving is tried only by an account that may: EXPLAIN INSERT asks for the right without a write. Figures are counted again
 * from the keys before a run goes by a plan. A row that cannot be read spoils its own plan and no other.
 */
@NullMarked
package se.partnersec.gallra.approvals.plan;

import org.jspecify.annotations.NullMarked;
