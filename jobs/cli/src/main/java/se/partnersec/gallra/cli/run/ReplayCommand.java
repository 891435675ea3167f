package se.partnersec.gallra.cli.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import se.partnersec.gallra.approvals.plan.PlanService;
import se.partnersec.gallra.approvals.plan.SavedPlan;
import se.partnersec.gallra.cli.output.CliMessages;
import se.partnersec.gallra.cli.output.Table;
import se.partnersec.gallra.cli.output.Terminal;
import se.partnersec.gallra.cli.plan.PlanView;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.GallraCommand;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.control.RunHistory;
import se.partnersec.gallra.runs.control.StartOptions;
import se.partnersec.gallra.runs.launch.RunService;
import se.partnersec.gallra.runs.replay.ReplayResult;
import se.partnersec.gallra.runs.replay.ReplayRunner;
import se.partnersec.gallra.support.exit.ExitCode;

/** After a backup was put back: erases again what had been erased since. */
@Command(
        name = "replay",
        header = "Erase again what a restored backup brought back.",
        description =
                "Also restores the rows that the ledger lost. What had been erased is taken from a copy of the ledger whose every row a signed seal covers. One person asks, another approves (gallra approvals approve); no other run starts until the replay has ended. What the rules keep now stays.")
public final class ReplayCommand implements Callable<Integer> {
    private static final Set<String> OVER = Set.of(ExitCode.DONE.name(), ExitCode.SKIPPED.name());

    private final CommandContext session;
    private final ObjectProvider<PlanService> plans;
    private final PlanView view;
    private final RunSeries series;
    private final ObjectProvider<ReplayRunner> replays;
    private final ObjectProvider<RunHistory> history;
    private final ObjectProvider<RunService> runs;

    @Spec
    private @Nullable CommandSpec spec;

    ReplayCommand(
            CommandContext session,
            ObjectProvider<ReplayRunner> replays,
            ObjectProvider<RunHistory> history,
            ObjectProvider<RunService> runs,
            PlanView view,
            RunSeries series,
            ObjectProvider<PlanService> plans) {
        this.session = session;
        this.plans = plans;
        this.view = view;
        this.series = series;
        this.replays = replays;
        this.history = history;
        this.runs = runs;
    }

    @Override
    public Integer call() {
        throw GallraCommand.missing(spec);
    }

    /** What tells what was erased. */
    static final class Sources {
        @Option(
                names = "--ledger",
                required = true,
                paramLabel = "FILE",
                description =
                        "Copy of the ledger, written by gallra ledger seal --copy or gallra ledger export after the newest seal.")
        private Path ledger = Path.of("");

        @Option(
                names = "--seals",
                paramLabel = "DIR",
                description = "Directory of all exported seals. Default: GALLRA_SEAL_DIR and GALLRA_SEAL_BUCKET.")
        private @Nullable Path seals;

        @Option(
                names = "--public-key",
                paramLabel = "FILE",
                description = "Public key of the seals. Default: GALLRA_SEAL_PUBLIC_KEY_FILE.")
        private @Nullable Path publicKey;

        ReplayRunner.Files files() {
            return new ReplayRunner.Files(ledger, seals, publicKey);
        }
    }

