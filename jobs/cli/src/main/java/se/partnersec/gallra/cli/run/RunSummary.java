package se.partnersec.gallra.cli.run;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import se.partnersec.gallra.cli.output.CliMessages;
import se.partnersec.gallra.cli.output.Coded;
import se.partnersec.gallra.cli.output.Fields;
import se.partnersec.gallra.cli.output.Formats;
import se.partnersec.gallra.cli.output.Said;
import se.partnersec.gallra.cli.output.Table;
import se.partnersec.gallra.cli.output.Terminal;
import se.partnersec.gallra.cli.plan.PlanCommand;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.planning.PlanningService;
import se.partnersec.gallra.planning.forecast.PolicyService;
import se.partnersec.gallra.planning.plan.CategoryPlan;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.wording.LimitDescription;
import se.partnersec.gallra.runs.control.RunOrder;
import se.partnersec.gallra.runs.control.RunOrderDescription;
import se.partnersec.gallra.runs.launch.PlanOutcome;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;

/** What runs did, on standard output: a line a run, and for each that did not end well why, and how to go on. */
public final class RunSummary {
    private static final List<Outcome> COLUMNS =
            List.of(Outcome.ERASED, Outcome.ANONYMISED, Outcome.HELD, Outcome.NOT_DUE, Outcome.REVIEW);

    private final CommandContext session;
    private final ObjectProvider<PolicyService> policies;
    private final ObjectProvider<PlanningService> planning;
    private final ResumeHint hint;
    private final Terminal terminal;
    private final CliMessages words;
    private final LocalDate asOf;
    private final List<Ended> ended = new ArrayList<>();
    private final List<DataCategory> notStarted = new ArrayList<>();
    private boolean interrupted;

    private record Ended(RunResult result, Duration took) {}

    RunSummary(
            CommandContext session,
            LocalDate asOf,
            ObjectProvider<PolicyService> policies,
            ObjectProvider<PlanningService> planning,
            ResumeHint hint) {
        this.session = session;
        this.policies = policies;
        this.planning = planning;
        this.hint = hint;
        this.terminal = session.terminal();
        this.words = session.words();
        this.asOf = asOf;
    }

    /** @param nanos for all of them together */
    public void add(List<RunResult> results, long nanos) {
        results.forEach(result -> ended.add(new Ended(result, Duration.ofNanos(nanos))));
        results.forEach(session.notifications()::ended);
    }

    /** @param signalled whether a signal asked for the end */
    void interrupted(boolean signalled) {
        interrupted = signalled;
    }

    /** True if a signal asked for the end. */
    public boolean interrupted() {
        return interrupted;
    }

    public void notStarted(DataCategory category) {
        notStarted.add(category);
    }

    ExitCode exit() {
        ExitCode worst = notStarted.isEmpty() ? ExitCode.DONE : ExitCode.STOPPED;
        return ended.stream().map(e -> e.result().exit()).reduce(worst, ExitCode::and);
    }

    /** Prints it, unless all went well and nobody wants to hear. */
    public ExitCode print() {
        ExitCode exit = exit();
        if (terminal.quiet() && exit == ExitCode.DONE) {
            return exit;
        }
        terminal.field("asOf", asOf);
        terminal.list("runs", ended, this::fields);
        terminal.field("notStarted", notStarted);
        boolean any = ended.stream().anyMatch(e -> e.result().runId() != 0);
        if (any && !terminal.plain()) {
            terminal.result(words.say(
                    "run.header",
                    asOf,
                    policies.getObject().policy().version(),
                    policies.getObject().fingerprint().substring(0, 8)));
        }
        if (any) {
            table().print(terminal);
        }
        late();
        ended.stream().map(Ended::result).forEach(this::planned);
        ended.stream().filter(e -> e.result().why() != null).forEach(this::explain);
        notStarted.forEach(category -> terminal.result(words.say("run.not-started", category)));
        return exit;
    }

    /** A run as JSON results show it; its number is null if it did not start. */
    private Fields fields(Ended each) {
        RunResult result = each.result();
        return new Fields()
                .with("category", result.category())
                .with("run", result.runId() == 0 ? null : result.runId())
                .with("exit", result.exit().number())
                .with("outcome", new Coded(result.exit(), words.say("exit." + result.exit())))
                .with("resumed", result.resumed())
                .with("counts", result.countsKnown() ? RunView.counts(result.counts()) : null)
                .with("seconds", each.took())
                .with("why", result.why() == null && result.order() == null ? null : why(result));
    }

