package se.partnersec.gallra.planning.plan;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.erasure.record.AssessedRecord;
import se.partnersec.gallra.erasure.record.LockedRecord;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.policy.decision.Verdict;
import se.partnersec.gallra.policy.fact.ScopeType;

/** Counts what was decided, record by record, in memory that grows with their customers only. */
final class PlanCounts {
    private static final int SAMPLES = 5;
    private static final String PROCESSOR = "OUT_OF_SCOPE_PROCESSOR";

    private final LocalDate today;
    private final LocalDate asOf;
    private long processor;
    private long overdue;
    private long overdueHeld;
    private long early;
    private @Nullable LocalDate oldestDue;
    private @Nullable LocalDate oldestEraseBy;
    private @Nullable LocalDate nextEraseBy;
    private final Outcome.Counts counts = new Outcome.Counts();
    private final Map<String, Long> heldBy = new TreeMap<>();
    private final Map<String, Long> reviewBy = new TreeMap<>();
    private final List<String> samples = new ArrayList<>();
    private final Map<String, Long> byCustomer = new HashMap<>();

    /** @param asOf the day on which records are due or late, or not */
    PlanCounts(LocalDate today, LocalDate asOf) {
        this.today = today;
        this.asOf = asOf;
    }

    /**
     * @param objection code of what forbids to touch its object; null if nothing does
     * @return as what it was counted
     */
    Outcome add(AssessedRecord each, @Nullable String objection) {
        Verdict verdict = each.verdict();
        Outcome outcome = each.goes() && objection != null ? Outcome.REVIEW : each.outcome();
        counts.add(outcome, 1);
        switch (outcome) {
            case ERASED, ANONYMISED -> going(verdict, each.record());
            case HELD -> held(verdict.reason());
            case REVIEW ->
                reviewBy.merge(objection != null && each.goes() ? objection : verdict.reason(), 1L, Long::sum);
            default -> {}
        }
        late(verdict, outcome);
        return outcome;
    }

    private void going(Verdict verdict, LockedRecord record) {
        RecordKey key = record.key();
        String customer = record.row().identity(ScopeType.CUSTOMER);
        if (customer != null) {
            byCustomer.merge(customer, 1L, Long::sum);
        }
        LocalDate due = verdict.due();
        LocalDate eraseBy = verdict.eraseBy();
        if (eraseBy != null && !today.isAfter(eraseBy) && (nextEraseBy == null || eraseBy.isBefore(nextEraseBy))) {
            nextEraseBy = eraseBy;
        }
        early += verdict.flags().contains(Verdict.EARLY_BY_PERMIT) ? 1 : 0;
        if (due != null && (oldestDue == null || due.isBefore(oldestDue))) {
            oldestDue = due;
        }
        if (samples.size() < SAMPLES && key.number()) {
            samples.add(key.text());
        }
    }

    private void held(String reason) {
        if (reason.equals(PROCESSOR)) {
            processor++;
        } else {
            heldBy.merge(reason, 1L, Long::sum);
        }
    }

    private void late(Verdict verdict, Outcome outcome) {
        LocalDate eraseBy = verdict.lastDay();
        if (eraseBy == null || !asOf.isAfter(eraseBy)) {
            return;
        }
        overdue++;
        overdueHeld += outcome == Outcome.HELD ? 1 : 0;
        if (oldestEraseBy == null || eraseBy.isBefore(oldestEraseBy)) {
            oldestEraseBy = eraseBy;
        }
    }

    LocalDate today() {
        return today;
    }

    /** How many would go of each customer. */
    Map<String, Long> byCustomer() {
        return byCustomer;
    }

    /** Records that cannot be read whole, because what they point at is missing: a run passes them over as well. */
    void unreadable(long n) {
        counts.add(Outcome.DEFERRED, n);
    }

    /**
     * Records of a category for which nobody has set a period. A run does not read them one by one, and erases none of them.
     *
     * @param review whether no review date lies ahead
     */
    void withoutPeriod(long n, boolean review) {
        if (n > 0) {
            counts.add(review ? Outcome.REVIEW : Outcome.HELD, n);
            (review ? reviewBy : heldBy).merge(review ? "REVIEW_OVERDUE" : "ACTIVE_REVIEW", n, Long::sum);
        }
    }

    CategoryPlan line(Planner.Question question, long candidates) {
        return new CategoryPlan(
                question.rule().category(),
                question.rule(),
                question.asOf(),
                question.startedBefore(),
                question.now(),
                candidates,
                counts,
                Map.copyOf(heldBy),
                processor,
                Map.copyOf(reviewBy),
                overdue,
                overdueHeld,
                early,
                oldestDue,
                oldestEraseBy,
                nextEraseBy,
                List.copyOf(samples),
                LimitPreviewResult.NONE);
    }
}
