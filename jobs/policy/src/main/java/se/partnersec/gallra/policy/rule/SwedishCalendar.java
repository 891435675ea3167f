package se.partnersec.gallra.policy.rule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The calendar that all periods are counted on: local days in Sweden (domain rule 2.1). It remembers days by the moments between
 * which they lie: records of a chunk lie in few of them, and comparing two numbers is cheaper than asking the zone for each record.
 */
public final class SwedishCalendar {
    public static final ZoneId ZONE = ZoneId.of("Europe/Stockholm");

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZONE);

    private static final long SECONDS_OF_DAY = 86_400;
    /** In between, no clock of the zone is set across midnight, so that a day is one stretch of time. For all else the zone is asked. */
    private static final long FROM = Instant.parse("1970-01-02T00:00:00Z").getEpochSecond();

    private static final long BEFORE = Instant.parse("2200-01-01T00:00:00Z").getEpochSecond();

    /** The last ones asked for, each where its number says. Written by whoever comes: all of them write the same. */
    private static final @Nullable Day[] KNOWN = new @Nullable Day[256];

    /** @param before the second at which the next day begins */
    private record Day(LocalDate date, long from, long before) {}

    private SwedishCalendar() {}

    public static LocalDate localDate(Instant instant) {
        long second = instant.getEpochSecond();
        if (second < FROM || second >= BEFORE) {
            return LocalDate.ofInstant(instant, ZONE);
        }
        int place = (int) (second / SECONDS_OF_DAY % KNOWN.length);
        Day day = KNOWN[place];
        if (day == null || second < day.from() || second >= day.before()) {
            day = day(LocalDate.ofInstant(instant, ZONE));
            KNOWN[place] = day;
        }
        return day.date();
    }

    /** To the minute, by the clock in Sweden, with what it is ahead of UTC: {@code 2026-11-28 05:07 UTC+1}, in summer {@code UTC+2}. */
    public static String minute(Instant instant) {
        return MINUTE.format(instant) + " UTC+"
                + ZONE.getRules().getOffset(instant).getTotalSeconds() / 3600;
    }

    public static Instant startOfDay(LocalDate day) {
        return day.atStartOfDay(ZONE).toInstant();
    }

    private static Day day(LocalDate date) {
        return new Day(
                date,
                startOfDay(date).getEpochSecond(),
                startOfDay(date.plusDays(1)).getEpochSecond());
    }
}
