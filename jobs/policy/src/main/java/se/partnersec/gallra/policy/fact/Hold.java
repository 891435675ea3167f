package se.partnersec.gallra.policy.fact;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.rule.SwedishCalendar;

/**
 * A duty to keep that somebody placed, as the decision sees it: its scope was matched before.
 *
 * @param id what people call it, such as {@code H-17}
 * @param until last day kept, inclusive; null when open-ended
 * @param releasedAt when somebody released it; null while nobody did
 * @param reviewBy when an open-ended hold must be looked at again; a missed review alarms and never releases
 */
public record Hold(
        String id,
        HoldType type,
        Instant placedAt,
        @Nullable LocalDate until,
        @Nullable Instant releasedAt,
        @Nullable LocalDate reviewBy) {

    /** Placed, not released, and its last day not over. */
    public boolean activeAt(Instant now) {
        LocalDate today = SwedishCalendar.localDate(now);
        return !placedAt.isAfter(now) && releasedBy(now) == null && (until == null || !today.isAfter(until));
    }

    /** The last day it held or will hold, by release or by itself, whichever is earlier; null while open-ended. */
    @Nullable
    public LocalDate lastDay(Instant now) {
        LocalDate released = releasedBy(now);
        if (released == null || until == null) {
            return released == null ? until : released;
        }
        return released.isBefore(until) ? released : until;
    }

    /** Released on a day, it frees that same day; run out, it frees the day after. */
    public boolean endedByRelease(Instant now) {
        LocalDate released = releasedBy(now);
        return released != null && (until == null || !released.isAfter(until));
    }

    private @Nullable LocalDate releasedBy(Instant now) {
        return releasedAt == null || releasedAt.isAfter(now) ? null : SwedishCalendar.localDate(releasedAt);
    }
}
