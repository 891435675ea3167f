package se.partnersec.gallra.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import sun.misc.Signal;

/** The first signal asks, the second insists. */
class TerminationSignalsTest {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @Test
    void asks_at_the_first_signal_and_ends_at_the_second() throws InterruptedException {
        try (TerminationSignals signals = new TerminationSignals(() -> heard.add("stop"), () -> heard.add("halt"))) {
            // TERM: a parent such as nohup, or a shell in the background, may have had HUP and INT ignored for us.
            Signal.raise(new Signal("TERM"));
            assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("stop");
            Signal.raise(new Signal("TERM"));
            assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("halt");
        }
        assertThat(heard).isEmpty();
    }
}
