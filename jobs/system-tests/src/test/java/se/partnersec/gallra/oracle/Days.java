package se.partnersec.gallra.oracle;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts days as section 2 of the rule book says, and keeps the fiscal years. */
record Days(Instant now, List<Year> years) {
    static final ZoneId SWEDEN = ZoneId.of("Europe/Stockholm");
    private static final Duration SKEW = Duration.ofMinutes(5);

    /** A fiscal year, both days inclusive. */
    record Year(LocalDate start, LocalDate end) {}

    LocalDate today() {
        return swedish(now);
    }

    static LocalDate swedish(Instant instant) {
        return LocalDate.ofInstant(instant, SWEDEN);
    }

    boolean future(Instant event) {
        return event.isAfter(now.plus(SKEW));
    }

    /** The Swedish wall clock; an hour that is there twice is the later one. */
    static @Nullable Instant wall(@Nullable String text) {
        LocalDateTime time = time(text);
        return time == null
                ? null
                : time.atZone(SWEDEN).withLaterOffsetAtOverlap().toInstant();
    }

    static @Nullable Instant utc(@Nullable String text) {
        LocalDateTime time = time(text);
        return time == null ? null : time.toInstant(ZoneOffset.UTC);
    }

    static @Nullable Instant millis(@Nullable String text) {
        return text == null ? null : Instant.ofEpochMilli(Long.parseLong(text));
    }

    static @Nullable LocalDate day(@Nullable String text) {
        return text == null ? null : LocalDate.parse(text);
    }

    private static @Nullable LocalDateTime time(@Nullable String text) {
        return text == null ? null : LocalDateTime.parse(text.replace(' ', 'T'));
    }

    /** The last day the law keeps what was booked on these days; null if one of them lies in no year we know. */
    @Nullable
    LocalDate lawKeepsUntil(Collection<LocalDate> booked) {
        LocalDate last = null;
        for (LocalDate day : booked) {
            LocalDate end = null;
            for (Year year : years) {
                if (!day.isBefore(year.start()) && !day.isAfter(year.end())) {
                    end = LocalDate.of(year.end().getYear() + 7, Month.DECEMBER, 31);
                }
            }
            if (end == null) {
                return null;
            }
            last = later(last, end);
        }
        return last;
    }

    static @Nullable LocalDate later(@Nullable LocalDate one, @Nullable LocalDate other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isAfter(other) ? one : other;
    }

    static LocalDate latest(LocalDate one, LocalDate other) {
        return one.isAfter(other) ? one : other;
    }

    static LocalDate earliest(LocalDate one, LocalDate other) {
        return one.isBefore(other) ? one : other;
    }
}
