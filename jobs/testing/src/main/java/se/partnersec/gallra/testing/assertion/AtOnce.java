package se.partnersec.gallra.testing.assertion;

import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Two acts of different people at the same moment. */
public final class AtOnce {
    private AtOnce() {}

    /** An act that prepares itself, waits at the barrier for the other, and then tries; true if it succeeded. */
    public interface Act {
        boolean with(CyclicBarrier both) throws Exception;
    }

    /** Waits for the other, no longer than half a minute. */
    public static void await(CyclicBarrier both) {
        try {
            both.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException("the other never came", e);
        }
    }

    /** Whether each of them succeeded. */
    public static List<Boolean> succeeded(Act one, Act other) throws Exception {
        CyclicBarrier both = new CyclicBarrier(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<Boolean> first = threads.submit(() -> one.with(both));
            Future<Boolean> second = threads.submit(() -> other.with(both));
            return List.of(first.get(), second.get());
        } finally {
            threads.shutdownNow();
        }
    }
}
