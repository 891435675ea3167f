package se.partnersec.gallra.cli.run;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.springframework.beans.factory.ObjectProvider;
import se.partnersec.gallra.cli.output.CliMessages;
import se.partnersec.gallra.cli.output.Coded;
import se.partnersec.gallra.cli.output.Fields;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.control.RunHistory;
import se.partnersec.gallra.runs.control.RunOrder;
import se.partnersec.gallra.runs.control.RunOrderDescription;
import se.partnersec.gallra.runs.control.StartOptions;
import se.partnersec.gallra.runs.launch.OrderWorker;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.runs.launch.RunService;
import se.partnersec.gallra.runs.throttle.RunSession;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/** Carries out orders to start, restart and recover runs that nobody has taken. */
public final class OrderRunner {
    private static final Sentences SENTENCES = Sentences.of("cli");
    private final CommandContext session;
    private final ObjectProvider<OrderWorker> orders;
    private final ObjectProvider<RunHistory> history;
    private final ObjectProvider<RunService> runs;
    private final RunSeries series;

    OrderRunner(
            CommandContext session,
            ObjectProvider<OrderWorker> orders,
            ObjectProvider<RunHistory> history,
            ObjectProvider<RunService> runs,
            RunSeries series) {
        this.session = session;
        this.orders = orders;
        this.history = history;
        this.runs = runs;
        this.series = series;
    }

    /** Number of orders carried out. @param interrupted true if a signal asked for the end while a run was at work */
    public record Round(int carriedOut, boolean interrupted) {}

    /** An order that was carried out. */
    private record Done(RunOrder order, OrderWorker.Ended ended) {}

    /**
     * Carries out all that wait, the oldest first. One whose run may not begin now waits on.
     *
     * @param stopping asked before each
     */
    public Round carryOut(BooleanSupplier stopping) {
        List<Done> done = new ArrayList<>();
        boolean interrupted = false;
        for (RunOrder order : orders.getObject().waiting()) {
            if (interrupted || stopping.getAsBoolean()) {
                break;
            }
            if (!mayBegin(order)) {
                continue;
            }
            List<RunSummary> summaries = new ArrayList<>();
            OrderWorker.Ended ended = orders.getObject().carryOut(order, taken -> {
                session.terminal().note(session.words().say("worker.takes", taken.id(), what(taken), taken.who()));
                return work(taken, summaries);
            });
            interrupted = summaries.stream().anyMatch(RunSummary::interrupted);
            if (ended != null) {
                done.add(new Done(order, ended));
            }
        }
        print(done);
        return new Round(done.size(), interrupted);
    }

    /** An order that names no run or category on record is ready to be refused. */
    private boolean mayBegin(RunOrder order) {
        RunHistory known = history.getObject();
        DataCategory category = order.action() == RunOrder.Action.RESTART
                ? known.find(order.runId()).map(RunHistory.Entry::category).orElse(null)
                : order.category();
        return known.orders().halt() == null
                && (category == null || runs.getObject().mayBegin(category));
    }

    private String what(RunOrder order) {
        String what = new RunOrderDescription(session.words().language()).what(order);
        return order.runId() == 0 ? what : what + " " + order.runId();
    }

    /** Nothing where a worker looked in vain. */
    private void print(List<Done> done) {
        if (done.isEmpty()) {
            return;
        }
        CliMessages words = session.words();
        session.terminal()
                .list(
                        "orders",
                        done,
                        each -> new Fields()
                                .with("order", each.order().id())
                                .with("what", what(each.order()))
                                .with("run", each.ended().run())
                                .with("exit", each.ended().exit().number())
                                .with(
                                        "outcome",
                                        new Coded(
                                                each.ended().exit(),
                                                words.say("exit." + each.ended().exit())))
                                .with(
                                        "why",
                                        each.ended().note().isEmpty()
                                                ? null
                                                : each.ended().note()));
        for (Done each : done) {
            String ended = words.say("exit." + each.ended().exit());
            session.terminal()
                    .result(
                            each.ended().note().isEmpty()
                                    ? words.say("worker.ended", each.order().id(), what(each.order()), ended)
                                    : words.say(
                                            "worker.ended-why",
                                            each.order().id(),
                                            what(each.order()),
                                            ended,
                                            each.ended().note()));
        }
    }

    private List<RunResult> work(RunOrder order, List<RunSummary> summaries) {
        RunService service = runs.getObject();
        return switch (order.action()) {
            case RECOVER -> List.of(service.recover(order.runId()));
            case RESTART -> {
                RunHistory.Entry run = history.getObject().get(order.runId());
                yield series(
                        run.category(), run.asOf(), summaries, work -> List.of(service.restart(run.runId(), work)));
            }
            case START -> {
                DataCategory category = known(order);
                LocalDate today = session.today();
                yield series(category, today, summaries, work -> service.run(category, today, work));
            }
            default -> throw new IllegalStateException("order " + order.id() + " is not for a worker. Indicates a bug");
        };
    }

    /** Whoever orders by SQL can name any category. */
    private DataCategory known(RunOrder order) {
        DataCategory category = order.category();
        if (category == null || !session.jobs().contains(category)) {
            throw RefusedException.usage(SENTENCES.say("order.no-such-category", order.id()));
        }
        return category;
    }

    private List<RunResult> series(
            DataCategory category,
            LocalDate day,
            List<RunSummary> summaries,
            Function<RunSession, List<RunResult>> start) {
        PreflightView.require(runs.getObject().preflight(List.of(category), day), List.of(category));
        List<RunResult> results = new ArrayList<>();
        RunSummary summary = series.run(List.of(category), day, StartOptions.NONE, (each, work) -> {
            results.addAll(start.apply(work));
            return results;
        });
        summaries.add(summary);
        return results;
    }
}
