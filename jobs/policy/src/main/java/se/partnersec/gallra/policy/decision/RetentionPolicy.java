package se.partnersec.gallra.policy.decision;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.fact.Facts;
import se.partnersec.gallra.policy.fact.Hold;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.PolicyChoices;
import se.partnersec.gallra.policy.rule.RetentionRule;
import se.partnersec.gallra.policy.rule.StartEvent;
import se.partnersec.gallra.policy.rule.StatisticPeriod;
import se.partnersec.gallra.policy.rule.SwedishCalendar;

/** All rules of one version: the only place that decides whether a record goes. */
public final class RetentionPolicy {
    /**
     * Which version of the program's own rules decides. It grows whenever the same files and records are decided otherwise, so that
     * two people put the rules in force once more ({@code RulesRevisionTest}).
     */
    public static final int REVISION = 3;

    /** Clocks of two systems may differ by this much: what lies further ahead is in the future. */
    public static final Duration SKEW = Duration.ofMinutes(5);

    /** Four years of start days see every month end and the leap day. */
    private static final LocalDate CYCLE_START = LocalDate.of(2023, 1, 1);

    private static final LocalDate CYCLE_END = LocalDate.of(2027, 1, 1);

    private final String version;
    private final Map<DataCategory, RetentionRule> rules;
    private final SortedMap<String, Integer> queueTargets;
    private final int unmappedTarget;
    private final PolicyChoices choices;

    /**
     * @param rules one for each category
     * @param queueTargets days that recordings of a queue are kept
     * @param unmappedTarget days for a queue that has no target
     */
    public RetentionPolicy(
            String version,
            List<RetentionRule> rules,
            Map<String, Integer> queueTargets,
            int unmappedTarget,
            PolicyChoices choices) {
        this.version = version;
        Map<DataCategory, RetentionRule> byCategory = new LinkedHashMap<>();
        for (RetentionRule rule : rules) {
            if (byCategory.put(rule.category(), rule) != null) {
                throw new IllegalArgumentException("two rules for " + rule.category() + "; keep one");
            }
        }
        this.rules = Collections.unmodifiableMap(byCategory);
        this.queueTargets = Collections.unmodifiableSortedMap(new TreeMap<>(queueTargets));
        this.unmappedTarget = unmappedTarget;
        this.choices = choices;
        for (RetentionRule rule : rules) {
            if (rule.bounds().daysByQueue()) {
                queueTargets.forEach((queue, target) -> requireTarget(rule.timing(), "queue '" + queue + "'", target));
                requireTarget(rule.timing(), "any other queue", unmappedTarget);
            }
        }
    }

    private static void requireTarget(RetentionRule.Timing recordings, String queue, int target) {
        if (!recordings.allowsTarget(target)) {
            throw new IllegalArgumentException("target of " + queue + " must be between "
                    + recordings.floor().getDays() + " and "
                    + recordings.period().getDays() + " days, was " + target);
        }
    }

    /**
     * What happens to a record at an instant. Pure: the same facts, holds and instant give the same verdict.
     *
     * @param holds those whose scope covers the record; one placed after {@code now} does not count yet
     */
    public Verdict decide(Facts facts, List<Hold> holds, Instant now) {
        return new RetentionDecision(this, facts, holds, now).verdict();
    }

    /** The day a record's clock started; null while none runs, or while it is in doubt. */
    public @Nullable LocalDate startDay(Facts facts, Instant now) {
        if (facts instanceof Facts.Invoice) {
            return facts.circumstances().bookkeeping().lastYearEnd();
        }
        try {
            return new StartEventResolver(this, now, SwedishCalendar.localDate(now))
                    .of(facts)
                    .day();
        } catch (DateTimeException e) {
            return null;
        }
    }

