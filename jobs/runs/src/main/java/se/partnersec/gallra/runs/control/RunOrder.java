package se.partnersec.gallra.runs.control;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants of a run, or of all of them.
 *
 * @param runId 0 for all runs
 * @param rate rows a second, 0 for no bound; null unless it is set
 * @param chunk candidates a chunk, 1 to 10 000; null unless it is set
 * @param lifts the last stop of all runs that an order to let them go takes back; null for every one before it
 * @param until when a pause ends by itself; null for one that somebody has to end
 * @param over whether that time had come when this was read, by the database's clock
 * @param at when it was given, by the database's clock
 * @param by the database login of whoever gave it
 */
public record RunOrder(
        long id,
        long runId,
        Action action,
        @Nullable Integer rate,
        @Nullable Integer chunk,
        @Nullable Long lifts,
        @Nullable Instant until,
        boolean over,
        String reason,
        Instant at,
        String by) {

    public enum Action {
        PAUSE,
        RESUME,
        STOP,
        SET,
        STOP_ALL,
        GO
    }

    /** The login without the host it may come from. */
    public String who() {
        int host = by.lastIndexOf('@');
        return host < 1 ? by : by.substring(0, host);
    }
}
