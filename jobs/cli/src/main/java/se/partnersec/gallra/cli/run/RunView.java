package se.partnersec.gallra.cli.run;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.approvals.plan.SavedPlan;
import se.partnersec.gallra.cli.output.CliMessages;
import se.partnersec.gallra.cli.output.Coded;
import se.partnersec.gallra.cli.output.Formats;
import se.partnersec.gallra.cli.output.Table;
import se.partnersec.gallra.cli.output.Terminal;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.runs.control.RunHistory;
import se.partnersec.gallra.runs.control.RunOrder;
import se.partnersec.gallra.runs.control.RunOrderDescription;

/** One run in full. */
final class RunView {
    /** Findings of a run. @param first those that are shown; @param all their number */
    record RunFindings(List<RunHistory.Found> first, long all) {
        boolean more() {
            return all > first.size();
        }
    }

    private final Terminal terminal;
    private final CommandContext session;
    private final ResumeHint hint;

    RunView(CommandContext session, ResumeHint hint) {
        this.session = session;
        this.hint = hint;
        this.terminal = session.terminal();
    }

    void print(
            RunHistory.Entry run,
            Optional<RunHistory.Limit> limit,
            @Nullable SavedPlan plan,
            List<RunHistory.Attempt> attempts,
            List<RunOrder> orders,
            RunFindings findings) {
        RunOrder pause = run.outcome().equals("OPEN") ? RunOrderDescription.pauseOf(orders) : null;
        String standing = pause == null ? run.outcome() : "PAUSED";
        fields(run, standing, plan);
        terminal.result(terminal.bold(words().say("runs.show.title", Long.toString(run.runId()), run.category())));
        terminal.result(
                "  %s", words().say("runs.show.what", run.asOf(), run.policy().substring(0, 8)));
        Instant ended = run.ended();
        terminal.result(
                "  %s",
                ended == null
                        ? words().say("runs.show.began", Formats.time(run.opened()))
                        : when(run.opened(), ended, attempts.size()));
        terminal.result(
                "  %s",
                words().say("runs.show.ended", words().say("exit." + standing))
                        + (run.note().isEmpty() ? "" : ": " + ResumeHint.without(run.note(), run.runId())));
        if (pause != null) {
            terminal.result("  %s", new RunOrderDescription(words().language()).paused(pause));
        }
        if (run.counted() > 0) {
            terminal.result("  %s", words().say("runs.show.counted", run.counted()));
        }
        limit.ifPresent(this::limit);
        if (plan != null) {
            terminal.result(
                    "  %s", words().say("runs.show.plan", plan.id(), Formats.time(plan.madeAt()), plan.madeBy()));
        }
        terminal.result("  %s", words().say("runs.show.candidates", run.candidates()));
        for (Outcome outcome : Outcome.values()) {
            if (run.counts().of(outcome) > 0) {
                String label = words().say("outcome." + outcome);
                long records = run.counts().of(outcome);
                terminal.result(
                        terminal.plain()
                                ? label + "\t" + records
                                : String.format(Formats.OURS, "    %-38s %10s", label, Formats.number(records)));
            }
        }
        if (attempts.isEmpty()) {
            terminal.result("");
            terminal.result(words().say("runs.show.pruned"));
        }
        attempts(attempts);
        orders(orders);
        findings(findings, run.runId());
        if (List.of("FAILED", "STOPPED", "INTERRUPTED").contains(run.outcome())) {
            terminal.result("");
            terminal.result(words().say(
                            "runs.show.left", run.candidates() - run.counts().total()));
            terminal.result(words().say("run.go-on", hint.command(run.runId())));
        }
    }

    /** Without a length where a process died or stopped and another went on: nobody worked in between. */
    private String when(Instant began, Instant ended, int attempts) {
        return attempts > 1
                ? words().say("runs.show.when.attempts", Formats.time(began), Formats.time(ended), attempts)
                : words().say(
                                "runs.show.when",
                                Formats.time(began),
                                Formats.time(ended),
                                Formats.length(Duration.between(began, ended)));
    }

    private void fields(RunHistory.Entry run, String outcome, @Nullable SavedPlan plan) {
        terminal.field("run", run.runId());
        terminal.field("category", run.category());
        terminal.field("asOf", run.asOf());
        terminal.field("policy", run.policy());
        terminal.field("began", run.opened());
        terminal.field("ended", run.ended());
        terminal.field("outcome", new Coded(outcome, words().say("exit." + outcome)));
        terminal.field("note", run.note().isEmpty() ? null : run.note());
        terminal.field("candidates", run.candidates());
        terminal.field("counts", counts(run.counts()));
        terminal.field("statisticRows", run.counted());
        terminal.field("plan", plan == null ? null : plan.id());
    }

    /** Numbers of records by outcome. */
    static Map<String, Long> counts(Outcome.Counts counts) {
        Map<String, Long> all = new LinkedHashMap<>();
        for (Outcome outcome : Outcome.values()) {
            all.put(outcome.name(), counts.of(outcome));
        }
        return all;
    }

    private void limit(RunHistory.Limit limit) {
        terminal.field("limit", limit.most());
        terminal.field("limitApproval", limit.approval());
        terminal.result(
                "  %s",
                limit.approval() == null || limit.requestedBy() == null
                        ? words().say("runs.show.limit", limit.most())
                        : words().say(
                                        "runs.show.limit.approved",
                                        limit.most(),
                                        limit.approval(),
                                        String.valueOf(limit.requestedBy()),
                                        String.valueOf(limit.approvedBy())));
    }

    private void attempts(List<RunHistory.Attempt> attempts) {
        Table table = new Table(words(), "attempts")
                .number("attempt", "column.attempt")
                .text("status", "column.ended")
                .text("began", "column.began")
                .text("reason", "column.reason");
        int number = 1;
        for (RunHistory.Attempt attempt : attempts) {
            table.row(
                    number++,
                    new Coded(attempt.status(), words().code("attempt.", attempt.status())),
                    attempt.started(),
                    attempt.why());
        }
        if (attempts.size() > 1) {
            terminal.result("");
            table.print(terminal);
        } else {
            table.printJson(terminal);
        }
    }

    private void orders(List<RunOrder> orders) {
        Table table = new Table(words(), "orders")
                .text("order", "column.ordered")
                .text("at", "column.when")
                .text("by", "column.by")
                .text("reason", "column.reason");
        RunOrderDescription told = new RunOrderDescription(words().language());
        orders.forEach(order ->
                table.row(new Coded(order.action(), told.what(order)), order.at(), order.by(), order.reason()));
        if (!orders.isEmpty()) {
            terminal.result("");
        }
        table.printIfAny(terminal);
    }

    private void findings(RunFindings found, long run) {
        Table table = new Table(words(), "findings")
                .id("finding", "column.finding")
                .text("record", "column.record")
                .text("code", "column.code")
                .text("detail", "column.detail");
        found.first()
                .forEach(each -> table.row(
                        each.id(), each.subject(), each.code(), new Coded(each.detail(), words().reason(each.code()))));
        if (found.all() > 0) {
            terminal.result("");
            terminal.result(words().say("runs.show.findings"));
        }
        terminal.field("moreFindings", found.more());
        table.printIfAny(terminal);
        if (found.more()) {
            terminal.result(words().say("runs.show.more", found.first().size(), found.all(), Long.toString(run)));
        }
    }

    /** Known only once the command line has been read. */
    private CliMessages words() {
        return session.words();
    }
}
