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
import se.partnersec.gallra.runs.control.RunOrderService;
import se.partnersec.gallra.support.text.Sentences;

/** Ends the pause of a run, or the stop of all runs. */
@Command(
        name = "resume",
        header = "Resume a paused run, or allow runs again after stop --all.",
        description =
                "If the process of the run died meanwhile, continue it with gallra runs restart or the next gallra run. --all starts no run by itself.",
        footer = {
            "  gallra runs resume 12 --reason 'books are closed'",
            "  gallra runs resume --all --reason 'holds are entered'"
        })
public final class ResumeCommand implements Callable<Integer> {
    private static final Sentences SENTENCES = Sentences.of("cli");
    private final CommandContext session;
    private final ObjectProvider<RunOrderService> orders;

    @Parameters(arity = "0..1", paramLabel = "RUN", description = "Number of the run.")
    private @Nullable Long runId;

    @Option(names = "--all", description = "Allow runs again after gallra runs stop --all.")
    private boolean all;

    @Mixin
    private OrderIdOption order = new OrderIdOption();

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Reason; kept on record.")
    private String reason = "";

    @Spec
    private @Nullable CommandSpec spec;

    ResumeCommand(CommandContext session, ObjectProvider<RunOrderService> orders) {
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
            orders.getObject().once(order.id()).resumeAll(reason);
            session.terminal().result(session.words().say("runs.resume.all"));
        } else {
            orders.getObject().once(order.id()).resume(one, reason);
            session.terminal().result(session.words().say("runs.resume.asked", Long.toString(one)));
        }
        return 0;
    }
}
