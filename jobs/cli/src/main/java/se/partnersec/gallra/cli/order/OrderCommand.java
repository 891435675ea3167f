package se.partnersec.gallra.cli.order;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import se.partnersec.gallra.cli.option.CategoryCandidates;
import se.partnersec.gallra.cli.option.CategoryConverter;
import se.partnersec.gallra.cli.option.ListOptions;
import se.partnersec.gallra.cli.option.OrderIdOption;
import se.partnersec.gallra.cli.output.CliMessages;
import se.partnersec.gallra.cli.output.Coded;
import se.partnersec.gallra.cli.output.Formats;
import se.partnersec.gallra.cli.output.Table;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.GallraCommand;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.control.RunOrder;
import se.partnersec.gallra.runs.control.RunOrderDescription;
import se.partnersec.gallra.runs.control.RunOrderService;
import se.partnersec.gallra.runs.control.WorkerOrders;
import se.partnersec.gallra.support.exit.ExitCode;

/** Orders that a worker carries out: to start, restart and recover runs. */
@Command(
        name = "order",
        header = "Order a worker to start, restart or recover a run.",
        description =
                "For people who may control runs and do not have the job's account. gallra worker carries an order out within seconds; where none is at work, the next gallra run --all does, within 24 hours. Each order is carried out once.",
        footer = {
            "  gallra runs order restart 12 --reason 'the bucket answers again'",
            "  gallra runs order start ip-logs --reason 'the hold of K-17 was released'",
            "  gallra runs order list"
        })
public final class OrderCommand implements Callable<Integer> {
    private final CommandContext session;
    private final ObjectProvider<RunOrderService> orders;
    private final ObjectProvider<WorkerOrders> waiting;

    @Spec
    private @Nullable CommandSpec spec;

    OrderCommand(CommandContext session, ObjectProvider<RunOrderService> orders, ObjectProvider<WorkerOrders> waiting) {
        this.session = session;
        this.orders = orders;
        this.waiting = waiting;
    }

    @Override
    public Integer call() {
        throw GallraCommand.missing(spec);
    }

    @Command(name = "restart", header = "Order a worker to continue a failed or stopped run.")
    int restart(
            @Parameters(paramLabel = "RUN", description = "Number of the run.") long runId,
            @Mixin OrderIdOption order,
            @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Reason; kept on record.")
                    String reason) {
        return given(orders.getObject().once(order.id()).restart(runId, reason));
    }

    @Command(
            name = "recover",
            header = "Order a worker to mark a run whose process is dead as failed.",
            description = "Does not continue it. The next run of its category does, or gallra runs order restart.")
    int recover(
            @Parameters(paramLabel = "RUN", description = "Number of the run.") long runId,
            @Mixin OrderIdOption order,
            @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Reason; kept on record.")
                    String reason) {
        return given(orders.getObject().once(order.id()).recover(runId, reason));
    }

    @Command(
            name = "start",
            header = "Order a worker to start a run of a category.",
            description =
                    "For the day on which the worker takes the order. An unfinished run of the category is continued first. Limits, approvals and windows apply as to gallra run.")
    int start(
            @Parameters(
                            paramLabel = "CATEGORY",
                            completionCandidates = CategoryCandidates.class,
                            description = "Category, such as ip-logs. gallra status lists them.")
                    String category,
            @Mixin OrderIdOption order,
            @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Reason; kept on record.")
                    String reason) {
        return given(orders.getObject().once(order.id()).start(known(category), reason));
    }

    /** By hand, because picocli takes a word it cannot convert for one too many. */
    private DataCategory known(String category) {
        try {
            return new CategoryConverter(session.jobs()).convert(category);
        } catch (TypeConversionException e) {
            throw new ParameterException(Objects.requireNonNull(spec).commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private int given(RunOrder order) {
        session.terminal().field("order", order.id());
        session.terminal().field("until", order.until());
        session.terminal()
                .result(session.words()
                        .say("orders.given", order.id(), Formats.time(Objects.requireNonNull(order.until()))));
        return 0;
    }

    @Command(name = "cancel", header = "Cancel an order that no worker has taken.")
    int cancel(
            @Parameters(paramLabel = "ORDER", description = "Number of the order, as gallra runs order list shows it.")
                    long number,
            @Mixin OrderIdOption order,
            @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Reason; kept on record.")
                    String reason) {
        orders.getObject().once(order.id()).cancel(number, reason);
        session.terminal().field("order", number);
        session.terminal().result(session.words().say("orders.cancelled", Long.toString(number)));
        return 0;
    }

    @Command(name = "list", header = "List orders to start, restart and recover runs, newest first.")
    int list(
            @Option(
                            names = "--limit",
                            converter = ListOptions.AtLeastOne.class,
                            paramLabel = "N",
                            defaultValue = "20",
                            description = "Maximum number of orders. Default: ${DEFAULT-VALUE}.")
                    int limit) {
        CliMessages words = session.words();
        RunOrderDescription description = new RunOrderDescription(words.language());
        Table table = new Table(words, "orders")
                .id("order", "column.ordered")
                .text("what", "column.task")
                .id("run", "column.run")
                .text("by", "column.by")
                .text("at", "column.when")
                .text("state", "column.state")
                .text("why", "column.why");
        List<WorkerOrders.Entry> orders = waiting.getObject().list(limit);
        for (WorkerOrders.Entry each : orders) {
            RunOrder order = each.order();
            WorkerOrders.Execution taken = each.execution();
            Long started = taken == null ? null : taken.run();
            table.row(
                    order.id(),
                    description.what(order),
                    started == null && order.runId() != 0 ? Long.valueOf(order.runId()) : started,
                    order.who(),
                    order.at(),
                    state(each),
                    taken == null || taken.note().isEmpty() ? order.reason() : taken.note());
        }
        table.print(session.terminal(), words.say("orders.none"));
        return 0;
    }

    private Coded state(WorkerOrders.Entry entry) {
        WorkerOrders.Execution taken = entry.execution();
        String outcome = taken == null ? null : taken.outcome();
        if (outcome != null) {
            ExitCode exit = ExitCode.valueOf(outcome);
            return new Coded(exit, session.words().say("exit." + exit));
        }
        String state = "orders.state." + entry.state();
        return new Coded(
                entry.state(),
                taken == null ? session.words().say(state) : session.words().say(state, taken.holder()));
    }
}
