package se.partnersec.gallra.cli.run;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import se.partnersec.gallra.cli.option.CategoryCandidates;
import se.partnersec.gallra.cli.option.ListOptions;
import se.partnersec.gallra.cli.option.PingOption;
import se.partnersec.gallra.cli.option.ThrottleOptions;
import se.partnersec.gallra.cli.order.AllowCommand;
import se.partnersec.gallra.cli.order.OrderCommand;
import se.partnersec.gallra.cli.order.PauseCommand;
import se.partnersec.gallra.cli.order.ResumeCommand;
import se.partnersec.gallra.cli.order.SetCommand;
import se.partnersec.gallra.cli.order.StopCommand;
import se.partnersec.gallra.cli.output.CliMessages;
import se.partnersec.gallra.cli.output.Coded;
import se.partnersec.gallra.cli.output.Said;
import se.partnersec.gallra.cli.output.Table;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.GallraCommand;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.planning.SavedPlanService;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.control.RunHistory;
import se.partnersec.gallra.runs.control.RunOrder;
import se.partnersec.gallra.runs.control.RunOrderDescription;
import se.partnersec.gallra.runs.control.StartOptions;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.runs.launch.RunService;
import se.partnersec.gallra.support.exit.RefusedException;

/** Looks at runs, and goes on with those that were cut off. */
@Command(
        name = "runs",
        header = "List, show, restart, recover and control runs.",
        subcommands = {
            AllowCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            StopCommand.class,
            SetCommand.class,
            OrderCommand.class,
            PruneCommand.class
        })
public final class RunsCommand implements Callable<Integer> {
    private final CommandContext session;
    private final HaltNotice halted;
    private final RunView view;
    private final RunSeries series;
    private final ObjectProvider<SavedPlanService> savedPlans;
    private final ObjectProvider<RunHistory> history;
    private final ObjectProvider<RunService> runs;

    @Spec
    private @Nullable CommandSpec spec;

    RunsCommand(
            CommandContext session,
            ObjectProvider<SavedPlanService> savedPlans,
            ObjectProvider<RunHistory> history,
            ObjectProvider<RunService> runs,
            HaltNotice halted,
            RunView view,
            RunSeries series) {
        this.session = session;
        this.halted = halted;
        this.view = view;
        this.series = series;
        this.savedPlans = savedPlans;
        this.history = history;
        this.runs = runs;
    }

    @Override
    public Integer call() {
        throw GallraCommand.missing(spec);
    }

    @Command(name = "list", header = "List runs, newest first.")
    int list(
            @Option(
                            names = "--category",
                            paramLabel = "CATEGORY",
                            completionCandidates = CategoryCandidates.class,
                            description = "Only this category.")
                    @Nullable
                    DataCategory category,
            @Option(names = "--since", paramLabel = "DATE", description = "Only runs that began on this day or later.")
                    @Nullable
                    LocalDate since,
            @Option(names = "--unfinished", description = "Only runs that failed, were stopped or interrupted.")
                    boolean unfinished,
            @Option(
                            names = "--limit",
                            converter = ListOptions.AtLeastOne.class,
                            paramLabel = "N",
                            defaultValue = "20",
                            description = "Maximum number of runs. Default: ${DEFAULT-VALUE}.")
                    int limit) {
        CliMessages words = session.words();
        RunHistory history = this.history.getObject();
        List<RunHistory.Entry> runs = history.list(new RunHistory.Filter(category, since, unfinished), limit);
        Map<Long, RunOrder> pauses = history.orders()
                .pauses(runs.stream()
                        .filter(run -> run.outcome().equals("OPEN"))
                        .map(RunHistory.Entry::runId)
                        .toList());
        Table table = new Table(words, "runs")
                .id("run", "column.run")
                .text("category", "column.category")
                .text("asOf", "column.as-of")
                .text("began", "column.began")
                .text("outcome", "column.ended")
                .number("candidates", "column.candidates")
                .number("erased", "outcome.ERASED")
                .number("reduced", "outcome.ANONYMISED")
                .number("kept", "outcome.HELD");
        Map<String, Integer> sums = new LinkedHashMap<>();
        for (RunHistory.Entry run : runs) {
            Coded ended = ended(run, pauses.get(run.runId()));
            sums.merge(ended.text(), 1, Integer::sum);
            table.row(
                    run.runId(),
                    run.category(),
                    run.asOf(),
                    run.opened(),
                    ended,
                    run.candidates(),
                    run.counts().of(Outcome.ERASED),
                    run.counts().of(Outcome.ANONYMISED),
                    run.counts().of(Outcome.HELD));
        }
        boolean plain = session.terminal().plain();
        if (!plain) {
            halted.say(history.orders().halt());
            if (runs.size() > 1) {
                session.terminal()
                        .result(words.say(
                                "runs.sum",
                                runs.size(),
                                sums.entrySet().stream()
                                        .map(each -> each.getKey() + " " + each.getValue())
                                        .collect(Collectors.joining(", "))));
            }
        }
        table.print(session.terminal(), words.say(none(category, since, unfinished)));
        if (unfinished && !plain) {
            runs.forEach(this::why);
        }
        if (runs.size() == limit) {
            session.terminal().note(words.say("runs.more", limit));
        }
        if (plain) {
            halted.say(history.orders().halt()); // after the rows, whose heads come first
        }
        return 0;
    }

