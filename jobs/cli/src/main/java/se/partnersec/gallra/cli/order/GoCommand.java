package se.partnersec.gallra.cli.order;

import java.util.concurrent.Callable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.runs.control.RunOrderService;

/** Takes back that all runs are stopped. */
@Command(
        name = "go",
        description = "Let runs start again after gallra runs stop --all. It starts none by itself.",
        footer = {"", "Example:", "  gallra runs go --reason 'holds are entered'"})
public final class GoCommand implements Callable<Integer> {
    private final CommandContext session;
    private final ObjectProvider<RunOrderService> orders;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why; kept on record.")
    private String reason = "";

    GoCommand(CommandContext session, ObjectProvider<RunOrderService> orders) {
        this.session = session;
        this.orders = orders;
    }

    @Override
    public Integer call() {
        orders.getObject().go(reason);
        session.terminal().result(session.words().say("runs.go"));
        return 0;
    }
}