    private void planned(RunResult result) {
        PlanOutcome plan = result.plan();
        if (plan != null && !terminal.plain()) {
            terminal.result(words.say(
                    "run.plan",
                    result.category(),
                    plan.plan(),
                    plan.went(),
                    plan.planned(),
                    plan.kept().total(),
                    plan.other(),
                    result.counts().of(Outcome.NOT_PLANNED)));
        }
    }

    /** Few are left after a run that came to its end, so this second look costs little; others promise nothing. */
    private void late() {
        Set<DataCategory> whole = ended.stream()
                .map(Ended::result)
                .filter(r -> r.exit() == ExitCode.DONE || r.exit() == ExitCode.SKIPPED)
                .map(RunResult::category)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (!whole.isEmpty() && !terminal.plain()) {
            List<CategoryPlan> plans = whole.stream()
                    .map(category -> planning.getObject().plan(category, session.today()))
                    .toList();
            boolean all = whole.containsAll(session.jobs());
            Said late = all ? PlanCommand.late(words, plans) : PlanCommand.lateAmong(words, plans);
            (asOf.equals(session.today()) ? late : late.with(words.say("late.today", session.today(), late.text())))
                    .print(terminal);
        }
    }

    private Table table() {
        Table table = new Table(words, null)
                .text("category", "column.category")
                .id("run", "column.run")
                .text("outcome", "column.ended")
                .number("erased", "outcome.ERASED")
                .number("anonymised", "outcome.ANONYMISED")
                .number("kept", "outcome.HELD")
                .number("notDue", "outcome.NOT_DUE")
                .number("toReview", "outcome.REVIEW")
                .number("other", "column.other")
                .number("took", "column.took");
        for (Ended each : ended) {
            RunResult result = each.result();
            if (result.runId() == 0) {
                continue;
            }
            Outcome.Counts counts = result.counts();
            if (!result.countsKnown()) {
                table.row(
                        result.category(),
                        result.runId(),
                        words.say("exit." + result.exit()),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        each.took());
                continue;
            }
            table.row(
                    result.category(),
                    result.runId(),
                    words.say("exit." + result.exit()) + (result.resumed() ? " " + words.say("run.resumed") : ""),
                    counts.of(Outcome.ERASED),
                    counts.of(Outcome.ANONYMISED),
                    counts.of(Outcome.HELD),
                    counts.of(Outcome.NOT_DUE),
                    counts.of(Outcome.REVIEW),
                    counts.total() - COLUMNS.stream().mapToLong(counts::of).sum(),
                    each.took());
        }
        return table;
    }

    private void explain(Ended each) {
        RunResult result = each.result();
        String title = words.say("exit." + result.exit()).toUpperCase(Locale.ROOT);
        if (ended.stream().anyMatch(e -> e.result().runId() != 0)) {
            terminal.result("");
        }
        terminal.result(terminal.red(title) + "  " + result.category()
                + (result.runId() == 0 ? "" : "  " + words.say("run.number", Long.toString(result.runId()))) + "  "
                + words.say("run.exit", result.exit().number()));
        others(result.counts()).forEach(line -> terminal.result("  " + line));
        // The run's own words end in the cure already; here it has a line to itself.
        String why = ResumeHint.without(why(result), result.runId());
        List<String> whys = why.lines().toList();
        terminal.result("  " + words.say("run.why", whys.isEmpty() ? "" : whys.get(0)));
        whys.stream().skip(1).forEach(line -> terminal.result("  " + line));
        if (result.exit() == ExitCode.RUNNING) {
            terminal.result("  " + words.say("run.running"));
        }
        if (result.runId() != 0 && (result.exit() == ExitCode.FAILED || result.exit() == ExitCode.STOPPED)) {
            terminal.result("  " + words.say("run.go-on", hint.command(result.runId())));
        }
    }

    private String why(RunResult result) {
        RunResult.Stopped stopped = result.stopped();
        RunOrder order = result.order();
        if (order != null) {
            return new RunOrderDescription(words.language()).ending(order);
        }
        return stopped == null
                ? String.valueOf(result.why())
                : new LimitDescription(words.language(), result.category())
                        .all(stopped.trips(), stopped.going(), stopped.plan(), stopped.expected());
    }

    private List<String> others(Outcome.Counts counts) {
        List<String> lines = new ArrayList<>();
        for (Outcome outcome : Outcome.values()) {
            if (!COLUMNS.contains(outcome) && counts.of(outcome) > 0) {
                lines.add(words.say("outcome." + outcome) + ": " + Formats.number(counts.of(outcome)));
            }
        }
        return lines;
    }
}
