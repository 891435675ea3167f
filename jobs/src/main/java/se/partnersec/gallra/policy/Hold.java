package se.partnersec.gallra.policy;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

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
        @Nullable LocalDate reviewBy) {}
