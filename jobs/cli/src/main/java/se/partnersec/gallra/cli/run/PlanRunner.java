package se.partnersec.gallra.cli.run;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import se.partnersec.gallra.approvals.plan.PlanProblem;
import se.partnersec.gallra.approvals.plan.PlanProblemDescription;
import se.partnersec.gallra.approvals.plan.SavedPlan;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.planning.SavedPlanService;
import se.partnersec.gallra.planning.forecast.PolicyService;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.control.RunHistory;
import se.partnersec.gallra.runs.control.StartOptions;
import se.partnersec.gallra.runs.launch.RunService;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.exit.RefusedException;

/** Runs by a saved plan: refuses what cannot be used before anything is touched, and passes over what is done. */
final class PlanRunner {
    private static final Set<String> OVER = Set.of(ExitCode.DONE.name(), ExitCode.SKIPPED.name());

    private final CommandContext session;
    private final RunSeries series;
    private final ObjectProvider<SavedPlanService> savedPlans;
    private final ObjectProvider<RunHistory> history;
    private final ObjectProvider<RunService> runs;
    private final ObjectProvider<PolicyService> policies;

    PlanRunner(
            CommandContext session,
            ObjectProvider<SavedPlanService> savedPlans,
            ObjectProvider<RunHistory> history,
            ObjectProvider<RunService> runs,
            ObjectProvider<PolicyService> policies,
            RunSeries series) {
        this.session = session;
        this.series = series;
        this.savedPlans = savedPlans;
        this.history = history;
        this.runs = runs;
        this.policies = policies;
    }

    int run(String id, StartOptions options) {
        SavedPlan plan = savedPlans.getObject().get(id);
        refuse(
                plan,
                plan.categories().stream()
                        .filter(category ->
                                trouble(plan, category) != null && trouble(plan, category) != PlanProblem.USED)
                        .toList());
        List<DataCategory> left = session.inOrder(plan.categories()).stream()
                .filter(category -> !over(plan, category))
                .toList();
        if (left.isEmpty()) {
            refuse(plan, plan.categories());
        }
        plan.categories().stream()
                .filter(category -> !left.contains(category))
                .forEach(category -> session.terminal()
                        .note(session.words().say("plans.done", category, plan.id(), run(plan, category))));
        PreflightView.require(runs.getObject().preflight(left, plan.asOf()), left);
        return series.run(
                        left,
                        plan.asOf(),
                        options,
                        (category, work) -> List.of(runs.getObject().runPlan(category, plan.id(), work)))
                .print()
                .number();
    }

    private @Nullable PlanProblem trouble(SavedPlan plan, DataCategory category) {
        return plan.trouble(category, policies.getObject().fingerprint());
    }

    /** Whether the run that used it came to its end; one that was cut off goes on. */
    private boolean over(SavedPlan plan, DataCategory category) {
        Long run = plan.end(category)
                .flatMap(end -> Optional.ofNullable(end.run()))
                .orElse(null);
        return run != null && OVER.contains(history.getObject().get(run).outcome());
    }

    private static String run(SavedPlan plan, DataCategory category) {
        return plan.end(category).map(end -> String.valueOf(end.run())).orElse("?");
    }

    private void refuse(SavedPlan plan, List<DataCategory> categories) {
        PlanProblemDescription words =
                new PlanProblemDescription(session.words().language());
        List<String> lines = categories.stream()
                .map(category -> {
                    PlanProblem trouble = trouble(plan, category);
                    return trouble == null ? "" : words.of(plan, category, trouble);
                })
                .filter(line -> !line.isEmpty())
                .distinct()
                .toList();
        if (!lines.isEmpty()) {
            throw RefusedException.refused(lines);
        }
    }
}
