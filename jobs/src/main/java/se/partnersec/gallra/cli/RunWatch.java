package se.partnersec.gallra.cli;

import se.partnersec.gallra.support.ExitCode;

/** Watches runs of this process: shows how they get on, and obeys Ctrl-C and SIGTERM. */
final class RunWatch implements AutoCloseable {
    private final Session session;
    private final ProgressLines progress;
    private final Signals signals;
    private volatile boolean stopping;

    RunWatch(Session session) {
        this.session = session;
        this.progress = new ProgressLines(session.terminal(), session.words(), System::nanoTime);
        this.signals = new Signals(this::stop, this::halt);
    }

    ProgressLines progress() {
        return progress;
    }

    boolean stopping() {
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
