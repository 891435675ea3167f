package se.partnersec.gallra.cli.order;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import se.partnersec.gallra.cli.shell.CommandContext;

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

    @Parameters(paramLabel = "RUN", description = "Its number.")
    private long runId;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why; kept on record.")
    private String reason = "";

    ResumeCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        session.rooms().orders().resume(runId, reason);
        session.terminal().result(session.words().say("runs.resume.asked", Long.toString(runId)));
        return 0;
    }
}
