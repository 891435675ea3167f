package se.partnersec.gallra.planning.plan;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.rule.DataCategory;

/**
 * How one category stands now.
 *
 * @param plan what a run would do; due, overdue, held and review are its figures
 * @param lastRun the newest run, whatever became of it; null if there never was one
 * @param holder who has the category's lease; null if nobody has
 * @param findings open ones by code: seen by the last run that came to its end, or since
 * @param overdueFindings those of them, by code, that somebody was to settle by a day that has passed
 * @param lateNotices notices to holders of copies that have no answer in time
 */
public record CategoryStatus(
        CategoryPlan plan,
        @Nullable LastRun lastRun,
        @Nullable Holder holder,
        Map<String, Long> findings,
        Map<String, Long> overdueFindings,
        long lateNotices) {

    /** @param outcome name of an exit code, ABANDONED, or OPEN while none is on record */
    public record LastRun(
            long runId,
            LocalDate asOf,
            Instant opened,
            @Nullable Instant ended,
            String outcome) {}

    /** @param alive whether it gave a sign of life within the last half minute; if not, the next run takes over */
    public record Holder(String name, @Nullable Instant since, boolean alive) {}

    /** Whether the process of the newest run died, and nobody went on with it or recovered it yet. */
    public boolean interrupted() {
        return lastRun != null && lastRun.outcome().equals("OPEN") && (holder == null || !holder.alive());
    }

    public DataCategory category() {
        return plan.category();
    }
}
