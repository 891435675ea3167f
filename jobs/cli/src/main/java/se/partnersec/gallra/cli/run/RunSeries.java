package se.partnersec.gallra.cli.run;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.springframework.beans.factory.ObjectProvider;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.planning.PlanningService;
import se.partnersec.gallra.planning.forecast.PolicyService;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.control.RunHistory;
import se.partnersec.gallra.runs.control.StartOptions;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.runs.throttle.RunSession;

/** Runs of several categories, one after the other, until somebody stops them. */
public final class RunSeries {
    private final CommandContext session;
    private final ObjectProvider<PolicyService> policies;
    private final ObjectProvider<PlanningService> planning;
    private final ResumeHint hint;

    /** More categories than any mapping has. */
    private static final int MOST_UNFINISHED = 100;

    private final ObjectProvider<RunHistory> history;

    RunSeries(
            CommandContext session,
            ObjectProvider<RunHistory> history,
            ObjectProvider<PolicyService> policies,
            ObjectProvider<PlanningService> planning,
            ResumeHint hint) {
        this.session = session;
        this.history = history;
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
            for (DataCategory category : inOrder(categories)) {
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

    /** Those with a run to finish first, and those whose run is paused last: they would keep the others waiting. */
    private List<DataCategory> inOrder(List<DataCategory> categories) {
        if (categories.size() < 2) {
            return categories;
        }
        Map<DataCategory, Long> unfinished = new HashMap<>();
        history.getObject()
                .list(new RunHistory.Filter(null, null, true), MOST_UNFINISHED)
                .forEach(run -> unfinished.putIfAbsent(run.category(), run.runId()));
        Set<Long> paused = history.getObject()
                .orders()
                .pauses(List.copyOf(unfinished.values()))
                .keySet();
        return categories.stream()
                .sorted(Comparator.comparing(category -> {
                    Long run = unfinished.get(category);
                    return run == null ? 1 : paused.contains(run) ? 2 : 0;
                }))
                .toList();
    }
}
