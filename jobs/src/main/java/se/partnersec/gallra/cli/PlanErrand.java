package se.partnersec.gallra.cli;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.run.StartOptions;
import se.partnersec.gallra.saved.PlanTrouble;
import se.partnersec.gallra.saved.PlanWords;
import se.partnersec.gallra.saved.SavedPlan;
import se.partnersec.gallra.support.ExitCode;
import se.partnersec.gallra.support.RefusedException;

/** Runs by a saved plan: refuses what cannot be used before anything is touched, and passes over what is done. */
final class PlanErrand {
    private static final Set<String> OVER = Set.of(ExitCode.DONE.name(), ExitCode.SKIPPED.name());

    private final Session session;
    private final StartOptions options;

    PlanErrand(Session session, StartOptions options) {
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
                                trouble(plan, category) != null && trouble(plan, category) != PlanTrouble.USED)
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
        Checks.require(rooms.preflight(left, plan.asOf()), left);
        return RunCommand.each(
                session,
                left,
                plan.asOf(),
                (category, watcher) -> List.of(rooms.runPlan(category, plan.id(), options, watcher)));
    }

    private @Nullable PlanTrouble trouble(SavedPlan plan, DataCategory category) {
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
        PlanWords words = new PlanWords(session.words().language());
        List<String> lines = categories.stream()
                .map(category -> {
                    PlanTrouble trouble = trouble(plan, category);
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
