package se.partnersec.gallra.holds.permit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.fact.DestructionPermit;
import se.partnersec.gallra.policy.rule.DataCategory;

/**
 * A permit as the register has it.
 *
 * @param request number of the request for it
 * @param recordKey of the one record it is for; null where it is for a fiscal year
 * @param used how many records went by it
 */
public record PlacedPermit(
        DestructionPermit permit,
        long request,
        DataCategory category,
        @Nullable String recordKey,
        String reason,
        Instant requestedAt,
        @Nullable Instant approvedAt,
        @Nullable Instant withdrawnAt,
        @Nullable String withdrawnBy,
        long used) {}
