package se.partnersec.gallra.runs.throttle;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.runs.control.StartOptions;
import se.partnersec.gallra.runs.control.StopReason;
import se.partnersec.gallra.support.text.Sentences;

/**
 * Options, progress and stop signal of the runs that one caller starts, such as one command. Its time begins when it is made.
 * Runs of another session in the same process are not affected.
 */
public final class RunSession implements RunThrottle.Driver {
    private static final Sentences SENTENCES = Sentences.of("runs");
    private final StartOptions options;
    private final RunWatcher watcher;
    private final LongSupplier nanos;
    private final Sleeper sleeper;
    private final long began;
    private final AtomicBoolean stopping = new AtomicBoolean();

    /** Waits; a test may let time pass otherwise. */
    @FunctionalInterface
    public interface Sleeper {
        void sleep(Duration length) throws InterruptedException;
    }

    public RunSession(StartOptions options, RunWatcher watcher) {
        this(options, watcher, System::nanoTime, length -> Thread.sleep(length.toMillis()));
    }

    public RunSession(StartOptions options, RunWatcher watcher, LongSupplier nanos, Sleeper sleeper) {
        this.options = options;
        this.watcher = watcher;
        this.nanos = nanos;
        this.sleeper = sleeper;
        this.began = nanos.getAsLong();
    }

    /** Ends the runs of this session after their current chunk; any thread may call it. */
    public void stop() {
        stopping.set(true);
    }

    public RunWatcher watcher() {
        return watcher;
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
            return StopReason.of(SENTENCES.say("throttle.stopped-request"));
        }
        Duration time = options.runFor();
        return time != null && nanos.getAsLong() - began >= time.toNanos()
                ? StopReason.of(SENTENCES.say("throttle.time-over-run", words(time)))
                : null;
    }

    private static String words(Duration time) {
        return String.valueOf(time).substring(2).toLowerCase(Locale.ROOT);
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
