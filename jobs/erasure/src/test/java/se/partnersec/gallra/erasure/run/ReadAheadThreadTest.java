package se.partnersec.gallra.erasure.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ReadAheadThreadTest {
    @AutoClose
    private final ReadAheadThread ahead = new ReadAheadThread();

    @Test
    void what_takes_longer_than_there_is_patience_fails_the_chunk_and_may_be_tried_again() {
        assertThatThrownBy(() -> ReadAheadThread.get(new CompletableFuture<>(), Duration.ofMillis(20), "too late"))
                .isInstanceOfSatisfying(
                        ChunkFailedException.class,
                        e -> assertThat(e.kind()).isEqualTo(SqlErrorClassifier.Kind.TRANSIENT))
                .hasMessage("too late");
    }

    @Test
    void it_fails_as_the_work_failed() {
        Future<Object> failed = ahead.begin(() -> {
            throw new IllegalArgumentException("of the work");
        });
        assertThatThrownBy(() -> ReadAheadThread.get(failed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("of the work");
        assertThatThrownBy(() -> ReadAheadThread.get(failed, Duration.ofSeconds(5), "too late"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void work_is_done_in_its_order() {
        StringBuilder order = new StringBuilder();
        Future<StringBuilder> first = ahead.begin(() -> order.append("first "));
        Future<StringBuilder> second = ahead.begin(() -> order.append("second"));
        assertThat(ReadAheadThread.get(second, Duration.ofSeconds(5), "too late"))
                .hasToString("first second");
        assertThat(first).isDone();
    }
}
