package se.partnersec.gallra.runs.control;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.rule.DataCategory;

/**
 * What somebody wants of a run, or of all of them.
 *
 * @param runId 0 for all runs
 * @param rate rows a second, 0 for no bound; null unless it is set
 * @param chunk candidates a chunk, 1 to 10 000; null unless it is set
 * @param lifts the last stop of all runs that an order to let them go takes back, null for every one before it; or the order that is cancelled
 * @param category to start a run of; null for any other order, and for a text that names none
 * @param attempt how many attempts a run had that is to be restarted or recovered; null for any other order
 * @param until when a pause ends by itself, or until when a run may be started; null for a pause that somebody has to end
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
        @Nullable DataCategory category,
        @Nullable Integer attempt,
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
        GO,
        RESTART,
        RECOVER,
        START,
        CANCEL;

        /** True of an order that a worker carries out, once. */
        public boolean starts() {
            return this == START || this == RESTART || this == RECOVER;
        }
    }

    /** The login without the host it may come from. */
    public String who() {
        int host = by.lastIndexOf('@');
        return host < 1 ? by : by.substring(0, host);
    }
}
