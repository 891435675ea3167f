package se.partnersec.gallra.metrics;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.function.Supplier;
import se.partnersec.gallra.plan.CategoryState;
import se.partnersec.gallra.plan.PlanLine;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.policy.SwedishCalendar;

/** What is due, kept and late of one category: the figures of a plan, record by record. */
public final class CategoryPart {
    private static final String PROCESSOR = "OUT_OF_SCOPE_PROCESSOR";

    private CategoryPart() {}

    public static Part of(DataCategory category, Supplier<CategoryState> look) {
        return new Part(category.id(), figures -> tell(category.id(), look.get(), figures));
    }

    private static void tell(String category, CategoryState state, Figures figures) {
        PlanLine plan = state.plan();
        Instant now = plan.decidedAt();
        LocalDate oldest = plan.oldestDue();
        LocalDate next = plan.nextEraseBy();
        figures.set(Metric.DUE, plan.going(), category);
        figures.set(Metric.OVERDUE, plan.overdue() - plan.overdueHeld(), category);
        figures.set(Metric.OVERDUE_HELD, plan.overdueHeld(), category);
        figures.set(Metric.OLDEST_DUE, oldest == null ? 0 : seconds(begin(oldest), now), category);
        if (next != null) {
            // By the end of that day.
            figures.set(Metric.DEADLINE, seconds(now, begin(next.plusDays(1))), category);
        }
        figures.set(Metric.ENDANGERED, plan.endangered() != null, category);
        figures.set(Metric.LIMITED, plan.limits().stop(), category);
        plan.heldBy().forEach((reason, records) -> figures.set(Metric.HELD, records, category, reason));
        figures.set(Metric.HELD, plan.processor(), category, PROCESSOR);
        figures.set(Metric.REVIEW, plan.review(), category);
        state.findings().forEach((code, number) -> figures.set(Metric.FINDINGS, number, category, code));
        figures.set(Metric.NOTICES_OVERDUE, state.lateNotices(), category);
    }

    private static Instant begin(LocalDate day) {
        return SwedishCalendar.startOfDay(day);
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }
}