    private void why(RunHistory.Entry run) {
        String id = Long.toString(run.runId());
        String why = run.outcome().equals("INTERRUPTED")
                ? session.words().say("runs.why.interrupted")
                : ResumeHint.without(run.note(), run.runId());
        if (!why.isBlank()) {
            new Said(run.outcome(), run.category(), id, session.words().say("runs.why", id, run.category(), why))
                    .print(session.terminal());
        }
    }

    private static String none(@Nullable DataCategory category, @Nullable LocalDate since, boolean unfinished) {
        if (unfinished) {
            return "runs.none-unfinished";
        }
        return since == null && category == null ? "runs.none" : "runs.none-such";
    }

    private Coded ended(RunHistory.Entry run, @Nullable RunOrder pause) {
        return pause == null
                ? new Coded(run.outcome(), session.words().say("exit." + run.outcome()))
                : new Coded("PAUSED", session.words().say("runs.paused.by", pause.who()));
    }

    @Command(name = "show", header = "Show one run: limits, counts, attempts and findings.")
    int show(
            @Parameters(paramLabel = "RUN", description = "Number of the run.") long runId,
            @Option(
                            names = "--limit",
                            converter = ListOptions.AtLeastOne.class,
                            paramLabel = "N",
                            defaultValue = "20",
                            description = "Maximum number of findings. Default: ${DEFAULT-VALUE}.")
                    int limit) {
        RunHistory history = this.history.getObject();
        view.print(
                history.standing(history.get(runId)),
                history.limit(runId),
                savedPlans.getObject().ofRun(runId),
                history.attempts(runId),
                history.orders().to(runId),
                new RunView.RunFindings(
                        history.findings(runId, limit),
                        history.findingCodes(runId).values().stream()
                                .mapToLong(Long::longValue)
                                .sum()));
        return 0;
    }

    @Command(name = "restart", header = "Continue a failed or stopped run where it left off.")
    int restart(
            @Parameters(paramLabel = "RUN", description = "Number of the run.") long runId,
            @Mixin ThrottleOptions pace,
            @Mixin PingOption ping) {
        ping.begin(session);
        RunHistory.Entry run = this.history.getObject().get(runId);
        PreflightView.require(this.runs.getObject().preflight(List.of(run.category()), run.asOf()));
        StartOptions options = new StartOptions(null, pace.rate(), pace.chunk(), null);
        RunSummary summary = series.run(List.of(run.category()), run.asOf(), options, (category, work) -> {
            RunResult result = this.runs.getObject().restart(runId, work);
            refuseUnstarted(result);
            return List.of(result);
        });
        return summary.print().number();
    }

    @Command(
            name = "recover",
            header = "Mark a run whose process is dead as failed.",
            description = "Does not continue it. The next gallra run or gallra runs restart does.")
    int recover(@Parameters(paramLabel = "RUN", description = "Number of the run.") long runId) {
        refuseUnstarted(this.runs.getObject().recover(runId));
        session.terminal().field("run", runId);
        session.terminal().result(session.words().say("runs.recovered", Long.toString(runId)));
        return 0;
    }

    private void refuseUnstarted(RunResult result) {
        if (result.runId() == 0) {
            RunOrder order = result.order();
            String why = order == null
                    ? String.valueOf(result.why())
                    : new RunOrderDescription(session.words().language()).ending(order);
            throw new RefusedException(result.exit(), List.of(why));
        }
    }
}
