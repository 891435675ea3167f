package se.partnersec.gallra.cli.service;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import se.partnersec.gallra.cli.option.DurationConverter;
import se.partnersec.gallra.cli.run.HaltNotice;
import se.partnersec.gallra.cli.run.OrderRunner;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.GallraCommand;
import se.partnersec.gallra.cli.shell.TerminationSignals;
import se.partnersec.gallra.runs.control.RunHistory;
import se.partnersec.gallra.runs.control.RunOrder;
import se.partnersec.gallra.runs.launch.RunService;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/** Waits for orders to start, restart and recover runs, and carries them out. */
@Command(
        name = "worker",
        header = "Carry out orders to start, restart and recover runs.",
        description = {
            "Orders come from gallra runs order and from the web console. Each is carried out once, by one worker, one after the other. Runs have the same limits, windows and orders as gallra run. An order that is refused, or whose run fails, ends with its reason on record, and the worker goes on. While all runs are stopped, the window of a category is shut, or a run of it is paused or at work, its orders wait.",
            "Runs until SIGTERM, which stops a run after its current chunk. Ends if the database does not answer (4) or other rules were put in force (8): let your service manager restart it."
        },
        footer = {"  gallra worker", "  gallra worker --once     carry out what waits, and end"})
public final class WorkerCommand implements Callable<Integer> {
    private static final Sentences SENTENCES = Sentences.of("cli");
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final CommandContext session;
    private final OrderRunner orders;
    private final ObjectProvider<RunHistory> history;
    private final HaltNotice halted;
    private final ObjectProvider<RunService> runs;
    private @Nullable RunOrder halt;

    @Option(names = "--once", description = "Carry out what waits, and end.")
    private boolean once;

    @Option(
            names = "--every",
            paramLabel = "LENGTH",
            defaultValue = "5s",
            converter = DurationConverter.class,
            description = "Time between two looks for orders, from 1s. Default: ${DEFAULT-VALUE}.")
    private Duration every = Duration.ofSeconds(5);

    @Spec
    private @Nullable CommandSpec spec;

    WorkerCommand(
            CommandContext session,
            OrderRunner orders,
            ObjectProvider<RunHistory> history,
            ObjectProvider<RunService> runs,
            HaltNotice halted) {
        this.runs = runs;
        this.session = session;
        this.orders = orders;
        this.history = history;
        this.halted = halted;
    }

    @Override
    public Integer call() {
        if (every.compareTo(SHORTEST) < 0) {
            throw GallraCommand.wrong(spec, SENTENCES.say("run.every-must-1s-more"));
        }
        if (once) {
            tellOfHalt();
            requireRules();
            return (orders.carryOut(() -> false).interrupted() ? ExitCode.STOPPED : ExitCode.DONE).number();
        }
        session.terminal().note(session.words().say("worker.waits"));
        CountDownLatch stopped = new CountDownLatch(1);
        try (TerminationSignals signals = new TerminationSignals(
                stopped::countDown, () -> Runtime.getRuntime().halt(0))) {
            do {
                tellOfHalt();
                requireRules();
                OrderRunner.Round round = orders.carryOut(() -> stopped.getCount() == 0);
                if (round.carriedOut() > 0) {
                    session.terminal().round("worker", session.now(), ExitCode.DONE.number());
                }
                if (round.interrupted()) {
                    break;
                }
            } while (!stopped.await(every.toMillis(), TimeUnit.MILLISECONDS));
            return ExitCode.DONE.number();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.STOPPED.number();
        }
    }

    /** Files are read once: where other rules were put in force since, only a new process can go by them. */
    private void requireRules() {
        String objection = runs.getObject().objection();
        if (objection != null) {
            throw RefusedException.refused(objection);
        }
    }

    /** Says once that all runs are stopped. */
    private void tellOfHalt() {
        RunOrder now = history.getObject().orders().halt();
        if (now != null && !now.equals(halt)) {
            halted.said(now).ifPresent(said -> said.printWarning(session.terminal()));
        }
        halt = now;
    }
}
