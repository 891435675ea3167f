package se.partnersec.gallra.policy.limit;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import se.partnersec.gallra.policy.rule.SwedishCalendar;

/**
 * A part of every day, by the clock on the wall in Sweden, from its first minute up to and without its last; over midnight
 * where that lies earlier. In the night that skips an hour what lies in that hour does not come, in the night that has an
 * hour twice it comes twice.
 */
public record TimeWindow(LocalTime from, LocalTime to) {
    private static final Pattern FORM = Pattern.compile("([01]\\d|2[0-3]):([0-5]\\d)-([01]\\d|2[0-3]):([0-5]\\d)");
    private static final int DAYS_AHEAD = 3;

    public TimeWindow {
        if (from.equals(to)) {
            throw new IllegalArgumentException("a window that begins when it ends has no time in it");
        }
    }

    /** Of {@code 22:00-06:00}; empty if it is none. */
    public static Optional<TimeWindow> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches() || text.substring(0, 5).equals(text.substring(6))) {
            return Optional.empty();
        }
        return Optional.of(new TimeWindow(LocalTime.parse(text.substring(0, 5)), LocalTime.parse(text.substring(6))));
    }

    public boolean contains(Instant instant) {
        LocalTime time = LocalDateTime.ofInstant(instant, SwedishCalendar.ZONE).toLocalTime();
        return from.isBefore(to)
                ? !time.isBefore(from) && time.isBefore(to)
                : !time.isBefore(from) || time.isBefore(to);
    }

    /** When it next opens, if it is shut now. */
    public Instant opens(Instant now) {
        LocalDate today = SwedishCalendar.localDate(now);
        ZoneRules rules = SwedishCalendar.ZONE.getRules();
        Stream<Instant> begins = Stream.iterate(today, day -> day.plusDays(1))
                .limit(DAYS_AHEAD)
                .map(day -> day.atTime(from))
                .flatMap(wall -> rules.getValidOffsets(wall).stream().map(wall::toInstant));
        // The clock also jumps into windows, past their beginning or back from behind their end.
        Stream<Instant> jump = Stream.ofNullable(rules.nextTransition(now)).map(ZoneOffsetTransition::getInstant);
        return Stream.concat(begins, jump)
                .filter(begin -> begin.isAfter(now) && contains(begin))
                .min(Comparator.naturalOrder())
                .orElseThrow(() -> new IllegalStateException("a window opens every other day. Indicates a bug"));
    }

    @Override
    public String toString() {
        return from + "-" + to;
    }
}
