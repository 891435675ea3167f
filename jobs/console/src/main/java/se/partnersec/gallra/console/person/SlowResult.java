package se.partnersec.gallra.console.person;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.cli.output.CommandPage;
import se.partnersec.gallra.support.exit.ExitCode;

/**
 * Result of a command that reads every record: it is read aside, and shown with its time for five minutes. An older one is never
 * shown, and one that says that nothing could be read is not kept.
 */
final class SlowResult {
    private static final Duration FRESH = Duration.ofMinutes(5);
    private static final Set<ExitCode> NOT_READ = Set.of(ExitCode.ENVIRONMENT, ExitCode.BUG, ExitCode.FAILED);

    private final Supplier<CommandPage> command;
    private final Executor aside;
    private final Clock clock;
    private @Nullable DatedPage last;
    private Instant read = Instant.EPOCH;
    private @Nullable CompletableFuture<DatedPage> running;

    SlowResult(Supplier<CommandPage> command, Executor aside, Clock clock) {
        this.command = command;
        this.aside = aside;
        this.clock = clock;
    }

    /**
     * The result, read now or in the last five minutes; null while it is being read.
     *
     * @param patience how long to wait for it
     */
    @Nullable
    DatedPage get(Duration patience) {
        CompletableFuture<DatedPage> awaited;
        synchronized (this) {
            if (last != null && read.plus(FRESH).isAfter(clock.instant())) {
                return last;
            }
            last = null;
            if (running == null) {
                running = CompletableFuture.supplyAsync(this::read, aside);
            }
            awaited = running;
        }
        try {
            return awaited.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | CancellationException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CancellationException) {
                return null; // the session has ended
            }
            throw new IllegalStateException("a command of a page says what went wrong and throws nothing", e);
        }
    }

    private DatedPage read() {
        Instant begun = clock.instant();
        DatedPage result = null;
        try {
            result = new DatedPage(command.get(), begun);
            return result;
        } finally {
            ended(result);
        }
    }

    private synchronized void ended(@Nullable DatedPage result) {
        running = null;
        if (result != null && !NOT_READ.contains(result.page().exit())) {
            last = result;
            read = clock.instant();
        }
    }

    /** Nobody waits for it any more. */
    synchronized void cancel() {
        if (running != null) {
            running.cancel(false);
        }
    }
}
