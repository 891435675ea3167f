package se.partnersec.gallra.policy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** The calendar that all periods are counted on: local days in Sweden (domain rule 2.1). */
public final class SwedishCalendar {
    public static final ZoneId ZONE = ZoneId.of("Europe/Stockholm");

    private SwedishCalendar() {}

    public static LocalDate localDate(Instant instant) {
        return LocalDays.of(instant);
    }

    public static Instant startOfDay(LocalDate day) {
        return day.atStartOfDay(ZONE).toInstant();
    }
}
