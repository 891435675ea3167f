package se.partnersec.planted.runs.launch;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.function.Supplier;

/** Asks the machine for the time instead of the clock it was given. */
@SuppressWarnings("JavaTimeDefaultTimeZone")
public final class LooksAtTheWall {
    private LooksAtTheWall() {}

    public static LocalDate today() {
        return LocalDate.now(ZoneId.of("Europe/Stockholm"));
    }

    public static Supplier<Instant> later() {
        return Instant::now;
    }

    public static Clock own() {
        return Clock.systemUTC();
    }

    public static long millis() {
        return System.currentTimeMillis();
    }

    public static ZoneId here() {
        return ZoneId.systemDefault();
    }

    /** Allowed: it asks the clock it was given. */
    public static Instant given(Clock clock) {
        return Instant.now(clock);
    }
}