    /**
     * The first local start day that is not yet due on a day under the category's earliest rule: whatever is due then has
     * started before, so SQL may select by it and miss nothing but what an accepted request or a permit lets go, which is
     * asked for by itself. Found by counting forward from start days, because months cannot be counted backwards.
     */
    public LocalDate startedBefore(DataCategory category, LocalDate asOf) {
        RetentionRule rule = rule(category);
        if (!rule.hasPeriod()) {
            return LocalDate.EPOCH;
        }
        long due = LocalDate.EPOCH.toEpochDay();
        long notDue = asOf.toEpochDay() + 1;
        while (notDue - due > 1) {
            long middle = (due + notDue) / 2;
            if (earliestDue(rule, LocalDate.ofEpochDay(middle)).isAfter(asOf)) {
                notDue = middle;
            } else {
                due = middle;
            }
        }
        return LocalDate.ofEpochDay(notDue);
    }

    /** Whether every period is over before the first record that started in it can fall due: then it can be counted whole. */
    public boolean outlives(DataCategory category, StatisticPeriod length) {
        RetentionRule rule = rule(category);
        return !rule.hasPeriod()
                || CYCLE_START
                        .datesUntil(CYCLE_END)
                        .noneMatch(start -> earliestDue(rule, start).isBefore(length.after(start)));
    }

    private LocalDate earliestDue(RetentionRule rule, LocalDate start) {
        int target = queueTargets.values().stream().reduce(unmappedTarget, Math::min);
        LocalDate due = rule.timing().dates(start, target).due();
        // The law keeps the last day of the seventh year to its end.
        return rule.bounds().start() == StartEvent.FISCAL_YEAR_ENDED ? due.plusDays(1) : due;
    }

    public String version() {
        return version;
    }

    /** One for each category, in the order of the suite. */
    public Collection<RetentionRule> rules() {
        return rules.values();
    }

    public Optional<RetentionRule> find(DataCategory category) {
        return Optional.ofNullable(rules.get(category));
    }

    public RetentionRule rule(DataCategory category) {
        RetentionRule rule = rules.get(category);
        if (rule == null) {
            throw new IllegalStateException("no rule for " + category + ". Indicates a bug.");
        }
        return rule;
    }

    public SortedMap<String, Integer> queueTargets() {
        return queueTargets;
    }

    /** Days that recordings of a queue are kept; null for a queue without a target, which is worth a warning. */
    public @Nullable Integer targetOf(String queue) {
        return queueTargets.get(queue);
    }

    public int unmappedTarget() {
        return unmappedTarget;
    }

    int targetOf(Facts.Call call) {
        return call.targetDays() == null ? unmappedTarget : call.targetDays();
    }

    public PolicyChoices choices() {
        return choices;
    }

    /** The whole policy as one text: two policies are the same version when these texts are equal. */
    public String canonical() {
        StringBuilder text = new StringBuilder("policy, rules revision " + REVISION + "\n")
                .append(version)
                .append('\n');
        new TreeMap<>(rules)
                .values()
                .forEach(rule -> text.append(rule.canonical()).append('\n'));
        queueTargets.forEach(
                (queue, target) -> text.append(queue).append('=').append(target).append('\n'));
        return text.append(unmappedTarget)
                .append('\n')
                .append(choices.canonical())
                .append('\n')
                .toString();
    }

    /**
     * Whose turn comes when. The Bookkeeping Act frees a whole year's records on one 1 January; a rule with a spread takes them
     * a share a night, within the tolerance, so that no single run erases a year. Which share a record is in hangs on its key
     * alone: every run, plan and explanation says the same.
     */
    public static final class SpreadSchedule {
        /** Keys in a row lie far apart once multiplied: 2^32 through the golden ratio. */
        private static final int SCATTER = 0x9E3779B9;

        private SpreadSchedule() {}

        /**
         * The first day a run takes the record: its due day, or later if it is one of many the law frees together. A due day
         * that a hold or a request moved is its own, and kept.
         *
         * @param key the record's key, as text
         * @return null while no clock runs
         */
        public static @Nullable LocalDate of(RetentionRule rule, Facts facts, Verdict verdict, String key) {
            LocalDate due = verdict.due();
            if (due == null || rule.spread() == 0) {
                return due;
            }
            LocalDate lawEnds = facts.circumstances().bookkeeping().lastDay();
            if (lawEnds == null || !due.equals(lawEnds.plusDays(1))) {
                return due;
            }
            long share = Integer.toUnsignedLong(key.hashCode() * SCATTER);
            return due.plusDays(share * (rule.spread() + 1) >>> Integer.SIZE);
        }
    }
}
