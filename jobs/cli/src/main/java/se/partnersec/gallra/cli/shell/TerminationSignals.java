package se.partnersec.gallra.cli.shell;

import java.util.ArrayList;
import java.util.List;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * While a run is at work, the first SIGINT, SIGTERM or SIGHUP asks it to stop after its chunk, and the second ends the
 * process at once; the chunk in hand is then rolled back. A shutdown hook could not tell the first from the second.
 */
public final class TerminationSignals implements AutoCloseable {
    private record Former(Signal signal, SignalHandler handler) {}

    private final List<Former> former = new ArrayList<>();
    private boolean asked;

    /**
     * @param first asks for the stop
     * @param second must not return
     */
    public TerminationSignals(Runnable first, Runnable second) {
        SignalHandler handler = signal -> (again() ? second : first).run();
        for (String name : List.of("INT", "TERM", "HUP")) {
            try {
                Signal signal = new Signal(name);
                former.add(new Former(signal, Signal.handle(signal, handler)));
            } catch (IllegalArgumentException e) {
                // The system, or a flag of the JVM, keeps this signal for itself: it then ends the process at once.
                continue;
            }
        }
    }

    private synchronized boolean again() {
        boolean before = asked;
        asked = true;
        return before;
    }

    @Override
    public void close() {
        former.forEach(f -> Signal.handle(f.signal(), f.handler()));
    }
}
