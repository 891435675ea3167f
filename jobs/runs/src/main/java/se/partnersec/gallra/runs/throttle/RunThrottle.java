package se.partnersec.gallra.runs.throttle;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.erasure.run.RunControl;
import se.partnersec.gallra.runs.control.RunOrder;
import se.partnersec.gallra.runs.control.RunOrderDescription;
import se.partnersec.gallra.runs.control.RunOrderRepository;
import se.partnersec.gallra.runs.control.StartOptions;
import se.partnersec.gallra.runs.control.StopReason;
import se.partnersec.gallra.support.text.Sentences;

/**
 * What one run obeys between its chunks: the signal to its session, its time, orders from anywhere, the time of
 * day, its rate, and how the database and its replicas do. While it waits it holds nothing, its lease lives by the heartbeat, and it looks every second. Orders that cannot be read end the attempt:
 * a run that cannot be stopped does not go on.
 */
public final class RunThrottle implements RunControl {
    private static final Sentences SENTENCES = Sentences.of("runs");
    private static final long LOOK = TimeUnit.SECONDS.toNanos(1);
    private static final long PROVED_FOR = TimeUnit.SECONDS.toNanos(30);

    private final Driver driver;
    private final LongFunction<List<RunOrder>> orders;
    private final Set<Long> known;
    private final int mostChunk;
    private final Outside outside;
    private final Consumer<@Nullable String> told;
    private final RateLimiter pace;
    private final AdaptiveChunkSize size;
    private LongSupplier run = () -> 0;
    private Proof proof = stood -> {};
    private long provedAt;
    private volatile RunOrderRepository.EffectiveOrders now = RunOrderRepository.EffectiveOrders.NOTHING;
    private volatile @Nullable StopReason ending;

    /** What preflight proved, proved again between chunks. */
    @FunctionalInterface
    public interface Proof {
        /** @param stood whether the run stood still, for however long: then everything is proved again */
        void again(boolean stood);
    }

    /** What the time of day, the database and its replicas say. */
    public interface Outside {
        /** Why the run may not be at work now; null if it may. */
        @Nullable
        StopReason shut();

        /** Why the next chunk has to wait; null if it may begin. */
        @Nullable
        String waits();

        /** Whether it has waited so long that it is to stop instead. */
        boolean tired();

        /** Whether sessions stand waiting for row locks, as of the last time it was asked whether to wait. */
        boolean crowded();
    }

    /** The signal, options and time of the session that started the run. */
    public interface Driver {
        /** Why every run of the session is to end; null if they may go on. */
        @Nullable
        StopReason ending();

        StartOptions options();

        /** Runs forward, in nanoseconds. */
        LongSupplier nanos();

        /** @return whether it slept to the end; false to end the run */
        boolean sleep(Duration length);
    }

    /**
     * @param orders to a run and to all runs, the oldest first
     * @param known orders that were there when this attempt began
     * @param mostChunk no order makes a chunk of this category larger
     * @param chunkTime how long a chunk may last before the next one is smaller
     * @param told why the run stands still, and null when it goes on
     */
    public RunThrottle(
            Driver driver,
            LongFunction<List<RunOrder>> orders,
            Set<Long> known,
            int mostChunk,
            Duration chunkTime,
            Outside outside,
            Consumer<@Nullable String> told) {
        this.driver = driver;
        this.orders = orders;
        this.known = Set.copyOf(known);
        this.mostChunk = mostChunk;
        this.outside = outside;
        this.told = told;
        this.pace = new RateLimiter(driver.nanos());
        this.size = new AdaptiveChunkSize(chunkTime, driver.nanos());
        this.provedAt = driver.nanos().getAsLong();
    }

    /** @param number of the run, 0 while it has none */
    public void of(LongSupplier number) {
        run = number;
    }

    /** @param proof asked for after each standstill, and every 30 s */
    public void proof(Proof proof) {
        this.proof = proof;
    }

    public void took(long rows) {
        pace.took(rows);
    }

