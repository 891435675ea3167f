package se.partnersec.gallra.cli.service;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import se.partnersec.gallra.cli.option.CategoryOptions;
import se.partnersec.gallra.cli.option.DurationConverter;
import se.partnersec.gallra.cli.run.HaltNotice;
import se.partnersec.gallra.cli.run.PreflightView;
import se.partnersec.gallra.cli.run.RunSeries;
import se.partnersec.gallra.cli.run.RunSummary;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.GallraCommand;
import se.partnersec.gallra.cli.shell.TerminationSignals;
import se.partnersec.gallra.planning.PlanningService;
import se.partnersec.gallra.planning.forecast.PolicyService;
import se.partnersec.gallra.planning.plan.CategoryPlan;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.control.RunHistory;
import se.partnersec.gallra.runs.control.RunOrder;
import se.partnersec.gallra.runs.control.StartOptions;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.runs.launch.RunService;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.text.Sentences;

/** Erases within minutes what the policy promises to erase at once. */
@Command(
        name = "watch",
        header = "Erase within minutes what must go at once.",
        description = {
            "Counts again and again what is due in the given categories, and starts a run when something is. Each run has the same limits, windows and orders as gallra run. A category whose run failed or would exceed limits is left alone for an hour. While all runs are stopped it says so once and counts nothing.",
            "Runs until SIGTERM. Ends if runs are refused (3, 8) or the database does not answer (4): let your service manager restart it."
        },
        footer = {"  gallra watch newsletter marketing-traffic fraud-addresses", "  gallra watch newsletter --every 1m"
        })
public final class WatchCommand implements Callable<Integer> {
    private static final Sentences SENTENCES = Sentences.of("cli");
    /** Pause of a category after a run that did not end well, or that its limits would stop. */
    private static final Duration LEFT_ALONE = Duration.ofHours(1);

    private static final Duration SHORTEST = Duration.ofSeconds(10);

    private final CommandContext session;
    private final ObjectProvider<PolicyService> policies;
    private final ObjectProvider<PlanningService> planning;
    private final ObjectProvider<RunService> runs;
    private final RunSeries series;
    private final ObjectProvider<RunHistory> history;
    private final HaltNotice halted;
    private @Nullable RunOrder halt;
    private final Map<DataCategory, Instant> leftAlone = new HashMap<>();

    @Mixin
    private CategoryOptions chosen = new CategoryOptions();

    @Option(
            names = "--every",
            paramLabel = "LENGTH",
            defaultValue = "5m",
            converter = DurationConverter.class,
            description = "Time between two counts, from 10s. Default: ${DEFAULT-VALUE}.")
    private Duration every = Duration.ofMinutes(5);

    @Spec
    private @Nullable CommandSpec spec;

    WatchCommand(
            CommandContext session,
            ObjectProvider<RunService> runs,
            ObjectProvider<PolicyService> policies,
            ObjectProvider<PlanningService> planning,
            RunSeries series,
            ObjectProvider<RunHistory> history,
            HaltNotice halted) {
        this.session = session;
        this.runs = runs;
        this.policies = policies;
        this.planning = planning;
        this.series = series;
        this.history = history;
        this.halted = halted;
    }

    @Override
    public Integer call() {
        List<DataCategory> categories = chosen.from(session, policies, spec);
        if (every.compareTo(SHORTEST) < 0) {
            throw GallraCommand.wrong(spec, SENTENCES.say("run.every-must-10s-more"));
        }
        session.terminal().note(session.words().say("watch.begins", names(categories)));
        CountDownLatch stopped = new CountDownLatch(1);
        try (TerminationSignals signals = new TerminationSignals(
                stopped::countDown, () -> Runtime.getRuntime().halt(0))) {
            do {
                if (!look(categories, stopped)) {
                    break;
                }
            } while (!stopped.await(every.toMillis(), TimeUnit.MILLISECONDS));
            return ExitCode.DONE.number();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.STOPPED.number();
        }
    }

    /** One look; false if a signal asked for the end. */
    private boolean look(List<DataCategory> categories, CountDownLatch stopped) {
        if (halted()) {
            return stopped.getCount() > 0;
        }
        LocalDate today = session.today();
        List<DataCategory> due = due(categories, today);
        if (stopped.getCount() == 0) {
            return false;
        }
        if (due.isEmpty()) {
            return true;
        }
        PreflightView.require(runs.getObject().preflight(due, today), due);
        RunSummary summary = series.run(due, today, StartOptions.NONE, (category, work) -> {
            List<RunResult> results = runs.getObject().run(category, today, work);
            if (results.stream().anyMatch(result -> result.exit() != ExitCode.DONE)) {
                leftAlone.put(category, session.now().plus(LEFT_ALONE));
            }
            return results;
        });
        ExitCode exit = summary.print();
        session.terminal().round("watch", session.now(), exit.number());
        return !summary.interrupted();
    }

    /** True while somebody keeps all runs from starting, which is said once. */
    private boolean halted() {
        RunOrder now = history.getObject().orders().halt();
        if (now != null && !now.equals(halt)) {
            halted.said(now).ifPresent(said -> said.printWarning(session.terminal()));
        }
        halt = now;
        return now != null;
    }

    private List<DataCategory> due(List<DataCategory> categories, LocalDate today) {
        List<DataCategory> due = new ArrayList<>();
        for (DataCategory category : categories) {
            Instant until = leftAlone.get(category);
            if (until != null && session.now().isBefore(until)) {
                continue;
            }
            leftAlone.remove(category);
            CategoryPlan plan = planning.getObject().plan(category, today);
            if (plan.limits().stop()) {
                session.terminal().problem(session.words().say("watch.limits", category));
                leftAlone.put(category, session.now().plus(LEFT_ALONE));
            } else if (plan.wouldErase() + plan.wouldReduce() > 0) {
                due.add(category);
            }
        }
        return due;
    }

    private static String names(List<DataCategory> categories) {
        return String.join(", ", categories.stream().map(DataCategory::id).toList());
    }
}
