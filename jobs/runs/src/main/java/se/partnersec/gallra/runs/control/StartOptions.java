package se.partnersec.gallra.runs.control;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.limit.MaxDelete;

/**
 * What whoever starts runs wants of them, for as long as this process lives.
 *
 * @param maxDelete what a new run is to stop at, if its limits do not stop it before; null if nothing
 * @param rate rows a second, 0 for no bound, at most a million; null if it is not said
 * @param chunk candidates a chunk, 1 to 10 000; null if it is not said
 * @param runFor after so long they end, to be gone on with later; null for no end
 */
public record StartOptions(
        @Nullable MaxDelete maxDelete,
        @Nullable Integer rate,
        @Nullable Integer chunk,
        @Nullable Duration runFor) {
    public static final StartOptions NONE = new StartOptions(null, null, null, null);
    public static final int MOST_RATE = 1_000_000;
    public static final int MOST_CHUNK = 10_000;

    public StartOptions {
        if (rate != null && (rate < 0 || rate > MOST_RATE)) {
            throw new IllegalArgumentException("a rate is 0 to " + MOST_RATE + " rows a second, was " + rate);
        }
        if (chunk != null && (chunk < 1 || chunk > MOST_CHUNK)) {
            throw new IllegalArgumentException("a chunk is 1 to " + MOST_CHUNK + " candidates, was " + chunk);
        }
    }

    public static StartOptions most(@Nullable MaxDelete maxDelete) {
        return new StartOptions(maxDelete, null, null, null);
    }
}
