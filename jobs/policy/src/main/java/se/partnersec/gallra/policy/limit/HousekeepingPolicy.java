package se.partnersec.gallra.policy.limit;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import se.partnersec.gallra.policy.rule.SwedishCalendar;

/**
 * How long the suite keeps what it noted about its own work.
 *
 * @param periods of each kind; zero: it is kept for good
 */
public record HousekeepingPolicy(Map<HousekeepingKind, Period> periods) {
    /** Where there is no file. */
    public static final HousekeepingPolicy USUAL = new HousekeepingPolicy(Map.of());

    /** Nothing ever goes. */
    public static final HousekeepingPolicy FOR_GOOD = new HousekeepingPolicy(
            Arrays.stream(HousekeepingKind.values()).collect(Collectors.toMap(kind -> kind, kind -> Period.ZERO)));

    public HousekeepingPolicy {
        Map<HousekeepingKind, Period> all = new EnumMap<>(HousekeepingKind.class);
        for (HousekeepingKind each : HousekeepingKind.values()) {
            all.put(each, periods.getOrDefault(each, each.usual()));
        }
        periods = Map.copyOf(all);
    }

    /**
     * What is older than this may go: the beginning of a day in Sweden.
     *
     * @return empty where it is kept for good
     */
    public Optional<Instant> before(HousekeepingKind kind, LocalDate today) {
        Period period = periods.getOrDefault(kind, Period.ZERO);
        return period.isZero() ? Optional.empty() : Optional.of(SwedishCalendar.startOfDay(today.minus(period)));
    }
}
