package se.partnersec.gallra.policy.decision;

import java.time.LocalDate;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.PolicyChoices;
import se.partnersec.gallra.policy.rule.RetentionRule;
import se.partnersec.gallra.policy.rule.StartEvent;

/**
 * All of a policy that decides when records of one category fall due, so that two versions can be compared, also years later.
 *
 * @param start the event from which the period counts
 * @param timed whether there is a period at all
 * @param targets days that recordings of a queue are kept; of recordings only
 * @param unmapped days of a queue without a target
 */
public record RuleComparison(
        StartEvent start,
        RetentionRule.Timing timing,
        boolean timed,
        RetentionRule.Disposition disposition,
        int spread,
        SortedMap<String, Integer> targets,
        int unmapped,
        PolicyChoices choices) {
    // Four years of start days see every month end and the leap day.
    private static final LocalDate FROM = LocalDate.of(2023, 1, 1);
    private static final LocalDate TO = LocalDate.of(2027, 1, 1);

    /** Of a policy as it stands. */
    public static RuleComparison of(RetentionPolicy policy, DataCategory category) {
        RetentionRule rule = policy.rule(category);
        boolean queues = rule.bounds().daysByQueue();
        return new RuleComparison(
                rule.bounds().start(),
                rule.timing(),
                rule.hasPeriod(),
                rule.disposition(),
                rule.spread(),
                queues ? policy.queueTargets() : new TreeMap<>(),
                queues ? policy.unmappedTarget() : 0,
                policy.choices());
    }

    /** Whether some record may fall due earlier than by the other terms; in doubt yes. */
    public boolean shorterThan(RuleComparison earlier) {
        if (!timed) {
            return false;
        }
        return !earlier.timed
                || disposition != earlier.disposition
                || spread < earlier.spread
                || (start.weighsClaims() && weaker(choices, earlier.choices))
                || dueEarlierThan(earlier);
    }

    private boolean dueEarlierThan(RuleComparison earlier) {
        Set<String> queues = new TreeSet<>(targets.keySet());
        queues.addAll(earlier.targets.keySet());
        queues.add(""); // any other queue
        return FROM.datesUntil(TO)
                .anyMatch(start ->
                        queues.stream().anyMatch(queue -> due(start, queue).isBefore(earlier.due(start, queue))));
    }

    private LocalDate due(LocalDate start, String queue) {
        return timing.dates(start, targets.getOrDefault(queue, unmapped)).due();
    }

    /** Whether claims and disputes keep less, or end sooner. */
    private static boolean weaker(PolicyChoices now, PolicyChoices before) {
        return keeps(now) < keeps(before)
                || (now.timeBar() == PolicyChoices.TimeBar.AUTO && before.timeBar() != PolicyChoices.TimeBar.AUTO)
                || (!now.disputeRestartsClock() && before.disputeRestartsClock())
                || now.limitation().toTotalMonths() < before.limitation().toTotalMonths()
                || now.consumerLimitation().toTotalMonths()
                        < before.consumerLimitation().toTotalMonths();
    }

    private static int keeps(PolicyChoices choices) {
        return switch (choices.openClaimKeeps()) {
            case NONE -> 0;
            case BILLING_CONTACTS -> 1;
            case ALL -> 2;
        };
    }
}
