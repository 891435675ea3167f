package se.partnersec.gallra.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
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
                            + " or a request or a notice has no answer in time.")
    private boolean check;

    StatusCommand(Session session) {
        this.session = session;
        this.terminal = session.terminal();
    }

    @Override
    public Integer call() {
        List<CategoryState> states = session.rooms().overview();
        List<PlanLine> plans = states.stream().map(CategoryState::plan).toList();
        String late = PlanCommand.late(words(), plans);
        List<SubjectRequest> requests = session.rooms().requests().overdue();
        if (terminal.plain()) {
            table(states).print(terminal);
        } else {
            terminal.result(terminal.bold(late));
            terminal.result(words().say(
                            "header.as-of",
                            session.rooms().today(),
                            session.rooms().policy().version(),
                            session.rooms().fingerprint().substring(0, 8)));
            terminal.result("");
            table(states).print(terminal);
            new Halt(session).say(session.rooms().history().orders().halt());
            new GoingOn(session).sayOpen();
            List<String> remarks = states.stream().flatMap(this::remarks).toList();
            if (!remarks.isEmpty()) {
                terminal.result("");
                remarks.forEach(terminal::result);
            }
            late(requests).forEach(terminal::result);
            Map<DataCategory, Map<String, Long>> findings = new LinkedHashMap<>();
            states.forEach(state -> findings.put(state.category(), state.findings()));
            Table found = Reasons.findings(words(), findings);
            if (!found.isEmpty()) {
                terminal.result("");
                terminal.result(terminal.bold(words().say("demo.found")));
                found.print(terminal);
            }
        }
        boolean overdue = plans.stream().anyMatch(line -> line.overdue() > line.overdueHeld())
                || plans.stream().anyMatch(line -> line.endangered() != null)
                || states.stream().anyMatch(state -> state.lateNotices() > 0)
                || !requests.isEmpty();
        return (check && overdue ? ExitCode.DIFFERENCES : ExitCode.DONE).number();
    }

    /** Requests that should have been answered by now, after an empty line. */
    private List<String> late(List<SubjectRequest> requests) {
        List<String> lines = new ArrayList<>(requests.isEmpty() ? List.of() : List.of(""));
        requests.forEach(each -> lines.add(words().say("status.request", each.name(), each.answerBy())));
        return lines;
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
                    lastRun(state.lastRun()));
        }
        return table;
    }

    private String lastRun(CategoryState.@Nullable LastRun run) {
        return run == null
                ? words().say("status.never")
                : words().say(
                                "status.run",
                                Long.toString(run.runId()),
                                words().say("exit." + run.outcome()),
                                Locales.time(run.ended() == null ? run.opened() : run.ended()));
    }

    private Stream<String> remarks(CategoryState state) {
        List<String> lines = new ArrayList<>();
        CategoryState.Holder holder = state.holder();
        if (holder != null) {
            lines.add(words().say(
                            holder.alive() ? "status.running" : "status.dead",
                            state.category(),
                            holder.name(),
                            holder.since() == null ? "?" : Locales.time(holder.since())));
        }
        CategoryState.LastRun run = state.lastRun();
        if (run != null && (run.outcome().equals("FAILED") || run.outcome().equals("STOPPED"))) {
            lines.add(state.category() + ": " + words().say("run.go-on", new GoingOn(session).command(run.runId())));
        }
        lines.addAll(PlanCommand.limits(words(), List.of(state.plan())));
        if (state.lateNotices() > 0) {
            lines.add(words().say("status.late-notices", state.category(), state.lateNotices()));
        }
        return lines.stream();
    }

    /** Known only once the command line has been read. */
    private Words words() {
        return session.words();
    }
}