    /** An attempt failed: the next one takes smaller chunks, in case they were too much for what answers slowly. */
    public void failed() {
        size.halve();
    }

    /** Why the run ends; only after {@link #ends} or {@link #holds} said so. */
    public StopReason why() {
        StopReason why = ending;
        return why == null ? StopReason.of(SENTENCES.say("throttle.stopped-request")) : why;
    }

    @Override
    public boolean ends() {
        StopReason ours = driver.ending();
        StopReason why = ours == null ? outside.shut() : ours;
        if (why == null) {
            now = RunOrderRepository.EffectiveOrders.of(orders.apply(run.getAsLong()), known, driver.options());
            RunOrder stop = now.halt() == null ? now.stop() : now.halt();
            why = stop == null ? null : StopReason.by(stop);
        }
        ending = why;
        return why != null;
    }

    @Override
    public boolean holds() {
        String said = null;
        size.done(pace.rows(), pace.lasted(), outside.crowded());
        while (!ends()) {
            Wait wait = wait(now);
            if (wait != null && wait.tired()) {
                ending = StopReason.of(SENTENCES.say("throttle.too-long", wait.why()));
                return true;
            }
            if (wait == null) {
                if (said != null) {
                    told.accept(null);
                }
                proveAgain(said != null);
                pace.next();
                return false;
            }
            if (wait.why() != null && !wait.why().equals(said)) {
                said = wait.why();
                told.accept(said);
            }
            if (!driver.sleep(Duration.ofNanos(Math.min(wait.nanos(), LOOK)))) {
                return true;
            }
        }
        return true;
    }

    private void proveAgain(boolean stood) {
        long now = driver.nanos().getAsLong();
        if (stood || now - provedAt >= PROVED_FOR) {
            proof.again(stood);
            provedAt = driver.nanos().getAsLong();
        }
    }

    /** @param why null for what needs no words */
    private record Wait(long nanos, @Nullable String why, boolean tired) {}

    private @Nullable Wait wait(RunOrderRepository.EffectiveOrders orders) {
        RunOrder pause = orders.pause();
        if (pause != null) {
            return new Wait(LOOK, new RunOrderDescription(Locale.ENGLISH).paused(pause), false);
        }
        String slow = outside.waits();
        if (slow != null) {
            return new Wait(LOOK, slow, outside.tired());
        }
        Integer rate = orders.rate();
        long left = rate == null ? 0 : pace.wait(rate);
        return left == 0 ? null : new Wait(left, null, false);
    }

    @Override
    public int chunk(int usual) {
        Integer set = now.chunk();
        Integer rate = now.rate();
        int wanted = set == null ? usual : Math.min(set, mostChunk);
        return size.of(rate == null || rate == 0 ? wanted : Math.min(wanted, rate));
    }

    /**
     * Keeps to a rate of rows a second by waiting between chunks. What a chunk took is known when it is done, so the wait
     * comes after it. No chunk has more rows than the rate allows in a second.
     */
    private static final class RateLimiter {
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

    /**
     * How many candidates a chunk may have so that it lasts no longer than it may: as long as it lasts, a new hold and everybody who
     * wants one of its rows wait. Smaller at once, larger again by and by.
     */
    private static final class AdaptiveChunkSize {
        /** Below it, what a chunk costs by itself outweighs its rows. */
        private static final long LEAST = 100;

        /** Where attempts fail, smaller chunks are worth what they cost. */
        private static final long FEWEST = 10;

        private static final long REST = TimeUnit.SECONDS.toNanos(1);
        private static final double DEEPEST_CUT = 0.25;

        private final long aim;
        private final LongSupplier nanos;
        private long bound = Long.MAX_VALUE;
        private long cutAt;
        private boolean warm;
        private int last = Integer.MAX_VALUE;

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
            last = (int) Math.min(wanted, bound);
            return last;
        }

        /** Half of what was taken last, whatever that took. */
        void halve() {
            bound = Math.min(bound, Math.max(FEWEST, last / 2));
            cutAt = nanos.getAsLong();
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
}
