package se.partnersec.gallra.cli.run;

import java.time.LocalDate;
import java.util.List;
import java.util.function.BiFunction;
import org.springframework.beans.factory.ObjectProvider;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.planning.PlanningService;
import se.partnersec.gallra.planning.forecast.PolicyService;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.control.StartOptions;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.runs.throttle.RunSession;

/** Runs of several categories, one after the other, until somebody stops them. */
public final class RunSeries {
    private final CommandContext session;
    private final ObjectProvider<PolicyService> policies;
    private final ObjectProvider<PlanningService> planning;
    private final ResumeHint hint;

    RunSeries(
            CommandContext session,
            ObjectProvider<PolicyService> policies,
            ObjectProvider<PlanningService> planning,
            ResumeHint hint) {
        this.session = session;
        this.policies = policies;
        this.planning = planning;
        this.hint = hint;
    }

    /**
     * Starts a run of each category; the summary is not printed.
     *
     * @param asOf for the summary
     * @param start starts the run of a category
     */
    public RunSummary run(
            List<DataCategory> categories,
            LocalDate asOf,
            StartOptions options,
            BiFunction<DataCategory, RunSession, List<RunResult>> start) {
        RunSummary summary = new RunSummary(session, asOf, policies, planning, hint);
        try (RunProgressWatch watch = new RunProgressWatch(session, options)) {
            for (DataCategory category : categories) {
                if (watch.stopping()) {
                    summary.notStarted(category);
                    continue;
                }
                long began = System.nanoTime();
                List<RunResult> results = start.apply(category, watch.runs());
                watch.progress().end();
                summary.add(results, System.nanoTime() - began);
            }
            summary.interrupted(watch.stopping());
        }
        return summary;
    }

    /** Summary of a series that a signal ended before its first run. */
    public RunSummary notStarted(List<DataCategory> categories, LocalDate asOf) {
        RunSummary summary = new RunSummary(session, asOf, policies, planning, hint);
        categories.forEach(summary::notStarted);
        summary.interrupted(true);
        return summary;
    }
}
