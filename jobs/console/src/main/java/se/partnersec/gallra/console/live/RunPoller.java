package se.partnersec.gallra.console.live;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import se.partnersec.gallra.operations.live.LiveRun;
import se.partnersec.gallra.operations.metrics.MetricCollector;

/**
 * Progress of the runs at work, read at most every two seconds however many pages are open, and not at all while none is. What it
 * remembers are the counts of the last minute, for the speed.
 */
public final class RunPoller {
    private static final Logger LOG = LoggerFactory.getLogger(RunPoller.class);

    static final Duration PERIOD = Duration.ofSeconds(2);
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    /** A speed over less than this jumps. */
    private static final Duration SHORTEST = Duration.ofSeconds(4);

    private static final double MILLIS = 1000;

    private final Supplier<List<LiveRun>> runs;
    private final Clock clock;
    private final Map<Long, Deque<Count>> counts = new HashMap<>();
    private LiveState state;

    /** Candidates that were done by a moment. */
    private record Count(Instant at, long done) {}

    /** @param runs reads them, or throws */
    public RunPoller(Supplier<List<LiveRun>> runs, Clock clock) {
        this.runs = runs;
        this.clock = clock;
        this.state = new LiveState(0, Instant.EPOCH, false, List.of());
    }

    /** The runs as they were at most two seconds ago. */
    public synchronized LiveState state() {
        Instant now = clock.instant();
        Duration age = Duration.between(state.at(), now);
        if (age.isNegative() || age.compareTo(PERIOD) >= 0) {
            state = read(now);
        }
        return state;
    }

    /** The time of a state is that of its end: whoever waited for it does not read again. */
    private LiveState read(Instant begun) {
        long number = Math.max(state.number() + 1, begun.toEpochMilli());
        try {
            List<LiveRun> found = runs.get();
            Instant now = clock.instant();
            counts.keySet().retainAll(found.stream().map(LiveRun::run).toList());
            return new LiveState(
                    number,
                    now,
                    true,
                    found.stream().map(run -> progress(run, now)).toList());
        } catch (RuntimeException e) {
            // Whatever it is, pages are shown without progress.
            if (state.known() || state.number() == 0) {
                LOG.warn("how far runs are cannot be read: {}", MetricCollector.words(e));
            }
            return new LiveState(number, clock.instant(), false, List.of());
        }
    }

    private LiveState.Progress progress(LiveRun run, Instant now) {
        Deque<Count> known = counts.computeIfAbsent(run.run(), r -> new ArrayDeque<>());
        while (!known.isEmpty() && known.peekFirst().at().isBefore(now.minus(REMEMBERED))) {
            known.removeFirst();
        }
        if (run.paused()) {
            known.clear();
        }
        known.addLast(new Count(now, run.done()));
        Count first = known.getFirst();
        Duration span = Duration.between(first.at(), now);
        long done = run.done() - first.done();
        if (run.paused() || done <= 0 || span.compareTo(SHORTEST) < 0) {
            return new LiveState.Progress(run, 0, null);
        }
        double perSecond = done * MILLIS / span.toMillis();
        return new LiveState.Progress(
                run, perSecond, now.plusMillis(Math.round((run.candidates() - run.done()) * MILLIS / perSecond)));
    }
}
