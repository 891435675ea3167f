package se.partnersec.gallra.console.live;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.operations.live.LiveRun;

/**
 * All runs at work at one moment.
 *
 * @param number grows with every state, also when the console starts again
 * @param known false if it could not be read; then there are no runs
 */
public record LiveState(long number, Instant at, boolean known, List<Progress> runs) {
    public LiveState {
        runs = List.copyOf(runs);
    }

    /**
     * Progress of a run.
     *
     * @param perSecond candidates in the last minute; 0 while that is not known
     * @param end when it is done at this speed; null while that is not known
     */
    public record Progress(
            LiveRun run, double perSecond, @Nullable Instant end) {}
}