    @Command(
            name = "ask",
            header = "Verify the copy and ask for a replay.",
            description = {
                "Erases nothing. Holds, fiscal years, permits and requests entered since the backup were lost with the database. The copy names them: enter each again, or say why it is not needed (--lost).",
                "Exit code 10 if the copy is not what the seals cover. Exit code 8 if it does not fit, or a lost step has no answer; all are named."
            },
            footer = {
                "  gallra ledger replay ask --ledger ledger.txt --lost 41='entered as H-9' --holds-entered"
                        + " --reason 'disk lost'",
                "  gallra ledger replay ask --ledger ledger.txt --seals /mnt/worm/seals --public-key seal.key.pub"
                        + " --holds-entered --all --reason 'business tables put back'"
            })
    int ask(
            @Mixin Sources sources,
            @Option(
                            names = "--holds-entered",
                            required = true,
                            description =
                                    "Confirm that everything that keeps records and was entered since the copy was written has been entered again. No copy names it: ask those who place holds.")
                    boolean entered,
            @Option(
                            names = "--lost",
                            paramLabel = "STEP=TEXT",
                            description =
                                    "What became of a lost step of the hold sequence, or of several (3-5='...'). Repeat for each.")
                    @Nullable
                    List<String> lost,
            @Option(
                            names = "--all",
                            description =
                                    "Replay every row of the copy, not only those after the last seal of the database: for restored business tables.")
                    boolean all,
            @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Reason; kept on record.")
                    String reason) {
        SavedPlan plan = replays.getObject()
                .ask(plans.getObject(), sources.files(), all, lost == null ? List.of() : lost, reason);
        view.print(plan);
        return 0;
    }

    @Command(
            name = "run",
            header = "Carry out an approved replay, or continue one.",
            description =
                    "Restores the lost rows of the ledger, runs each category for the records they name and no others, then counts what is still there. Exit code 8 if something is left that no rule keeps; runs stay refused. Exit code 6 if rules keep some, each with a finding.",
            footer = {"  gallra ledger replay run p-20261126-0900 --ledger ledger.txt"})
    int run(@Parameters(paramLabel = "PLAN", description = "Plan of the replay.") String id, @Mixin Sources sources) {
        long began = System.nanoTime();
        ReplayRunner.Begun begun = replays.getObject().begin(id, sources.files());
        SavedPlan plan = begun.plan();
        List<DataCategory> left = session.inOrder(plan.categories()).stream()
                .filter(category -> !over(plan, category))
                .toList();
        if (!left.isEmpty()) {
            PreflightView.require(runs.getObject().preflight(left, plan.asOf(), plan.id()), left);
            int exit = series.run(
                            left,
                            plan.asOf(),
                            StartOptions.NONE,
                            (category, work) -> List.of(runs.getObject()
                                    .replay(
                                            category,
                                            plan.id(),
                                            () -> begun.restoration().putBack(category),
                                            work)))
                    .print()
                    .number();
            if (exit != ExitCode.DONE.number() && exit != ExitCode.SKIPPED.number()) {
                return exit;
            }
        }
        return print(plan.id(), replays.getObject().finish(plan.id()), System.nanoTime() - began);
    }

    private boolean over(SavedPlan plan, DataCategory category) {
        return plan.end(category)
                .flatMap(end -> Optional.ofNullable(end.run()))
                .filter(run -> OVER.contains(history.getObject().get(run).outcome()))
                .isPresent();
    }

    private int print(String plan, ReplayResult result, long nanos) {
        CliMessages words = session.words();
        Terminal terminal = session.terminal();
        terminal.field("plan", plan);
        terminal.field("ended", result.ended());
        terminal.field("sealsLost", result.sealsLost());
        Table table = new Table(words, "replayed")
                .text("category", "column.category")
                .number("records", "column.records")
                .number("erased", "column.gone")
                .number("anonymised", "outcome.ANONYMISED")
                .number("kept", "column.kept")
                .number("left", "column.residue");
        result.lines()
                .forEach(line -> table.row(
                        line.category(), line.records(), line.gone(), line.reduced(), line.kept(), line.left()));
        terminal.result("");
        table.print(terminal);
        long rate = Math.round(result.records() * 1e9 / Math.max(1, nanos));
        terminal.result(words.say("replay.residue", result.residue(), result.records(), rate));
        if (result.kept() > 0) {
            terminal.result(words.say("replay.kept", result.kept()));
        }
        if (!result.ended()) {
            terminal.problem(words.say("replay.not-ended", plan));
            return ExitCode.REFUSED.number();
        }
        terminal.result(words.say(result.sealsLost() ? "replay.ended-seal" : "replay.ended", plan));
        return (result.kept() > 0 ? ExitCode.SKIPPED : ExitCode.DONE).number();
    }
}
