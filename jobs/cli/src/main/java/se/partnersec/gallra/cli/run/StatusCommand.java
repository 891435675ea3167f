package se.partnersec.gallra.cli.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import se.partnersec.gallra.cli.output.CliMessages;
import se.partnersec.gallra.cli.output.Coded;
import se.partnersec.gallra.cli.output.Formats;
import se.partnersec.gallra.cli.output.Said;
import se.partnersec.gallra.cli.output.Table;
import se.partnersec.gallra.cli.output.Terminal;
import se.partnersec.gallra.cli.plan.PlanCommand;
import se.partnersec.gallra.cli.plan.RulesCaution;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.ReasonTable;
import se.partnersec.gallra.planning.forecast.PolicyService;
import se.partnersec.gallra.planning.plan.CategoryPlan;
import se.partnersec.gallra.planning.plan.CategoryStatus;
import se.partnersec.gallra.planning.plan.StatusOverview;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.requests.RequestOverview;
import se.partnersec.gallra.requests.SubjectRequest;
import se.partnersec.gallra.runs.control.RunHistory;
import se.partnersec.gallra.runs.control.RunOrder;
import se.partnersec.gallra.support.exit.ExitCode;

/** Did last night work, and is anything kept past its time? */
@Command(
        name = "status",
        header = "Show what is due, overdue and on hold, and how runs ended.",
        description = "One line for each category.")
public final class StatusCommand implements Callable<Integer> {
    private final CommandContext session;
    private final HaltNotice halted;
    private final ResumeHint hint;
    private final ObjectProvider<PolicyService> policies;
    private final ObjectProvider<RequestOverview> requests;
    private final ObjectProvider<RunHistory> history;
    private final ObjectProvider<StatusOverview> overview;
    private final Terminal terminal;

    @Option(
            names = "--check",
            description =
                    "End with 10 if records are overdue or will be soon because an approval is missing, if the rules here are not in force, if the database was restored from a backup, or if a request or notice is late. End with 11 if the last run of a category failed or was interrupted.")
    private boolean check;

    StatusCommand(
            CommandContext session,
            ObjectProvider<PolicyService> policies,
            ObjectProvider<RequestOverview> requests,
            ObjectProvider<RunHistory> history,
            ObjectProvider<StatusOverview> overview,
            HaltNotice halted,
            ResumeHint hint) {
        this.session = session;
        this.halted = halted;
        this.hint = hint;
        this.policies = policies;
        this.requests = requests;
        this.history = history;
        this.overview = overview;
        this.terminal = session.terminal();
    }

    @Override
    public Integer call() {
        List<CategoryStatus> states = overview.getObject().look();
        List<CategoryPlan> plans = states.stream().map(CategoryStatus::plan).toList();
        List<SubjectRequest> requests = this.requests.getObject().overdue();
        List<Said> restored = halted.restored();
        Map<Long, RunOrder> pauses = pauses(states);
        terminal.field("asOf", session.today());
        terminal.field("policy", policies.getObject().fingerprint());
        if (terminal.plain()) {
            table(states, pauses).print(terminal);
            restored.forEach(said -> said.print(terminal));
            head(plans).forEach(said -> said.print(terminal));
            remarks(states, pauses).forEach(said -> said.print(terminal));
            late(requests).forEach(said -> said.print(terminal));
            states.forEach(state -> new TreeMap<>(state.findings()).forEach((code, n) -> {
                new Said("FINDING", state.category(), Long.toString(n), words().reason(code)).print(terminal);
            }));
            overdueFindings(states).forEach(said -> said.print(terminal));
        } else {
            List<Said> head = head(plans);
            head.get(0).printBold(terminal);
            head.get(1).print(terminal);
            restored.forEach(said -> said.printRed(terminal));
            head.subList(2, head.size()).forEach(said -> said.printRed(terminal));
            terminal.result("");
            table(states, pauses).print(terminal);
            apart(remarks(states, pauses));
            apart(late(requests));
            Map<DataCategory, Map<String, Long>> findings = new LinkedHashMap<>();
            states.forEach(state -> findings.put(state.category(), state.findings()));
            Table found = ReasonTable.findings(words(), findings);
            if (!found.isEmpty()) {
                terminal.result("");
                terminal.result(terminal.bold(words().say("demo.found")));
            }
            found.printIfAny(terminal);
            overdueFindings(states).forEach(said -> said.printRed(terminal));
        }
        return (check ? checked(states, requests, !restored.isEmpty()) : ExitCode.DONE).number();
    }

    /** After an empty line, if there is anything. */
    private void apart(List<Said> lines) {
        if (!lines.isEmpty()) {
            terminal.result("");
            lines.forEach(said -> said.print(terminal));
        }
    }

    /** What is late matters more than that a run was interrupted. */
    private ExitCode checked(List<CategoryStatus> states, List<SubjectRequest> requests, boolean restored) {
        boolean overdue = restored
                || !policies.getObject().rules().state().allowed()
                || !requests.isEmpty()
                || states.stream()
                        .anyMatch(state -> state.plan().overdue() > state.plan().overdueHeld()
                                || state.plan().endangered() != null
                                || state.lateNotices() > 0);
        if (overdue) {
            return ExitCode.DIFFERENCES;
        }
        return states.stream().anyMatch(state -> state.interrupted() || failed(state))
                ? ExitCode.INTERRUPTED
                : ExitCode.DONE;
    }

