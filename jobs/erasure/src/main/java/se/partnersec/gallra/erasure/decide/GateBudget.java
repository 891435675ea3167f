package se.partnersec.gallra.erasure.decide;

import java.time.Duration;

/**
 * How long a chunk may keep the gate while it speaks to the object store: so long a hold that is being placed waits for it.
 *
 * @param entered when the gate was, by the clock that only runs forward
 */
public record GateBudget(long entered) {
    public static final Duration WHOLE = Duration.ofSeconds(5);
    private static final Duration ASKING = Duration.ofSeconds(4);

    public static GateBudget begin() {
        return new GateBudget(System.nanoTime());
    }

    /** Whether the store may be asked for more. */
    public boolean asks() {
        return System.nanoTime() - entered < ASKING.toNanos();
    }

    /** What a request in hand may take. */
    public Duration left() {
        return Duration.ofNanos(Math.max(1_000_000, entered + WHOLE.toNanos() - System.nanoTime()));
    }
}
