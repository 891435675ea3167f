package se.partnersec.gallra.runs.throttle;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many candidates a chunk may have so that it lasts no longer than it may: as long as it lasts, a new hold and everybody who
 * wants one of its rows wait. Smaller at once, larger again by and by.
 */
final class AdaptiveChunkSize {
    /** Below it, what a chunk costs by itself outweighs its rows. */
    private static final long LEAST = 100;

    private static final long REST = TimeUnit.SECONDS.toNanos(1);
    private static final double DEEPEST_CUT = 0.25;

    private final long aim;
    private final LongSupplier nanos;
    private long bound = Long.MAX_VALUE;
    private long cutAt;
    private boolean warm;

    /**
     * @param aim how long a chunk may last
     * @param nanos a clock that only runs forward
     */
    AdaptiveChunkSize(Duration aim, LongSupplier nanos) {
        this.aim = aim.toNanos();
        this.nanos = nanos;
        this.cutAt = nanos.getAsLong() - REST;
    }

    /** At most as many as wanted. */
    int of(int wanted) {
        return (int) Math.min(wanted, bound);
    }

    /**
     * A chunk is done, its commit included.
     *
     * @param rows its candidates; 0 where there was none, which says nothing
     * @param took in nanoseconds
     * @param crowded whether sessions stand waiting for row locks, whoever holds these
     */
    void done(long rows, long took, boolean crowded) {
        if (rows == 0) {
            return;
        }
        if (!warm) {
            // Most of the first is spent on loading classes and filling caches.
            warm = true;
            return;
        }
        if (took > aim) {
            cut(rows, (double) aim / took);
        } else if (crowded) {
            if (rested()) {
                cut(rows, 0.5);
            }
        } else if (rows >= bound && took < aim / 2 && rested()) {
            bound *= 2;
        }
    }

    private void cut(long rows, double share) {
        bound = Math.min(bound, Math.max(LEAST, (long) (rows * Math.max(share, DEEPEST_CUT))));
        cutAt = nanos.getAsLong();
    }

    private boolean rested() {
        return nanos.getAsLong() - cutAt >= REST;
    }
}
