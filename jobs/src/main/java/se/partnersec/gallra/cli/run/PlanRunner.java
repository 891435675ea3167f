package se.partnersec.gallra.cli.run;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.approvals.plan.PlanProblem;
import se.partnersec.gallra.approvals.plan.PlanProblemDescription;
import se.partnersec.gallra.approvals.plan.SavedPlan;
import se.partnersec.gallra.cli.rooms.Rooms;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.control.StartOptions;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.exit.RefusedException;

/** Runs by a saved plan: refuses what cannot be used before anything is touched, and passes over what is done. */
final class PlanRunner {
    private static final Set<String> OVER = Set.of(ExitCode.DONE.name(), ExitCode.SKIPPED.name());

    private final CommandContext session;
    private final StartOptions options;

    PlanRunner(CommandContext session, StartOptions options) {
        this.session = session;
        this.options = options;
    }

    int run(String id) {
        Rooms rooms = session.rooms();
        SavedPlan plan = rooms.plans().get(id);
        refuse(
                plan,
                plan.categories().stream()
                        .filter(category ->
                                trouble(plan, category) != null && trouble(plan, category) != PlanProblem.USED)
                        .toList());
        List<DataCategory> left = plan.categories().stream()
                .filter(category -> !over(plan, category))
                .toList();
        if (left.isEmpty()) {
            refuse(plan, plan.categories());
        }
        plan.categories().stream()
                .filter(category -> !left.contains(category))
                .forEach(category -> session.terminal()
                        .note(session.words().say("plans.done", category, plan.id(), run(plan, category))));
        PreflightView.require(rooms.preflight(left, plan.asOf()), left);
        return RunCommand.each(
                session,
                left,
                plan.asOf(),
                (category, watcher) -> List.of(rooms.runPlan(category, plan.id(), options, watcher)));
    }

    private @Nullable PlanProblem trouble(SavedPlan plan, DataCategory category) {
        return plan.trouble(category, session.rooms().fingerprint());
    }

    /** Whether the run that used it came to its end; one that was cut off goes on. */
    private boolean over(SavedPlan plan, DataCategory category) {
        Long run = plan.end(category)
                .flatMap(end -> Optional.ofNullable(end.run()))
                .orElse(null);
        return run != null && OVER.contains(session.rooms().history().get(run).outcome());
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
