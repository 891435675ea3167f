package se.partnersec.gallra.runs.launch;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.preflight.PreflightReport;
import se.partnersec.gallra.runs.throttle.RunSession;

/** Starts, restarts and recovers runs, one a category, under its lease. */
public interface RunService {
    /** Checks everything runs of these categories rely on, before anything is touched. */
    PreflightReport preflight(List<DataCategory> categories, LocalDate asOf);

    /**
     * The same for the runs of a replay, which may start while other runs are refused.
     *
     * @param plan name of the replay
     */
    PreflightReport preflight(List<DataCategory> categories, LocalDate asOf, String plan);

    /** Sorts categories for a series of runs: those with an unfinished run first, those with a paused run last. */
    List<DataCategory> inOrder(List<DataCategory> categories);

    /** Objection to any run of this process, such as that other rules were put in force since it began; null if there is none. */
    @Nullable
    String objection();

    /** True if a run of the category may begin at this moment: its window is open, no other is at work, its unfinished run is not paused, and not all
     * runs are stopped. */
    boolean mayBegin(DataCategory category);

    /**
     * Restarts the unfinished run of a category, if there is one, and then starts the run asked for. The run that is restarted
     * keeps the limits it began with.
     *
     * @return the results in this order
     */
    List<RunResult> run(DataCategory category, LocalDate asOf, RunSession session);

    /**
     * Erases the records of a saved plan and no others, or restarts the run that began to.
     *
     * @param plan its name, such as p-20261124-0200
     */
    RunResult runPlan(DataCategory category, String plan, RunSession session);

    /**
     * Erases the records of a replay and no others. A run that the database remembers as unfinished is given up: the restore
     * ended it, if nothing did before.
     *
     * @param restored puts back ledger rows of the category, under its lease and before anything is erased
     */
    RunResult replay(DataCategory category, String plan, Runnable restored, RunSession session);

    /** Restarts one run, which must be its category's unfinished one. */
    RunResult restart(long runId, RunSession session);

    /**
     * Marks a run whose process is dead as failed and closes it in the ledger, without restarting it. A run that has ended
     * keeps the outcome on record.
     */
    RunResult recover(long runId);
}
