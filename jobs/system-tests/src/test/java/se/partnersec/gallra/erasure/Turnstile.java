package se.partnersec.gallra.erasure;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import se.partnersec.gallra.erasure.run.CrashPoint;

/**
 * Lets another actor take its steps exactly when the run has passed given points. A step that waits for a lock of ours
 * is left waiting, and those after it follow when it is through. Where the run waits for a lock of theirs it cannot pass
 * the next point before their next step, so that one is taken then.
 */
final class Turnstile implements CrashPoint.Witness, AutoCloseable {
    /** Long enough for a step that waits for nothing; a shorter look only means that fewer orders are told apart. */
    private static final long BLOCKED_AFTER_MS = 80;

    /** Longer than a run needs from one point to the next, shorter than it waits for a lock. */
    private static final long STUCK_AFTER_MS = 500;

    private final ExecutorService actor = Executors.newSingleThreadExecutor();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
    private final Deque<Integer> slots;
    private final Deque<Runnable> steps;
    private final Deque<Future<?>> waiting = new ArrayDeque<>();
    private int passed;
    private long lastPassed = System.nanoTime();

    /** @param slots before which point, counted from 0, each step is taken */
    Turnstile(List<Integer> slots, List<Runnable> steps) {
        this.slots = new ArrayDeque<>(slots);
        this.steps = new ArrayDeque<>(steps);
        watch.scheduleWithFixedDelay(this::helpOn, STUCK_AFTER_MS, 50, TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void passed(CrashPoint point) {
        while (!slots.isEmpty() && slots.peek() <= passed) {
            next();
        }
        passed++;
        lastPassed = System.nanoTime();
    }

    private void next() {
        slots.poll();
        waiting.add(actor.submit(steps.remove()));
        await(BLOCKED_AFTER_MS);
    }

    private synchronized void helpOn() {
        await(0);
        long idle = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastPassed);
        if (!slots.isEmpty() && waiting.isEmpty() && idle > STUCK_AFTER_MS) {
            next();
            lastPassed = System.nanoTime();
        }
    }

    /** The run is over: takes what is left, and waits for all. */
    synchronized void finish() {
        watch.shutdownNow();
        slots.clear();
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
        watch.shutdownNow();
        actor.shutdownNow();
    }
}
