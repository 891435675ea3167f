package se.partnersec.gallra.cli.run;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import se.partnersec.gallra.cli.option.CategoryOptions;
import se.partnersec.gallra.cli.option.DurationConverter;
import se.partnersec.gallra.cli.option.MaxDeleteConverter;
import se.partnersec.gallra.cli.option.PingOption;
import se.partnersec.gallra.cli.option.ThrottleOptions;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.GallraCommand;
import se.partnersec.gallra.planning.forecast.PolicyService;
import se.partnersec.gallra.policy.limit.MaxDelete;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.control.StartOptions;
import se.partnersec.gallra.runs.launch.RunService;
import se.partnersec.gallra.support.text.Sentences;

/** Erases what is due. */
@Command(
        name = "run",
        header = "Erase what is due and not on hold.",
        description = {
            "With --all, and no option for limits, pace, time or day, it first carries out orders of gallra runs order that no worker has taken.",
            "Categories run one after the other: those with an interrupted run first, so the same command is right after any failure, and those whose run is paused last.",
            "A run ends with 8 before anything is erased if it would exceed limits.yml, or is the first of its category or of the year, until two people allow it: gallra runs allow.",
            "Use gallra runs pause, resume, set and stop to control a run from any host. SIGTERM stops it after the current chunk. A run by a saved plan erases the records in that plan that are still due and not on hold."
        },
        footer = {
            "  gallra run ip-logs",
            "  gallra run --all --as-of 2026-11-24",
            "  gallra run chat-logs --max-delete 2%%",
            "  gallra run --all --run-for 2h --rate 500/s",
            "  gallra run --plan p-20261124-0200"
        })
public final class RunCommand implements Callable<Integer> {
    private static final Sentences SENTENCES = Sentences.of("cli");
    private final CommandContext session;
    private final ObjectProvider<PolicyService> policies;
    private final RunSeries series;
    private final PlanRunner plans;
    private final OrderRunner orders;
    private final ObjectProvider<RunService> runs;

    @Mixin
    private CategoryOptions chosen = new CategoryOptions();

    @Option(
            names = "--as-of",
            paramLabel = "DATE",
            description = "Erase what is due on this day. Default: today. A future day is refused.")
    private @Nullable LocalDate asOf;

    @Option(
            names = "--max-delete",
            paramLabel = "N|P%",
            converter = MaxDeleteConverter.class,
            description =
                    "Refuse with 8 to erase more than N records, or P percent of a category. Lower limits still apply. A resumed run keeps the limits it started with.")
    private @Nullable MaxDelete maxDelete;

    @Mixin
    private ThrottleOptions pace = new ThrottleOptions();

    @Option(
            names = "--run-for",
            paramLabel = "LENGTH",
            converter = DurationConverter.class,
            description =
                    "Stop after this time with exit code 7, for example 2h or 45m. The next run continues. Applies to all categories together.")
    private @Nullable Duration runFor;

    @Option(
            names = "--plan",
            paramLabel = "PLAN",
            description =
                    "Carry out this saved plan, for its day. Records that became due since wait for the next plan; records put on hold since are kept.")
    private @Nullable String plan;

    @Mixin
    private PingOption ping = new PingOption();

    @Spec
    private @Nullable CommandSpec spec;

    RunCommand(
            CommandContext session,
            ObjectProvider<RunService> runs,
            ObjectProvider<PolicyService> policies,
            RunSeries series,
            PlanRunner plans,
            OrderRunner orders) {
        this.session = session;
        this.policies = policies;
        this.series = series;
        this.plans = plans;
        this.orders = orders;
        this.runs = runs;
    }

    @Override
    public Integer call() {
        ping.begin(session);
        if (plan != null) {
            if (!chosen.none() || asOf != null || maxDelete != null) {
                throw GallraCommand.wrong(spec, SENTENCES.say("run.plan-says-itself-which-categories-which"));
            }
            return plans.run(plan, new StartOptions(null, pace.rate(), pace.chunk(), runFor));
        }
        List<DataCategory> categories = chosen.from(session, policies, spec);
        LocalDate day = day();
        StartOptions options = new StartOptions(maxDelete, pace.rate(), pace.chunk(), runFor);
        PreflightView.require(runs.getObject().preflight(categories, day), categories);
        if (chosen.all()
                && asOf == null
                && options.equals(StartOptions.NONE)
                && orders.carryOut(() -> false).interrupted()) {
            return series.notStarted(categories, day).print().number();
        }
        List<DataCategory> ordered =
                categories.size() < 2 ? categories : runs.getObject().inOrder(categories);
        return series.run(
                        ordered,
                        day,
                        options,
                        (category, work) -> runs.getObject().run(category, day, work))
                .print()
                .number();
    }

    private LocalDate day() {
        LocalDate today = session.today();
        if (asOf != null && asOf.isAfter(today) && spec != null) {
            throw new ParameterException(
                    spec.commandLine(), SENTENCES.say("run.future-today-look-ahead-gallra-plan", asOf, today, asOf));
        }
        return asOf == null ? today : asOf;
    }
}
