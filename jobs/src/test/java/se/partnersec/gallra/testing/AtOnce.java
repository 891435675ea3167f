package se.partnersec.gallra.testing;

import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Two acts of different people at the same moment. */
public final class AtOnce {
    private AtOnce() {}

    /** An act that prepares itself, waits at the barrier for the other, and then tries; true if it succeeded. */
    public interface Act {
        boolean with(CyclicBarrier both) throws Exception;
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
            threads.shutdown();
        }
    }
}
