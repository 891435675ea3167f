package se.partnersec.gallra.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import se.partnersec.gallra.objectstore.bucket.ObjectBucket;

/**
 * Call recordings past their time, each an object of its own in a bucket.
 *
 * @param scattered whether keys lie in another order than the rows that name them
 */
record ObjectStock(ObjectServer server, String bucket, long objects, boolean scattered) {
    static final String PREFIX = "calls/";

    private static final int WRITERS = 8;
    private static final int A_DAY = 500;
    private static final byte[] BODY = "a recording".repeat(10).getBytes(StandardCharsets.UTF_8);

    /** The key of a row's object: a folder a day, numbered in the order of the calls, or spread over all of them. */
    String key(long id) {
        return scattered
                ? String.format(Locale.ROOT, "%s%016x.wav", PREFIX, id * 0x9E3779B97F4A7C15L)
                : String.format(Locale.ROOT, "%s%05d/samtal-%09d.wav", PREFIX, id / A_DAY, id);
    }

    void put() {
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        try (ObjectBucket to = server.open(bucket)) {
            List<Future<?>> parts = new ArrayList<>();
            for (int writer = 1; writer <= WRITERS; writer++) {
                long first = writer;
                parts.add(writers.submit(() -> {
                    for (long id = first; id <= objects; id += WRITERS) {
                        to.put(key(id), BODY);
                    }
                }));
            }
            for (Future<?> part : parts) {
                part.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the objects could not be written", e);
        } finally {
            writers.shutdownNow();
        }
    }

    /** Copies of any kind that are still there. */
    long left() {
        long[] left = {0};
        try (ObjectBucket at = server.open(bucket)) {
            at.forEachVersion("", version -> left[0]++);
        }
        return left[0];
    }
}
