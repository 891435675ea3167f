package se.partnersec.gallra.hold;

import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.policy.Hold;

/**
 * A hold as the register has it.
 *
 * @param category the only category it reaches; null for all
 * @param epoch of the gate when it was placed
 */
public record PlacedHold(
        Hold hold,
        HoldScope scope,
        @Nullable DataCategory category,
        String reason,
        @Nullable String legalBasis,
        String placedBy,
        @Nullable String releasedBy,
        @Nullable String releaseReason,
        long epoch) {}
