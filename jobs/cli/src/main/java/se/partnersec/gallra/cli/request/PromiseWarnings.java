package se.partnersec.gallra.cli.request;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import se.partnersec.gallra.cli.output.Said;
import se.partnersec.gallra.cli.plan.RestoreWarning;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.planning.forecast.PolicyService;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.requests.AnswerStatus;
import se.partnersec.gallra.requests.ItemState.Fate;
import se.partnersec.gallra.runs.control.RunHistory;

/** Warnings about an answer that promises what no run will do as things stand. */
final class PromiseWarnings {
    private static final Set<Fate> PROMISED = Set.of(Fate.DUE, Fate.DUE_IN_PART);
    private static final Set<String> UNFINISHED = Set.of("FAILED", "STOPPED", "INTERRUPTED", "REFUSED");

    private final CommandContext session;
    private final ObjectProvider<PolicyService> policies;
    private final ObjectProvider<RunHistory> history;
    private final RestoreWarning restored;

    PromiseWarnings(
            CommandContext session,
            ObjectProvider<PolicyService> policies,
            ObjectProvider<RunHistory> history,
            RestoreWarning restored) {
        this.session = session;
        this.policies = policies;
        this.history = history;
        this.restored = restored;
    }

    /** Warnings; empty where the answer promises no erasure, or nothing is known to prevent it. */
    List<Said> of(AnswerStatus answer) {
        List<DataCategory> promised = answer.items().entrySet().stream()
                .filter(each -> PROMISED.contains(each.getKey().fate()))
                .map(each -> each.getKey().category())
                .distinct()
                .toList();
        List<Said> warnings = new ArrayList<>();
        if (promised.isEmpty()) {
            return warnings;
        }
        if (!policies.getObject().rules().state().allowed()) {
            warnings.add(Said.of("RULES", "", session.words().say("requests.promise.rules")));
        }
        if (history.getObject().orders().halt() != null) {
            warnings.add(Said.of("HALTED", "", session.words().say("requests.promise.halted")));
        }
        warnings.addAll(restored.said());
        promised.forEach(category -> ofCategory(category, warnings));
        return warnings;
    }

    private void ofCategory(DataCategory category, List<Said> warnings) {
        List<RunHistory.Entry> newest = history.getObject().list(new RunHistory.Filter(category, null, false), 1);
        if (!newest.isEmpty() && UNFINISHED.contains(newest.get(0).outcome())) {
            RunHistory.Entry run = newest.get(0);
            String id = Long.toString(run.runId());
            warnings.add(new Said(
                    run.outcome(),
                    category,
                    id,
                    session.words()
                            .say(
                                    "requests.promise.run",
                                    category,
                                    id,
                                    session.words().code("exit.", run.outcome()))));
        } else if (!history.getObject().erased(category)) {
            warnings.add(Said.of("NEVER", category, session.words().say("requests.promise.never", category, category)));
        }
    }
}
