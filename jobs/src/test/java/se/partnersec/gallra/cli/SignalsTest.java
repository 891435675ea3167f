package se.partnersec.gallra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import sun.misc.Signal;

/** The first signal asks, the second insists. */
class SignalsTest {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @Test
    void asks_at_the_first_signal_and_ends_at_the_second_whatever_their_names() throws InterruptedException {
        try (Signals signals = new Signals(() -> heard.add("stop"), () -> heard.add("halt"))) {
            Signal.raise(new Signal("HUP"));
            assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("stop");
            Signal.raise(new Signal("TERM"));
            assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("halt");
        }
        assertThat(heard).isEmpty();
    }
}
