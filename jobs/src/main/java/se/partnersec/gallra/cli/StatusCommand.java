package se.partnersec.gallra.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import se.partnersec.gallra.approval.Adoption;
import se.partnersec.gallra.approval.RulesInForce;
import se.partnersec.gallra.plan.CategoryState;
import se.partnersec.gallra.plan.PlanLine;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.request.SubjectRequest;
import se.partnersec.gallra.support.ExitCode;

/** Did last night work, and is anything kept past its time? */
@Command(name = "status", description = "Of every category: what is due, late and held, and how the last run ended.")
final class StatusCommand implements Callable<Integer> {
    private final Session session;
    private final Terminal terminal;

    @Option(
            names = "--check",
            description =
                    "End with 10 if anything is kept past its time without a hold, or soon will be because an approval waits,"
                            + " no run may go by the rules here, or a request or a notice has no answer in time; else with 11 if a run was interrupted and is"
                            + " not recovered yet.")
    private boolean check;

    StatusCommand(Session session) {
        this.session = session;
        this.terminal = session.terminal();
    }

    @Override
    public Integer call() {
        List<CategoryState> states = session.rooms().overview();
        List<PlanLine> plans = states.stream().map(CategoryState::plan).toList();
        List<SubjectRequest> requests = session.rooms().requests().overdue();
        if (terminal.plain()) {
            table(states).print(terminal);
            head(plans).forEach(said -> said.print(terminal));
            remarks(states).forEach(said -> said.print(terminal));
            late(requests).forEach(said -> said.print(terminal));
            states.forEach(state -> new TreeMap<>(state.findings()).forEach((code, n) -> {
                new Said("FINDING", state.category(), Long.toString(n), words().reason(code)).print(terminal);
            }));
        } else {
            List<Said> head = head(plans);
            terminal.result(terminal.bold(head.get(0).text()));
            terminal.result(head.get(1).text());
            terminal.result("");
            table(states).print(terminal);
            head.subList(2, head.size()).forEach(said -> terminal.result(terminal.red(said.text())));
            apart(remarks(states));
            apart(late(requests));
            Map<DataCategory, Map<String, Long>> findings = new LinkedHashMap<>();
            states.forEach(state -> findings.put(state.category(), state.findings()));
            Table found = Reasons.findings(words(), findings);
            if (!found.isEmpty()) {
                terminal.result("");
                terminal.result(terminal.bold(words().say("demo.found")));
                found.print(terminal);
            }
        }
        return (check ? checked(states, requests) : ExitCode.DONE).number();
    }

    /** After an empty line, if there is anything. */
    private void apart(List<Said> lines) {
        if (!lines.isEmpty()) {
            terminal.result("");
            lines.forEach(said -> said.print(terminal));
        }
    }

    /** What is late matters more than that a run was interrupted. */
    private ExitCode checked(List<CategoryState> states, List<SubjectRequest> requests) {
        boolean overdue = !session.rooms().plans().rules().state().allowed()
                || !requests.isEmpty()
                || states.stream()
                        .anyMatch(state -> state.plan().overdue() > state.plan().overdueHeld()
                                || state.plan().endangered() != null
                                || state.lateNotices() > 0);
        if (overdue) {
            return ExitCode.DIFFERENCES;
        }
        return states.stream().anyMatch(CategoryState::interrupted) ? ExitCode.INTERRUPTED : ExitCode.DONE;
    }

    /** Whether anything is late, by what rules, and what keeps all runs from starting. */
    private List<Said> head(List<PlanLine> plans) {
        List<Said> said = new ArrayList<>();
        said.add(PlanCommand.late(words(), plans));
        said.add(Said.of(
                "AS-OF",
                "",
                words().say(
                                "header.as-of",
                                session.rooms().today(),
                                session.rooms().policy().version(),
                                session.rooms().fingerprint().substring(0, 8))));
        rules().ifPresent(said::add);
        new Halt(session).said(session.rooms().history().orders().halt()).ifPresent(said::add);
        new GoingOn(session).open().ifPresent(said::add);
        return said;
    }

    /** That no run may go by the rules here, or that one person is enough; nothing where two put them in force. */
    private Optional<Said> rules() {
        RulesInForce.Standing rules = session.rooms().plans().rules();
        Adoption inForce = rules.adoption();
        String key = "rules." + rules.state().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return rules.state() == RulesInForce.State.IN_FORCE
                ? Optional.empty()
                : Optional.of(Said.of(
                        "RULES",
                        inForce == null ? "" : inForce.id(),
                        words().say(
                                        key,
                                        rules.rules().substring(0, 8),
                                        inForce == null ? "" : inForce.rules().substring(0, 8),
                                        inForce == null ? "" : inForce.id())));
    }

    /** Requests that should have been answered by now. */
    private List<Said> late(List<SubjectRequest> requests) {
        return requests.stream()
                .map(each ->
                        Said.of("REQUEST", each.name(), words().say("status.request", each.name(), each.answerBy())))
                .toList();
    }

    private Table table(List<CategoryState> states) {
        Table table = new Table(
                words().say("column.category"),
                ">" + words().say("column.due"),
                ">" + words().say("column.late"),
                ">" + words().say("column.held"),
                ">" + words().say("outcome.REVIEW"),
                words().say("column.last-run"));
        for (CategoryState state : states) {
            PlanLine plan = state.plan();
            table.row(
                    state.category(),
                    plan.wouldErase() + plan.wouldReduce(),
                    plan.overdue() - plan.overdueHeld(),
                    plan.held(),
                    plan.review(),
                    lastRun(state));
        }
        return table;
    }

    private String lastRun(CategoryState state) {
        CategoryState.LastRun run = state.lastRun();
        return run == null
                ? words().say("status.never")
                : words().say(
                                "status.run",
                                Long.toString(run.runId()),
                                words().say("exit." + (state.interrupted() ? "INTERRUPTED" : run.outcome())),
                                Locales.time(run.ended() == null ? run.opened() : run.ended()));
    }

    private List<Said> remarks(List<CategoryState> states) {
        List<Said> lines = new ArrayList<>();
        states.forEach(state -> remarks(state, lines));
        return lines;
    }

    private void remarks(CategoryState state, List<Said> lines) {
        DataCategory category = state.category();
        CategoryState.Holder holder = state.holder();
        if (holder != null) {
            lines.add(Said.of(
                    holder.alive() ? "RUNNING" : "DEAD",
                    category,
                    words().say(
                                    holder.alive() ? "status.running" : "status.dead",
                                    category,
                                    holder.name(),
                                    holder.since() == null ? "?" : Locales.time(holder.since()))));
        }
        CategoryState.LastRun run = state.lastRun();
        if (run != null && state.interrupted()) {
            String id = Long.toString(run.runId());
            lines.add(new Said(
                    "INTERRUPTED",
                    category,
                    id,
                    words().say("status.interrupted", category, id, new GoingOn(session).command(run.runId()))));
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
                                    new GoingOn(session).command(run.runId()))));
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
    private Words words() {
        return session.words();
    }
}
