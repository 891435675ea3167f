package se.partnersec.gallra.run;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.ledger.OutcomeCounts;
import se.partnersec.gallra.policy.DataCategory;

/**
 * How a run ended.
 *
 * @param runId 0 if none was started
 * @param why what stands in the way, with the cure; null when all is done
 */
public record RunResult(
        DataCategory category,
        long runId,
        LocalDate asOf,
        ExitCode exit,
        OutcomeCounts counts,
        boolean resumed,
        @Nullable String why) {

    static RunResult notStarted(DataCategory category, LocalDate asOf, ExitCode exit, String why) {
        return new RunResult(category, 0, asOf, exit, new OutcomeCounts(), false, why);
    }
}
