package se.partnersec.gallra.cli.order;

import java.util.concurrent.Callable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.runs.control.RunOrderService;

/** Ends the pause of a run. */
@Command(
        name = "resume",
        description = {
            "End the pause of a run. One whose process died meanwhile goes on with gallra runs restart, or the next",
            "gallra run."
        },
        footer = {"", "Example:", "  gallra runs resume 12 --reason 'books are closed'"})
public final class ResumeCommand implements Callable<Integer> {
    private final CommandContext session;
    private final ObjectProvider<RunOrderService> orders;

    @Parameters(paramLabel = "RUN", description = "Its number.")
    private long runId;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why; kept on record.")
    private String reason = "";

    ResumeCommand(CommandContext session, ObjectProvider<RunOrderService> orders) {
        this.session = session;
        this.orders = orders;
    }

    @Override
    public Integer call() {
        orders.getObject().resume(runId, reason);
        session.terminal().result(session.words().say("runs.resume.asked", Long.toString(runId)));
        return 0;
    }
}
