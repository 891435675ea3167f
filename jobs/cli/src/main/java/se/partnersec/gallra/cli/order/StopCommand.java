package se.partnersec.gallra.cli.order;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import se.partnersec.gallra.cli.option.OrderIdOption;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.GallraCommand;
import se.partnersec.gallra.runs.control.RunOrder;
import se.partnersec.gallra.runs.control.RunOrderDescription;
import se.partnersec.gallra.runs.control.RunOrderService;
import se.partnersec.gallra.support.text.Sentences;

/** Ends one run, or all of them. */
@Command(
        name = "stop",
        header = "Stop a run after its current chunk, or stop all runs.",
        description =
                "The next gallra run continues a stopped run. With --all every run stops, and none starts (exit 8) until gallra runs resume --all.",
        footer = {
            "  gallra runs stop 12 --reason 'wrong night'",
            "  gallra runs stop --all --reason 'holds of the dispute with K-17 are not entered yet'"
        })
public final class StopCommand implements Callable<Integer> {
    private static final Sentences SENTENCES = Sentences.of("cli");
    private final CommandContext session;
    private final ObjectProvider<RunOrderService> orders;

    @Parameters(arity = "0..1", paramLabel = "RUN", description = "Number of the run.")
    private @Nullable Long runId;

    @Option(names = "--all", description = "Stop every run, and do not let any start.")
    private boolean all;

    @Mixin
    private OrderIdOption order = new OrderIdOption();

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Reason; kept on record.")
    private String reason = "";

    @Spec
    private @Nullable CommandSpec spec;

    StopCommand(CommandContext session, ObjectProvider<RunOrderService> orders) {
        this.session = session;
        this.orders = orders;
    }

    @Override
    public Integer call() {
        Long one = runId;
        if (all == (one != null)) {
            throw GallraCommand.wrong(spec, SENTENCES.say("order.which-run-give-number-say-all"));
        }
        session.terminal().field("run", one);
        session.terminal().field("all", all);
        if (one == null) {
            RunOrder before = orders.getObject().halt();
            RunOrder given = orders.getObject().once(order.id()).stopAll(reason);
            session.terminal().result(session.words().say("runs.stop.all"));
            if (before != null && before.id() != given.id()) {
                session.terminal()
                        .note(session.words()
                                .say(
                                        "runs.stop.before",
                                        new RunOrderDescription(session.words().language()).ending(before)));
            }
        } else {
            orders.getObject().once(order.id()).stop(one, reason);
            session.terminal().result(session.words().say("runs.stop.asked", Long.toString(one)));
        }
        return 0;
    }
}
