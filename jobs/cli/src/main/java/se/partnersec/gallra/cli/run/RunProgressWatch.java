package se.partnersec.gallra.cli.run;

import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.ProgressLines;
import se.partnersec.gallra.cli.shell.TerminationSignals;
import se.partnersec.gallra.runs.control.StartOptions;
import se.partnersec.gallra.runs.throttle.RunSession;
import se.partnersec.gallra.support.exit.ExitCode;

/** Shows the progress of the runs of one command, and stops them on Ctrl-C and SIGTERM. */
public final class RunProgressWatch implements AutoCloseable {
    private final CommandContext session;
    private final ProgressLines progress;
    private final RunSession runs;
    private final TerminationSignals signals;
    private volatile boolean stopping;

    public RunProgressWatch(CommandContext session, StartOptions options) {
        this.session = session;
        this.progress = new ProgressLines(session.terminal(), session.words(), System::nanoTime);
        this.runs = new RunSession(options, progress);
        this.signals = new TerminationSignals(this::stop, this::halt);
    }

    public ProgressLines progress() {
        return progress;
    }

    /** For the runs that are started. */
    public RunSession runs() {
        return runs;
    }

    public boolean stopping() {
        return stopping;
    }

    private void stop() {
        stopping = true;
        runs.stop();
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
