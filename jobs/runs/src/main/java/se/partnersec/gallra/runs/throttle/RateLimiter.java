package se.partnersec.gallra.runs.throttle;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Keeps to a rate of rows a second by waiting between chunks. What a chunk took is known when it is done, so the wait
 * comes after it: over a few chunks the rate holds, within one it does not.
 */
final class RateLimiter {
    private final LongSupplier nanos;
    private long began;
    private long rows;

    /** @param nanos a clock that only runs forward */
    RateLimiter(LongSupplier nanos) {
        this.nanos = nanos;
        this.began = nanos.getAsLong();
    }

    void took(long more) {
        rows += more;
    }

    /**
     * How long the next chunk has to wait, in nanoseconds; 0 if it may begin.
     *
     * @param rate rows a second; 0 for no bound
     */
    long wait(int rate) {
        if (rate == 0 || rows == 0) {
            return 0;
        }
        long earned = rows * TimeUnit.SECONDS.toNanos(1) / rate;
        return Math.max(0, earned - (nanos.getAsLong() - began));
    }

    /** Candidates taken since the chunk began. */
    long rows() {
        return rows;
    }

    /** Nanoseconds since the chunk began. */
    long lasted() {
        return nanos.getAsLong() - began;
    }

    /** The next chunk begins now. */
    void next() {
        began = nanos.getAsLong();
        rows = 0;
    }
}
