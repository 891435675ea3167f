package se.partnersec.gallra.cli.run;

import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.ProgressLines;
import se.partnersec.gallra.cli.shell.TerminationSignals;
import se.partnersec.gallra.support.exit.ExitCode;

/** Watches runs of this process: shows how they get on, and obeys Ctrl-C and SIGTERM. */
public final class RunProgressWatch implements AutoCloseable {
    private final CommandContext session;
    private final ProgressLines progress;
    private final TerminationSignals signals;
    private volatile boolean stopping;

    public RunProgressWatch(CommandContext session) {
        this.session = session;
        this.progress = new ProgressLines(session.terminal(), session.words(), System::nanoTime);
        this.signals = new TerminationSignals(this::stop, this::halt);
    }

    public ProgressLines progress() {
        return progress;
    }

    public boolean stopping() {
        return stopping;
    }

    private void stop() {
        stopping = true;
        session.rooms().stop();
        progress.say(session.words().say("progress.stopping"));
    }

    private void halt() {
        progress.say(session.words().say("progress.halted"));
        session.terminal().out().flush();
        Runtime.getRuntime().halt(ExitCode.STOPPED.number());
    }

    @Override
    public void close() {
        progress.end();
        signals.close();
    }
}
