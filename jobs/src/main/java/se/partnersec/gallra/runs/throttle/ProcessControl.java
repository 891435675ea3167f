package se.partnersec.gallra.runs.throttle;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.runs.control.StartOptions;
import se.partnersec.gallra.runs.control.StopReason;

/** What holds for every run of this process: the signal that ends them, the options they were started with, their time. */
public final class ProcessControl implements RunThrottle.Driver {
    private final LongSupplier nanos;
    private final Sleeper sleeper;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private volatile StartOptions options = StartOptions.NONE;
    private volatile long began;

    /** Waits; a test may let time pass otherwise. */
    @FunctionalInterface
    public interface Sleeper {
        void sleep(Duration length) throws InterruptedException;
    }

    public ProcessControl(LongSupplier nanos, Sleeper sleeper) {
        this.nanos = nanos;
        this.sleeper = sleeper;
        this.began = nanos.getAsLong();
    }

    /** Their time begins now. */
    public void take(StartOptions given) {
        if (!given.equals(options)) {
            options = given;
            began = nanos.getAsLong();
        }
    }

    public void stop() {
        stopping.set(true);
    }

    @Override
    public StartOptions options() {
        return options;
    }

    @Override
    public LongSupplier nanos() {
        return nanos;
    }

    @Override
    public @Nullable StopReason ending() {
        if (stopping.get()) {
            return StopReason.of("stopped on request");
        }
        Duration time = options.runFor();
        return time != null && nanos.getAsLong() - began >= time.toNanos()
                ? StopReason.of("its time is over, " + words(time) + " by --run-for")
                : null;
    }

    private static String words(Duration time) {
        return String.valueOf(time).substring(2).toLowerCase(java.util.Locale.ROOT);
    }

    @Override
    public boolean sleep(Duration length) {
        try {
            sleeper.sleep(length);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop();
            return false;
        }
    }
}
