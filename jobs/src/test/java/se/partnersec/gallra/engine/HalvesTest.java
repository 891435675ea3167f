package se.partnersec.gallra.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HalvesTest {
    private static final List<Integer> SEVEN = List.of(1, 2, 3, 4, 5, 6, 7);

    private final Thread here = Thread.currentThread();
    private final ConcurrentLinkedQueue<List<Integer>> elsewhere = new ConcurrentLinkedQueue<>();

    private List<Integer> squares(Duration patience, Consumer<List<Integer>> ifElsewhere) {
        return new Halves(patience).ask(SEVEN, some -> {
            if (Thread.currentThread() != here) {
                elsewhere.add(some);
                ifElsewhere.accept(some);
            }
            return some.stream().map(n -> n * n).toList();
        });
    }

    private static List<Integer> squares() {
        return IntStream.rangeClosed(1, 7).mapToObj(n -> n * n).toList();
    }

    @Test
    void each_is_answered_in_order_and_the_second_half_elsewhere() {
        assertThat(squares(Duration.ofSeconds(20), some -> {})).isEqualTo(squares());
        assertThat(elsewhere).containsExactly(List.of(4, 5, 6, 7));
    }

    @Test
    void what_fails_elsewhere_is_asked_here() {
        assertThat(squares(Duration.ofSeconds(20), some -> {
                    throw new IllegalStateException("no connection");
                }))
                .isEqualTo(squares());
        assertThat(elsewhere).hasSize(1);
    }

    @Test
    void what_nobody_answers_in_time_is_asked_here() {
        CountDownLatch never = new CountDownLatch(1);
        assertThat(squares(Duration.ofMillis(100), some -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }))
                .isEqualTo(squares());
    }

    @Test
    void what_fails_here_as_well_is_told() {
        assertThatThrownBy(() -> new Halves().ask(SEVEN, some -> {
                    if (some.contains(7)) {
                        throw new IllegalStateException("not seven");
                    }
                    return some;
                }))
                .hasMessage("not seven");
    }
}
