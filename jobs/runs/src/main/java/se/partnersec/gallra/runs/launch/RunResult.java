package se.partnersec.gallra.runs.launch;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.erasure.run.SqlErrorClassifier;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.policy.limit.LimitViolation;
import se.partnersec.gallra.policy.limit.VoidApproval;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.control.RunOrder;
import se.partnersec.gallra.runs.control.StopReason;
import se.partnersec.gallra.support.exit.ExitCode;

/**
 * How a run ended.
 *
 * @param runId 0 if none was started
 * @param counts empty if they could not be read: then nobody knows here how many records went
 * @param why what stands in the way, with the cure; null when all is done
 * @param stopped by which limits; null unless it was by them
 * @param plan what became of what its plan let go; null unless it came to its end by one
 * @param order who ended it, or kept it from starting; null if nobody did
 */
public record RunResult(
        DataCategory category,
        long runId,
        LocalDate asOf,
        ExitCode exit,
        Outcome.Counts counts,
        boolean resumed,
        @Nullable String why,
        @Nullable Stopped stopped,
        @Nullable PlanOutcome plan,
        @Nullable RunOrder order) {

    /**
     * @param going how many records it would have erased or reduced; what it had, where it was stopped on its way
     * @param plan that it went by; null if by none
     * @param expected approval that would have let it go on; null if there is none
     */
    public record Stopped(
            List<LimitViolation> trips,
            long going,
            @Nullable String plan,
            @Nullable VoidApproval expected) {}

    public RunResult(
            DataCategory category,
            long runId,
            LocalDate asOf,
            ExitCode exit,
            Outcome.Counts counts,
            boolean resumed,
            @Nullable String why) {
        this(category, runId, asOf, exit, counts, resumed, why, null, null, null);
    }

    /** False for a failed run without counts: it may have erased nothing, or the database was away when they were to be read. */
    public boolean countsKnown() {
        return exit != ExitCode.FAILED || counts.total() > 0;
    }

    RunResult with(@Nullable PlanOutcome outcome) {
        return new RunResult(category, runId, asOf, exit, counts, resumed, why, stopped, outcome, order);
    }

    /** @throws RuntimeException the one given, if it does not pass by itself */
    static RunResult unreachable(DataCategory category, LocalDate asOf, RuntimeException e) {
        if (SqlErrorClassifier.kind(e) != SqlErrorClassifier.Kind.TRANSIENT) {
            throw e;
        }
        return notStarted(category, asOf, ExitCode.ENVIRONMENT, SqlErrorClassifier.words(e));
    }

    static RunResult notStarted(DataCategory category, LocalDate asOf, ExitCode exit, String why) {
        return new RunResult(category, 0, asOf, exit, new Outcome.Counts(), false, why);
    }

    static RunResult notStarted(DataCategory category, LocalDate asOf, ExitCode exit, StopReason ending) {
        return notStarted(category, asOf, exit, ending.why()).by(ending.order());
    }

    RunResult by(@Nullable RunOrder whose) {
        return new RunResult(category, runId, asOf, exit, counts, resumed, why, stopped, plan, whose);
    }
}
