package se.partnersec.gallra.policy;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Local days by the moments between which they lie. Records of a chunk lie in few of them, and comparing two numbers is cheaper than
 * asking the zone for each record.
 */
final class LocalDays {
    private static final long SECONDS_OF_DAY = 86_400;
    /** In between, no clock of the zone is set across midnight, so that a day is one stretch of time. For all else the zone is asked. */
    private static final long FROM = Instant.parse("1970-01-02T00:00:00Z").getEpochSecond();

    private static final long BEFORE = Instant.parse("2200-01-01T00:00:00Z").getEpochSecond();

    /** The last ones asked for, each where its number says. Written by whoever comes: all of them write the same. */
    private static final @Nullable Day[] KNOWN = new @Nullable Day[256];

    /** @param before the second at which the next day begins */
    private record Day(LocalDate date, long from, long before) {}

    private LocalDays() {}

    static LocalDate of(Instant instant) {
        long second = instant.getEpochSecond();
        if (second < FROM || second >= BEFORE) {
            return LocalDate.ofInstant(instant, SwedishCalendar.ZONE);
        }
        int place = (int) (second / SECONDS_OF_DAY % KNOWN.length);
        Day day = KNOWN[place];
        if (day == null || second < day.from() || second >= day.before()) {
            day = day(LocalDate.ofInstant(instant, SwedishCalendar.ZONE));
            KNOWN[place] = day;
        }
        return day.date();
    }

    private static Day day(LocalDate date) {
        return new Day(
                date,
                SwedishCalendar.startOfDay(date).getEpochSecond(),
                SwedishCalendar.startOfDay(date.plusDays(1)).getEpochSecond());
    }
}
