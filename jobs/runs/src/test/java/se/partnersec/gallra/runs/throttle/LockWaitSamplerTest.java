package se.partnersec.gallra.runs.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When the waits of others count as many. */
class LockWaitSamplerTest {
    private final LoadThrottle.LockWaitSampler waits = new LoadThrottle.LockWaitSampler();

    private boolean at(@Nullable Long millis, long second) {
        waits.at(millis, TimeUnit.SECONDS.toNanos(second));
        return waits.crowded();
    }

    @Test
    void it_takes_two_looks_and_more_than_one_session_at_a_time() {
        assertThat(at(900_000L, 10)).isFalse();
        assertThat(at(901_000L, 11)).as("one").isFalse();
        assertThat(at(902_001L, 12)).as("more than one").isTrue();
        assertThat(at(902_001L, 13)).isFalse();
        assertThat(at(904_500L, 16)).as("less than one, over three seconds").isFalse();
    }

    @Test
    void a_server_that_does_not_say_is_not_crowded() {
        assertThat(at(5L, 10)).isFalse();
        assertThat(at(null, 11)).isFalse();
        assertThat(at(900_000L, 12)).isFalse();
    }
}
