package se.partnersec.gallra.planning.plan;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.approvals.plan.PlanFigures;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.RetentionRule;
import se.partnersec.gallra.policy.rule.SwedishCalendar;

/**
 * What a run of one category would do.
 *
 * @param startedBefore first start day that is not yet due under the category's earliest rule
 * @param decidedAt the instant the verdicts are of: the database's clock, or noon of a later {@code asOf}
 * @param candidates records that started before, and all of a category for which no period is set; each is in exactly one of the
 *     counts
 * @param heldBy deciding reason, such as LEGAL_CLAIM or BOOKKEEPING, to records it keeps; without processor data
 * @param processor kept because they are processed for a customer: never ours to erase
 * @param reviewBy code of what is in doubt to records
 * @param overdue records still there after the last day by which they must be gone, also where a late hold keeps them
 * @param overdueHeld those of them that something keeps now
 * @param early those that would go by a permit, before the Bookkeeping Act lets them (BFL 7 kap. 7 §)
 * @param oldestDue earliest day on which one of those that would go fell due; null if none would
 * @param oldestEraseBy earliest last day that has passed; null if nothing is overdue
 * @param nextEraseBy earliest last day to come of those that would go; null if none would, or all are late
 * @param limits which of them would stop the run
 * @param samples surrogate keys of a few that would go; none where keys are words, which may name people
 */
public record CategoryPlan(
        DataCategory category,
        RetentionRule rule,
        LocalDate asOf,
        LocalDate startedBefore,
        Instant decidedAt,
        long candidates,
        Outcome.Counts counts,
        Map<String, Long> heldBy,
        long processor,
        Map<String, Long> reviewBy,
        long overdue,
        long overdueHeld,
        long early,
        @Nullable LocalDate oldestDue,
        @Nullable LocalDate oldestEraseBy,
        @Nullable LocalDate nextEraseBy,
        List<String> samples,
        LimitPreviewResult limits) {

    /** A plan whose figures contradict each other is worse than none. */
    public CategoryPlan {
        agree("outcomes", counts.total(), "candidates", candidates);
        agree("reasons to hold", sum(heldBy) + processor, "held", counts.of(Outcome.HELD));
        agree("codes of review", sum(reviewBy), "under review", counts.of(Outcome.REVIEW));
    }

    CategoryPlan with(LimitPreviewResult ahead) {
        return new CategoryPlan(
                category,
                rule,
                asOf,
                startedBefore,
                decidedAt,
                candidates,
                counts,
                heldBy,
                processor,
                reviewBy,
                overdue,
                overdueHeld,
                early,
                oldestDue,
                oldestEraseBy,
                nextEraseBy,
                samples,
                ahead);
    }

    private static void agree(String parts, long sum, String whole, long number) {
        if (sum != number) {
            throw new IllegalStateException("the " + parts + " add up to " + sum + " and not to the " + number + " "
                    + whole + " of the plan. Indicates a bug");
        }
    }

    private static long sum(Map<String, Long> parts) {
        return parts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many a run would erase or reduce. */
    public long going() {
        return wouldErase() + wouldReduce();
    }

    public long wouldErase() {
        return counts.of(Outcome.ERASED);
    }

    /** Of which all but what the books need would go. */
    public long wouldReduce() {
        return counts.of(Outcome.ANONYMISED);
    }

    /** Kept by a hold, the books, a claim or an active relation, or processed for a customer: as runs count it. */
    public long held() {
        return counts.of(Outcome.HELD);
    }

    public long notDue() {
        return counts.of(Outcome.NOT_DUE);
    }

    public long review() {
        return counts.of(Outcome.REVIEW);
    }

    /** How many days ago the oldest of those that would go fell due; 0 for today, or if none would. */
    public long dueForDays() {
        return oldestDue == null ? 0 : ChronoUnit.DAYS.between(oldestDue, today());
    }

    /** How many days the most overdue record is late on the day of the plan; 0 if nothing is. */
    public long overdueDays() {
        return oldestEraseBy == null ? 0 : ChronoUnit.DAYS.between(oldestEraseBy, asOf);
    }

    /** The last day of some that would go, if it is near and no run begins before somebody approves; null without danger. */
    public @Nullable LocalDate endangered() {
        return nextEraseBy != null
                        && limits.stop()
                        && !today().plusDays(limits.warning()).isBefore(nextEraseBy)
                ? nextEraseBy
                : null;
    }

    /** What of it is saved. */
    public PlanFigures figures() {
        return new PlanFigures(
                candidates,
                counts,
                heldBy,
                processor,
                reviewBy,
                overdue - overdueHeld,
                oldestDue,
                samples,
                limits.trips());
    }

    /** The day the verdicts are of. */
    public LocalDate today() {
        return SwedishCalendar.localDate(decidedAt);
    }
}
