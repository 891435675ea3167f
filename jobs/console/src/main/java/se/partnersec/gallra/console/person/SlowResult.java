package se.partnersec.gallra.console.person;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.cli.output.CommandPage;

/** Result of a command that reads every record: it is read aside, kept for some minutes, and shown with its time. */
final class SlowResult {
    private static final Duration FRESH = Duration.ofMinutes(5);

    private final Supplier<CommandPage> command;
    private final Executor aside;
    private final Clock clock;
    private @Nullable DatedPage last;
    private @Nullable CompletableFuture<DatedPage> running;

    SlowResult(Supplier<CommandPage> command, Executor aside, Clock clock) {
        this.command = command;
        this.aside = aside;
        this.clock = clock;
    }

    /**
     * The last result; null if there is none yet. One that is older than five minutes is shown, and read anew.
     *
     * @param patience how long to wait for the first one
     */
    @Nullable
    DatedPage get(Duration patience) {
        CompletableFuture<DatedPage> awaited;
        synchronized (this) {
            DatedPage known = last;
            if (known != null && known.at().plus(FRESH).isAfter(clock.instant())) {
                return known;
            }
            if (running == null) {
                running = CompletableFuture.supplyAsync(this::read, aside);
            }
            if (known != null) {
                return known;
            }
            awaited = running;
        }
        try {
            return awaited.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a command of a page says what went wrong and throws nothing", e);
        }
    }

    private DatedPage read() {
        Instant begun = clock.instant();
        try {
            DatedPage result = new DatedPage(command.get(), begun);
            synchronized (this) {
                last = result;
            }
            return result;
        } finally {
            synchronized (this) {
                running = null;
            }
        }
    }
}
