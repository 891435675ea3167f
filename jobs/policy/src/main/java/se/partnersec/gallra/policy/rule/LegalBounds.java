package se.partnersec.gallra.policy.rule;

import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import se.partnersec.gallra.policy.rule.RetentionRule.Timing.Kind;

/**
 * What no file can change: the limits that the privacy policy and the law set for a category.
 *
 * @param start the event from which the period counts
 * @param floor shortest period, except where the rule is a mere ceiling (MAX)
 * @param ceiling longest period
 * @param mostTolerance longest tolerance in days after a period that must be kept out
 * @param reviewedOnly whether the privacy policy names no period, so that WHILE means: until reviewed
 */
public record LegalBounds(
        DataCategory category,
        StartEvent start,
        Set<Kind> kinds,
        Period floor,
        Period ceiling,
        int mostTolerance,
        boolean reviewedOnly) {

    public LegalBounds {
        kinds = Set.copyOf(kinds);
    }

    /** One breach of a limit: the key of the rule that broke it, and what to do. */
    public record Breach(String key, String message) {}

    private static final int MOST_MONTHS = 1200;
    private static final int MOST_DAYS = 36_525;
    /** Four years of start days see every month end and the leap day. */
    private static final LocalDate CYCLE = LocalDate.of(2023, 1, 1);

    private static final int CYCLE_DAYS = 1461;

    /** Of a category for which the privacy policy names a period. */
    public static LegalBounds of(
            DataCategory category,
            StartEvent start,
            Period floor,
            Period ceiling,
            int mostTolerance,
            Kind first,
            Kind... further) {
        return new LegalBounds(category, start, EnumSet.of(first, further), floor, ceiling, mostTolerance, false);
    }

    /** Of a category for which it names none: kept until reviewed, at most 24 months where somebody sets a period. */
    public static LegalBounds reviewed(DataCategory category) {
        Set<Kind> kinds = EnumSet.of(Kind.WHILE, Kind.AFTER, Kind.MAX);
        return new LegalBounds(category, StartEvent.COLLECTED, kinds, Period.ZERO, Period.ofMonths(24), 2, true);
    }

    /** Whether each queue has days of its own within the period. */
    public boolean daysByQueue() {
        return kinds.contains(Kind.RANGE);
    }

    /** Everything that is wrong with a timing, not only the first. */
    public List<Breach> breaches(RetentionRule.Timing timing) {
        List<Breach> found = new ArrayList<>();
        if (!kinds.contains(timing.kind())) {
            found.add(breach("kind", "must be " + kindNames() + ", was " + timing.kind()));
        }
        boolean readable = true;
        for (String key : List.of("period", "floor", "ceiling")) {
            Period value =
                    key.equals("period") ? timing.period() : key.equals("floor") ? timing.floor() : timing.ceiling();
            if (value.isNegative() || value.toTotalMonths() > MOST_MONTHS || value.getDays() > MOST_DAYS) {
                found.add(breach(key, "must be between zero and 100 years, was " + value));
                readable = false;
            }
        }
        if (readable) {
            checkLength(timing, found);
            checkSlack(timing, found);
        }
        return found;
    }

    private void checkLength(RetentionRule.Timing timing, List<Breach> found) {
        boolean endless = reviewedOnly && timing.kind() == Kind.WHILE;
        if (timing.period().isZero() && !ceiling.isZero() && !endless) {
            found.add(breach("period", "must be longer than zero, was " + timing.period()));
        }
        if (longer(timing.ceiling(), ceiling)) {
            found.add(breach(
                    "ceiling",
                    "may be at most " + ceiling + ", as the privacy policy or the law says, was " + timing.ceiling()));
        }
        if (longer(timing.period(), timing.ceiling())) {
            found.add(breach("period", "is above the ceiling " + timing.ceiling() + ", was " + timing.period()));
        }
        boolean keeps = timing.kind() != Kind.MAX;
        if (keeps && longer(floor, timing.floor())) {
            found.add(breach(
                    "floor",
                    "must be at least " + floor + ", as the privacy policy or the law says, was " + timing.floor()));
        }
        if (longer(timing.floor(), timing.period())) {
            found.add(breach("period", "is below the floor " + timing.floor() + ", was " + timing.period()));
        }
        if (timing.kind() == Kind.RANGE
                && (timing.period().toTotalMonths() != 0 || timing.floor().toTotalMonths() != 0)) {
            found.add(breach("period", "and its floor must be in days, such as P28D, was " + timing.period()));
        }
    }

    private void checkSlack(RetentionRule.Timing timing, List<Breach> found) {
        boolean ceilingRule = timing.kind() == Kind.MAX || timing.kind() == Kind.RANGE;
        if (!ceilingRule && timing.lead() != 0) {
            found.add(breach("lead", "belongs to MAX and RANGE only; give a tolerance instead"));
        }
        if (ceilingRule && timing.tolerance() != 0) {
            found.add(breach("tolerance", "belongs to AFTER and WHILE only; give a lead instead"));
        }
        Period room = timing.kind() == Kind.RANGE ? timing.floor() : Period.ZERO;
        if (ceilingRule && (timing.lead() < 1 || !longer(timing.period(), room.plusDays(timing.lead())))) {
            found.add(breach(
                    "lead",
                    "must be at least P1D and leave room in the period " + timing.period() + ", was P" + timing.lead()
                            + "D"));
        }
        if (!ceilingRule && (timing.tolerance() < 0 || timing.tolerance() > mostTolerance)) {
            found.add(breach(
                    "tolerance", "must be between P0D and P" + mostTolerance + "D, was P" + timing.tolerance() + "D"));
        }
    }

    private Breach breach(String key, String message) {
        return new Breach(key, "'" + key + "' of '" + category.id() + "' " + message);
    }

    private String kindNames() {
        return kinds.stream().map(Kind::name).sorted().collect(Collectors.joining(" or "));
    }

    /** Whether a period ends later than another for any start day: months and days compare no other way. */
    static boolean longer(Period one, Period other) {
        for (int i = 0; i < CYCLE_DAYS; i++) {
            LocalDate start = CYCLE.plusDays(i);
            if (start.plus(one).isAfter(start.plus(other))) {
                return true;
            }
        }
        return false;
    }
}
