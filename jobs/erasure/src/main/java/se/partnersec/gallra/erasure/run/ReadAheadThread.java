package se.partnersec.gallra.erasure.run;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import se.partnersec.gallra.support.text.Sentences;

/** One thing after the other by a thread of its own, beside the caller's: what the next page needs. */
public final class ReadAheadThread implements AutoCloseable {
    private static final Sentences SENTENCES = Sentences.of("erasure");
    /** Whoever has ended waits no longer for what nobody wants any more. */
    private static final int PATIENCE_SECONDS = 30;

    private final ExecutorService worker = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "gallra-ahead");
        thread.setDaemon(true);
        return thread;
    });

    public <T> Future<T> begin(Callable<T> work) {
        return worker.submit(work);
    }

    /** Waits for it; it fails as the work failed. */
    public static <T> T get(Future<T> begun) {
        try {
            return begun.get();
        } catch (InterruptedException e) {
            throw interrupted();
        } catch (ExecutionException e) {
            throw asItFailed(e);
        }
    }

    /**
     * The same, but no longer than this.
     *
     * @param late what to say if it took longer
     */
    public static <T> T get(Future<T> begun, Duration patience, String late) {
        try {
            return begun.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw interrupted();
        } catch (ExecutionException e) {
            throw asItFailed(e);
        } catch (TimeoutException e) {
            throw new ChunkFailedException(SqlErrorClassifier.Kind.TRANSIENT, late);
        }
    }

    /**
     * The same, as long as it takes.
     *
     * @param each done again and again after so long: a session that says nothing is ended by the server
     */
    public static <T> T get(Future<T> begun, Duration each, Runnable meanwhile) {
        while (true) {
            try {
                return begun.get(each.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                throw interrupted();
            } catch (ExecutionException e) {
                throw asItFailed(e);
            } catch (TimeoutException e) {
                meanwhile.run();
            }
        }
    }

    private static ChunkFailedException interrupted() {
        Thread.currentThread().interrupt();
        return new ChunkFailedException(
                SqlErrorClassifier.Kind.TRANSIENT, SENTENCES.say("run.interrupted-while-another-thread-waited"));
    }

    private static RuntimeException asItFailed(ExecutionException e) {
        return e.getCause() instanceof RuntimeException trouble ? trouble : new IllegalStateException(e.getCause());
    }

    /** What has not begun never will; what has is waited for. */
    @Override
    public void close() {
        worker.shutdownNow();
        try {
            worker.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
