package se.partnersec.gallra.holds.hold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ErasureGateCacheTest {
    private final AtomicInteger reads = new AtomicInteger();
    private final ErasureGate.Cache<Integer> register = new ErasureGate.Cache<>(reads::incrementAndGet);

    @Test
    void is_read_once_for_each_value_of_the_gate() {
        assertThat(register.at(7)).isEqualTo(1);
        assertThat(register.at(7)).isEqualTo(1);
        assertThat(register.at(8)).isEqualTo(2);
        // Nobody takes the gate back; whatever it shows, another value is another register.
        assertThat(register.at(7)).isEqualTo(3);
    }

    @Test
    void is_read_anew_each_time_without_the_gate() {
        assertThat(register.at(ErasureGate.Cache.UNGATED)).isEqualTo(1);
        assertThat(register.at(ErasureGate.Cache.UNGATED)).isEqualTo(2);
        assertThat(register.at(7)).isEqualTo(3);
    }
}
