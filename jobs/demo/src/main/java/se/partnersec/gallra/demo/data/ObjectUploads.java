package se.partnersec.gallra.demo.data;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.demo.company.FillProgress;

/** Puts objects with a few threads beside the writing of rows, and never lets more wait than it can remember. */
final class ObjectUploads implements AutoCloseable {
    private static final int THREADS = 8;
    private static final int WAITING = 128;

    private final ObjectSink sink;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final Semaphore room = new Semaphore(WAITING);
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private final FillProgress progress;

    ObjectUploads(ObjectSink sink, FillProgress progress) {
        this.sink = sink;
        this.progress = progress;
    }

    /** @param upload all that is to happen to one key, in order */
    void submit(Consumer<ObjectSink> upload) {
        throwFailure();
        progress.show();
        room.acquireUninterruptibly();
        threads.execute(() -> {
            try {
                upload.accept(sink);
                progress.uploaded();
            } catch (RuntimeException e) {
                failure.compareAndSet(null, e);
            } finally {
                room.release();
            }
        });
    }

    /** Waits for what was submitted. */
    void finish() {
        room.acquireUninterruptibly(WAITING);
        room.release(WAITING);
        throwFailure();
    }

    private void throwFailure() {
        RuntimeException first = failure.get();
        if (first != null) {
            throw first;
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("an upload to the bucket does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
