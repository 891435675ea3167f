package se.partnersec.gallra.console.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import se.partnersec.gallra.operations.live.LiveRun;
import se.partnersec.gallra.policy.rule.DataCategory;

class RunPollerTest {
    private static final Instant NOON = Instant.parse("2026-12-01T12:00:00Z");

    private final Hand clock = new Hand();
    private final List<LiveRun> runs = new ArrayList<>();
    private int reads;

    /** A clock that stands until it is moved. */
    private static final class Hand extends Clock {
        private Instant now = NOON;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }

        void pass(int seconds) {
            now = now.plusSeconds(seconds);
        }
    }

    private static LiveRun run(long done, boolean paused) {
        return new LiveRun(7, new DataCategory("ip-logs"), NOON, done, 1000, paused);
    }

    private RunPoller poller() {
        return new RunPoller(
                () -> {
                    reads++;
                    return List.copyOf(runs);
                },
                clock);
    }

    @Test
    void reads_once_in_two_seconds_however_many_ask() {
        RunPoller poller = poller();
        runs.add(run(0, false));
        for (int i = 0; i < 50; i++) {
            poller.state();
        }
        assertThat(reads).isEqualTo(1);
        clock.pass(2);
        poller.state();
        assertThat(reads).isEqualTo(2);
    }

    @Test
    void knows_speed_and_end_after_four_seconds() {
        RunPoller poller = poller();
        runs.add(run(100, false));
        assertThat(poller.state().runs().get(0).end()).isNull();
        clock.pass(2);
        runs.set(0, run(150, false));
        assertThat(poller.state().runs().get(0).perSecond()).isZero();
        clock.pass(2);
        runs.set(0, run(200, false));
        LiveState.Progress progress = poller.state().runs().get(0);
        assertThat(progress.perSecond()).isEqualTo(25);
        assertThat(progress.end()).isEqualTo(NOON.plusSeconds(4 + 32));
        runs.set(0, run(200, true));
        clock.pass(2);
        assertThat(poller.state().runs().get(0).end())
                .as("nobody knows when a paused run is done")
                .isNull();
        clock.pass(30);
        assertThat(poller.state().runs().get(0).end()).isNull();
        runs.set(0, run(250, false));
        clock.pass(4);
        assertThat(poller.state().runs().get(0).perSecond())
                .as("the pause is no part of it")
                .isEqualTo(12.5);
    }

    @Test
    void numbers_grow_also_where_the_clock_is_set_back_and_after_another_start() {
        RunPoller poller = poller();
        long first = poller.state().number();
        clock.pass(-3600);
        assertThat(poller.state().number()).isGreaterThan(first);
        clock.pass(Math.toIntExact(Duration.ofHours(2).toSeconds()));
        assertThat(poller().state().number()).isGreaterThan(first);
    }

    @Test
    void says_that_nothing_is_known_while_the_database_does_not_answer() {
        boolean[] away = {true};
        RunPoller poller = new RunPoller(
                () -> {
                    if (away[0]) {
                        throw new DataAccessResourceFailureException("away");
                    }
                    return List.of(run(1, false));
                },
                clock);
        assertThat(poller.state().known()).isFalse();
        clock.pass(2);
        away[0] = false;
        assertThat(poller.state().known()).isTrue();
        assertThat(poller.state().runs()).hasSize(1);
    }
}
