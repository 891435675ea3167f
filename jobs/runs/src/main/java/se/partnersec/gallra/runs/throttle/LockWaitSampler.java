package se.partnersec.gallra.runs.throttle;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Whether sessions stand waiting for row locks: on average more than one of them, between two looks at the server's own sum. */
final class LockWaitSampler {
    private @Nullable Long before;
    private long lookedAt;
    private boolean crowded;

    /**
     * @param millis all sessions' waits together since the server was started; null if it does not say
     * @param now by a clock that only runs forward, in nanoseconds
     */
    void at(@Nullable Long millis, long now) {
        crowded = before != null && millis != null && millis - before > TimeUnit.NANOSECONDS.toMillis(now - lookedAt);
        before = millis;
        lookedAt = now;
    }

    boolean crowded() {
        return crowded;
    }
}
