package se.partnersec.gallra.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The zone's own answer is what it is compared with. */
class SwedishCalendarTest {
    private static void same(Instant instant) {
        assertThat(SwedishCalendar.localDate(instant))
                .as("%s", instant)
                .isEqualTo(LocalDate.ofInstant(instant, SwedishCalendar.ZONE));
    }

    @Test
    void every_day_from_1969_to_2201_begins_and_ends_where_the_zone_says() {
        for (LocalDate day = LocalDate.of(1969, 12, 30); day.getYear() < 2201; day = day.plusDays(1)) {
            Instant begins = SwedishCalendar.startOfDay(day);
            same(begins.minusNanos(1));
            same(begins);
            same(begins.plus(12, ChronoUnit.HOURS));
        }
    }

    @Test
    void every_hour_of_a_year_with_both_its_changes_of_the_clock() {
        Instant begins = Instant.parse("2026-01-01T00:00:00Z");
        for (int hour = 0; hour < 366 * 24; hour++) {
            same(begins.plus(hour, ChronoUnit.HOURS));
        }
    }

    @Test
    void whatever_was_asked_before() {
        Random random = new Random(20261127);
        for (int i = 0; i < 200_000; i++) {
            same(Instant.ofEpochMilli(random.nextLong(-40_000_000_000_000L, 10_000_000_000_000L)));
        }
    }

    @Test
    void what_lies_before_time_was_told_by_the_zone() {
        for (String text : List.of("1878-12-31T23:00:00Z", "1899-12-31T22:59:50Z", "1916-05-14T22:30:00Z")) {
            same(Instant.parse(text));
        }
    }
}
