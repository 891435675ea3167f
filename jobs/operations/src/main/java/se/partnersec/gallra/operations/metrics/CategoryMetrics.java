package se.partnersec.gallra.operations.metrics;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.function.Supplier;
import se.partnersec.gallra.planning.plan.CategoryPlan;
import se.partnersec.gallra.planning.plan.CategoryStatus;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.SwedishCalendar;

/** What is due, kept and late of one category: the figures of a plan, record by record. */
public final class CategoryMetrics {
    private static final String PROCESSOR = "OUT_OF_SCOPE_PROCESSOR";

    private CategoryMetrics() {}

    public static MetricPart of(DataCategory category, Supplier<CategoryStatus> look) {
        return new MetricPart(category.id(), figures -> tell(category.id(), look.get(), figures));
    }

    private static void tell(String category, CategoryStatus state, MetricSnapshot figures) {
        CategoryPlan plan = state.plan();
        Instant now = plan.decidedAt();
        LocalDate oldest = plan.oldestDue();
        LocalDate next = plan.nextEraseBy();
        figures.set(MetricDefinition.DUE, plan.going(), category);
        figures.set(MetricDefinition.OVERDUE, plan.overdue() - plan.overdueHeld(), category);
        figures.set(MetricDefinition.OVERDUE_HELD, plan.overdueHeld(), category);
        figures.set(MetricDefinition.OLDEST_DUE, oldest == null ? 0 : seconds(begin(oldest), now), category);
        if (next != null) {
            // By the end of that day.
            figures.set(MetricDefinition.DEADLINE, seconds(now, begin(next.plusDays(1))), category);
        }
        figures.set(MetricDefinition.ENDANGERED, plan.endangered() != null, category);
        figures.set(MetricDefinition.LIMITED, plan.limits().stop(), category);
        plan.heldBy().forEach((reason, records) -> figures.set(MetricDefinition.HELD, records, category, reason));
        figures.set(MetricDefinition.HELD, plan.processor(), category, PROCESSOR);
        figures.set(MetricDefinition.REVIEW, plan.review(), category);
        state.findings().forEach((code, number) -> figures.set(MetricDefinition.FINDINGS, number, category, code));
        // A code whose last overdue finding is settled says 0, or an alert would wait for the series to go stale.
        state.findings().keySet().forEach(code -> {
            long overdue = state.overdueFindings().getOrDefault(code, 0L);
            figures.set(MetricDefinition.FINDINGS_OVERDUE, overdue, category, code);
        });
        figures.set(MetricDefinition.NOTICES_OVERDUE, state.lateNotices(), category);
    }

    private static Instant begin(LocalDate day) {
        return SwedishCalendar.startOfDay(day);
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }
}
