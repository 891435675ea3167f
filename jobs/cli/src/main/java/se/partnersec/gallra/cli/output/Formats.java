package se.partnersec.gallra.cli.output;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import se.partnersec.gallra.policy.rule.SwedishCalendar;

/** How numbers, times and lengths of time are written, the same in both languages. */
public final class Formats {
    public static final Locale OURS = Locale.ROOT;

    private Formats() {}

    /** {@code 412 908}. */
    public static String number(long n) {
        return String.format(OURS, "%,d", n).replace(',', ' ');
    }

    /** To the minute, by the clock in Sweden, with what it is ahead of UTC. */
    public static String time(Instant instant) {
        return SwedishCalendar.minute(instant);
    }

    /** {@code 0:04:12}. */
    public static String length(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        return String.format(OURS, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
