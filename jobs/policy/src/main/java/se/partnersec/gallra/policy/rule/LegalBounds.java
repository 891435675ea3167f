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

    /**
     * One breach of a limit. The words for it are not the rules' own.
     *
     * @param key of the rule that broke it
     * @param args values that a sentence about it names, in its order
     */
    public record Breach(String key, Fault fault, List<Object> args) {}

    /** Kind of breach; each has a sentence of its own. */
    public enum Fault {
        KIND,
        HUNDRED_YEARS,
        LONGER_THAN_ZERO,
        AT_MOST,
        ABOVE_CEILING,
        AT_LEAST,
        BELOW_FLOOR,
        IN_DAYS,
        NO_LEAD,
        NO_TOLERANCE,
        LEAD,
        TOLERANCE
    }

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
            found.add(breach("kind", Fault.KIND, kindNames(), timing.kind()));
        }
        boolean readable = true;
        for (String key : List.of("period", "floor", "ceiling")) {
            Period value =
                    key.equals("period") ? timing.period() : key.equals("floor") ? timing.floor() : timing.ceiling();
            if (value.isNegative() || value.toTotalMonths() > MOST_MONTHS || value.getDays() > MOST_DAYS) {
                found.add(breach(key, Fault.HUNDRED_YEARS, value));
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
            found.add(breach("period", Fault.LONGER_THAN_ZERO, timing.period()));
        }
        if (longer(timing.ceiling(), ceiling)) {
            found.add(breach("ceiling", Fault.AT_MOST, ceiling, timing.ceiling()));
        }
        if (longer(timing.period(), timing.ceiling())) {
            found.add(breach("period", Fault.ABOVE_CEILING, timing.ceiling(), timing.period()));
        }
        boolean keeps = timing.kind() != Kind.MAX;
        if (keeps && longer(floor, timing.floor())) {
            found.add(breach("floor", Fault.AT_LEAST, floor, timing.floor()));
        }
        if (longer(timing.floor(), timing.period())) {
            found.add(breach("period", Fault.BELOW_FLOOR, timing.floor(), timing.period()));
        }
        if (timing.kind() == Kind.RANGE
                && (timing.period().toTotalMonths() != 0 || timing.floor().toTotalMonths() != 0)) {
            found.add(breach("period", Fault.IN_DAYS, timing.period()));
        }
    }

    private void checkSlack(RetentionRule.Timing timing, List<Breach> found) {
        boolean ceilingRule = timing.kind() == Kind.MAX || timing.kind() == Kind.RANGE;
        if (!ceilingRule && timing.lead() != 0) {
            found.add(breach("lead", Fault.NO_LEAD));
        }
        if (ceilingRule && timing.tolerance() != 0) {
            found.add(breach("tolerance", Fault.NO_TOLERANCE));
        }
        Period shortest = timing.kind() == Kind.RANGE ? timing.floor() : Period.ZERO;
        if (ceilingRule && (timing.lead() < 1 || !longer(timing.period(), shortest.plusDays(timing.lead())))) {
            found.add(breach("lead", Fault.LEAD, timing.period(), timing.lead()));
        }
        if (!ceilingRule && (timing.tolerance() < 0 || timing.tolerance() > mostTolerance)) {
            found.add(breach("tolerance", Fault.TOLERANCE, mostTolerance, timing.tolerance()));
        }
    }

    private static Breach breach(String key, Fault fault, Object... args) {
        return new Breach(key, fault, List.of(args));
    }

    private String kindNames() {
        return kinds.stream().map(Kind::name).sorted().collect(Collectors.joining("/"));
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
