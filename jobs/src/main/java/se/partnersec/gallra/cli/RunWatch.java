package se.partnersec.gallra.cli;

import se.partnersec.gallra.run.ExitCode;

/** Watches runs of this process: shows how they get on, and obeys Ctrl-C and SIGTERM. */
final class RunWatch implements AutoCloseable {
    private final Session session;
    private final ProgressLines progress;
    private final Signals signals;
    private volatile boolean stopping;

    RunWatch(Session session) {
        this.session = session;
        this.progress = new ProgressLines(session.terminal(), System::nanoTime);
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
        progress.say("Stopping after the current chunk. Once more ends it at once.");
    }

    private void halt() {
        progress.say("Ended at once; the chunk in hand is rolled back. From 30 s on, the next gallra run goes on.");
        session.terminal().out().flush();
        Runtime.getRuntime().halt(ExitCode.STOPPED.number());
    }

    @Override
    public void close() {
        progress.end();
        signals.close();
    }
}
