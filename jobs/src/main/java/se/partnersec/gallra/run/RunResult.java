package se.partnersec.gallra.run;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.ledger.OutcomeCounts;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.policy.LimitTrip;

/**
 * How a run ended.
 *
 * @param runId 0 if none was started
 * @param why what stands in the way, with the cure; null when all is done
 * @param stopped by which limits; null unless it was by them
 * @param order who ended it, or kept it from starting; null if nobody did
 */
public record RunResult(
        DataCategory category,
        long runId,
        LocalDate asOf,
        ExitCode exit,
        OutcomeCounts counts,
        boolean resumed,
        @Nullable String why,
        @Nullable Stopped stopped,
        @Nullable Order order) {

    /** @param going how many records it would have erased or reduced; what it had, where it was stopped on its way */
    public record Stopped(List<LimitTrip> trips, long going) {}

    public RunResult(
            DataCategory category,
            long runId,
            LocalDate asOf,
            ExitCode exit,
            OutcomeCounts counts,
            boolean resumed,
            @Nullable String why) {
        this(category, runId, asOf, exit, counts, resumed, why, null, null);
    }

    static RunResult notStarted(DataCategory category, LocalDate asOf, ExitCode exit, String why) {
        return new RunResult(category, 0, asOf, exit, new OutcomeCounts(), false, why);
    }

    static RunResult notStarted(DataCategory category, LocalDate asOf, ExitCode exit, Ending ending) {
        return notStarted(category, asOf, exit, ending.why()).by(ending.order());
    }

    RunResult by(@Nullable Order whose) {
        return new RunResult(category, runId, asOf, exit, counts, resumed, why, stopped, whose);
    }
}
