package se.partnersec.gallra.cli.shell;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import se.partnersec.gallra.policy.rule.SwedishCalendar;

/** How numbers, times and lengths of time are written, the same in both languages. */
public final class Formats {
    public static final Locale OURS = Locale.ROOT;
    private static final DateTimeFormatter WALL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", OURS);
    private static final DateTimeFormatter MINUTE = WALL.withZone(SwedishCalendar.ZONE);

    private Formats() {}

    /** {@code 412 908}. */
    public static String number(long n) {
        return String.format(OURS, "%,d", n).replace(',', ' ');
    }

    /** Swedish wall clock, to the minute. */
    public static String time(Instant instant) {
        return MINUTE.format(instant);
    }

    /** Wall clock to the minute, of a zone that is not known. */
    public static String wall(LocalDateTime time) {
        return WALL.format(time);
    }

    /** {@code 0:04:12}. */
    public static String length(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        return String.format(OURS, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