    /** Whether the last run of the category did not do its work; it may be on record as failed because somebody recovered it. */
    private static boolean failed(CategoryStatus state) {
        CategoryStatus.LastRun run = state.lastRun();
        return run != null && run.outcome().equals(ExitCode.FAILED.name());
    }

    /** Whether anything is late, by what rules, and what keeps all runs from starting. */
    private List<Said> head(List<CategoryPlan> plans) {
        List<Said> said = new ArrayList<>();
        said.add(PlanCommand.late(words(), plans));
        said.add(Said.of(
                "AS-OF",
                "",
                words().say(
                                "header.as-of",
                                session.today(),
                                policies.getObject().policy().version(),
                                policies.getObject().fingerprint().substring(0, 8))));
        RulesCaution.of(words(), policies.getObject().rules()).ifPresent(said::add);
        halted.said(this.history.getObject().orders().halt()).ifPresent(said::add);
        hint.open().ifPresent(said::add);
        return said;
    }

    /** Requests that should have been answered by now. */
    private List<Said> late(List<SubjectRequest> requests) {
        return requests.stream()
                .map(each ->
                        Said.of("REQUEST", each.name(), words().say("status.request", each.name(), each.answerBy())))
                .toList();
    }

    /** How many findings somebody was to settle by a day that has passed; nothing where there are none. */
    private List<Said> overdueFindings(List<CategoryStatus> states) {
        long overdue =
                states.stream().mapToLong(state -> sum(state.overdueFindings())).sum();
        long open = states.stream().mapToLong(state -> sum(state.findings())).sum();
        return overdue == 0
                ? List.of()
                : List.of(new Said(
                        "OVERDUE-FINDINGS",
                        "",
                        Long.toString(overdue),
                        words().say("status.overdue-findings", overdue, open)));
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private Table table(List<CategoryStatus> states, Map<Long, RunOrder> pauses) {
        Table table = new Table(words(), "categories")
                .text("category", "column.category")
                .number("due", "column.due")
                .number("overdue", "column.late")
                .number("kept", "column.held")
                .number("toReview", "outcome.REVIEW")
                .text("lastRun", "column.last-run");
        for (CategoryStatus state : states) {
            CategoryPlan plan = state.plan();
            table.row(
                    state.category(),
                    plan.wouldErase() + plan.wouldReduce(),
                    plan.overdue() - plan.overdueHeld(),
                    plan.held(),
                    plan.review(),
                    lastRun(state, pauses));
        }
        return table;
    }

    private Coded lastRun(CategoryStatus state, Map<Long, RunOrder> pauses) {
        CategoryStatus.LastRun run = state.lastRun();
        if (run == null) {
            return new Coded(null, words().say("status.never"));
        }
        String outcome = pauses.containsKey(run.runId()) ? "PAUSED" : run.outcome();
        return new Coded(
                run.runId(),
                words().say(
                                "status.run",
                                Long.toString(run.runId()),
                                words().say("exit." + (state.interrupted() ? "INTERRUPTED" : outcome)),
                                Formats.time(run.ended() == null ? run.opened() : run.ended())));
    }

    /** Orders to pause that are in force, by run. */
    private Map<Long, RunOrder> pauses(List<CategoryStatus> states) {
        return history.getObject()
                .orders()
                .pauses(states.stream()
                        .map(CategoryStatus::lastRun)
                        .filter(run -> run != null && run.outcome().equals("OPEN"))
                        .map(run -> Objects.requireNonNull(run).runId())
                        .toList());
    }

    private List<Said> remarks(List<CategoryStatus> states, Map<Long, RunOrder> pauses) {
        List<Said> lines = new ArrayList<>();
        states.forEach(state -> remarks(state, pauses, lines));
        return lines;
    }

    private void remarks(CategoryStatus state, Map<Long, RunOrder> pauses, List<Said> lines) {
        DataCategory category = state.category();
        CategoryStatus.Holder holder = state.holder();
        CategoryStatus.LastRun run = state.lastRun();
        RunOrder pause = run == null ? null : pauses.get(run.runId());
        if (holder != null && !(holder.alive() && pause != null)) {
            lines.add(Said.of(
                    holder.alive() ? "RUNNING" : "DEAD",
                    category,
                    words().say(
                                    holder.alive() ? "status.running" : "status.dead",
                                    category,
                                    holder.name(),
                                    holder.since() == null ? "?" : Formats.time(holder.since()))));
        }
        if (run != null && state.interrupted()) {
            String id = Long.toString(run.runId());
            lines.add(new Said(
                    "INTERRUPTED",
                    category,
                    id,
                    words().say("status.interrupted", category, id, hint.command(run.runId()))));
        }
        if (run != null && pause != null) {
            String id = Long.toString(run.runId());
            lines.add(new Said("PAUSED", category, id, words().say("status.paused", category, id, pause.who())));
        }
        if (run != null && (run.outcome().equals("FAILED") || run.outcome().equals("STOPPED"))) {
            lines.add(new Said(
                    run.outcome(),
                    category,
                    Long.toString(run.runId()),
                    words().say(
                                    "status.unfinished",
                                    category,
                                    Long.toString(run.runId()),
                                    words().code("exit.", run.outcome()),
                                    hint.command(run.runId()))));
        }
        lines.addAll(PlanCommand.limits(words(), List.of(state.plan())));
        if (state.lateNotices() > 0) {
            lines.add(new Said(
                    "NOTICES",
                    category,
                    Long.toString(state.lateNotices()),
                    words().say("status.late-notices", category, state.lateNotices())));
        }
    }

    /** Known only once the command line has been read. */
    private CliMessages words() {
        return session.words();
    }
}
