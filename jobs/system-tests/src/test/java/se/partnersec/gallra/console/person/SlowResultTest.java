package se.partnersec.gallra.console.person;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.cli.output.CommandPage;
import se.partnersec.gallra.support.exit.ExitCode;

class SlowResultTest {
    private static final Instant NOON = Instant.parse("2026-12-01T12:00:00Z");
    private static final Duration NOT = Duration.ZERO;

    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private Instant now = NOON;
    private ExitCode exit = ExitCode.DONE;
    private int reads;

    private final SlowResult result = new SlowResult(
            () -> {
                reads++;
                return new CommandPage(exit, List.of(), Map.of());
            },
            waiting::add,
            new Clock() {
                @Override
                public java.time.ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(java.time.ZoneId zone) {
                    return this;
                }

                @Override
                public Instant instant() {
                    return now;
                }
            });

    private void read() {
        Objects.requireNonNull(waiting.poll()).run();
    }

    @Test
    void is_read_once_for_all_who_ask_and_shown_with_the_time_at_which_it_was_begun() {
        assertThat(result.get(NOT)).isNull();
        assertThat(result.get(NOT)).isNull();
        assertThat(waiting).hasSize(1);
        read();
        now = NOON.plusSeconds(299);
        assertThat(Objects.requireNonNull(result.get(NOT)).at()).isEqualTo(NOON);
        assertThat(reads).isEqualTo(1);
    }

    @Test
    void after_five_minutes_it_is_not_shown_any_more() {
        result.get(NOT);
        read();
        now = NOON.plusSeconds(300);
        assertThat(result.get(NOT))
                .as("that nothing is overdue must not be old")
                .isNull();
        read();
        assertThat(Objects.requireNonNull(result.get(NOT)).at()).isEqualTo(now);
        assertThat(reads).isEqualTo(2);
    }

    @Test
    void what_could_not_be_read_is_read_again() {
        exit = ExitCode.ENVIRONMENT;
        result.get(NOT);
        read();
        exit = ExitCode.DIFFERENCES;
        assertThat(result.get(NOT)).isNull();
        read();
        assertThat(Objects.requireNonNull(result.get(NOT)).page().exit()).isEqualTo(ExitCode.DIFFERENCES);
    }
}
