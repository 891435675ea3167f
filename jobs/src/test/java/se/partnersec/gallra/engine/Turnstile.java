package se.partnersec.gallra.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Lets another actor take its steps exactly when the run has passed given points. A step that waits for a lock of ours
 * is left waiting, and those after it follow when it is through.
 */
final class Turnstile implements CrashPoint.Witness, AutoCloseable {
    /** Long enough for a step that waits for nothing; a shorter look only means that fewer orders are told apart. */
    private static final long BLOCKED_AFTER_MS = 80;

    private final ExecutorService actor = Executors.newSingleThreadExecutor();
    private final Deque<Integer> slots;
    private final Deque<Runnable> steps;
    private final Deque<Future<?>> waiting = new ArrayDeque<>();
    private int passed;

    /** @param slots before which point, counted from 0, each step is taken */
    Turnstile(List<Integer> slots, List<Runnable> steps) {
        this.slots = new ArrayDeque<>(slots);
        this.steps = new ArrayDeque<>(steps);
    }

    @Override
    public void passed(CrashPoint point) {
        while (!slots.isEmpty() && slots.peek() <= passed) {
            slots.poll();
            waiting.add(actor.submit(steps.remove()));
            await(BLOCKED_AFTER_MS);
        }
        passed++;
    }

    /** The run is over: takes what is left, and waits for all. */
    void finish() {
        while (!steps.isEmpty()) {
            waiting.add(actor.submit(steps.remove()));
        }
        await(TimeUnit.SECONDS.toMillis(20));
        if (!waiting.isEmpty()) {
            throw new IllegalStateException("a step never ended");
        }
    }

    private void await(long millis) {
        while (!waiting.isEmpty()) {
            try {
                waiting.peek().get(millis, TimeUnit.MILLISECONDS);
                waiting.remove();
            } catch (TimeoutException e) {
                return;
            } catch (ExecutionException e) {
                waiting.remove();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public void close() {
        actor.shutdownNow();
    }
}
