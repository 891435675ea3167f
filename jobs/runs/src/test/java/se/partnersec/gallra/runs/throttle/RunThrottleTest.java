package se.partnersec.gallra.runs.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.runs.control.EffectiveOrdersTest;
import se.partnersec.gallra.runs.control.RunOrder;
import se.partnersec.gallra.runs.control.RunOrder.Action;
import se.partnersec.gallra.runs.control.StartOptions;
import se.partnersec.gallra.runs.control.StopReason;

/** How a run waits between its chunks, by a clock that only waiting moves. */
class RunThrottleTest {
    private static final Duration AIM = Duration.ofMillis(250);

    private final List<RunOrder> orders = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private long nanos = 1_000_000_000L;
    private long slept;
    private @Nullable Runnable meanwhile;
    private RunSession session = session(StartOptions.NONE);

    private @Nullable StopReason shut;
    private @Nullable String slow;
    private boolean tired;
    private boolean crowded;
    private final RunThrottle.Outside outside = new RunThrottle.Outside() {
        @Override
        public @Nullable StopReason shut() {
            return shut;
        }

        @Override
        public @Nullable String waits() {
            return slow;
        }

        @Override
        public boolean tired() {
            return tired;
        }

        @Override
        public boolean crowded() {
            return crowded;
        }
    };

    private RunSession session(StartOptions options) {
        return new RunSession(options, RunWatcher.NONE, () -> nanos, this::sleep);
    }

    private void sleep(Duration length) {
        assertThat(length).isBetween(Duration.ofNanos(1), Duration.ofSeconds(1));
        nanos += length.toNanos();
        slept += length.toNanos();
        if (meanwhile != null && slept >= TimeUnit.SECONDS.toNanos(3)) {
            meanwhile.run();
            meanwhile = null;
        }
        assertThat(slept).as("it never went on").isLessThan(TimeUnit.HOURS.toNanos(2));
    }

    private RunThrottle throttle() {
        RunThrottle throttle = new RunThrottle(
                session, run -> orders, Set.of(), 10_000, AIM, outside, why -> told.add(why == null ? "goes on" : why));
        throttle.of(() -> 12);
        return throttle;
    }

    private void order(Action action) {
        orders.add(EffectiveOrdersTest.order(orders.size() + 1, action));
    }

    @Test
    void goes_on_at_once_where_nobody_wants_anything() {
        RunThrottle throttle = throttle();
        assertThat(throttle.holds()).isFalse();
        assertThat(slept).isZero();
        assertThat(told).isEmpty();
        assertThat(throttle.chunk(5000)).isEqualTo(5000);
    }

    @Test
    void stands_still_while_it_is_paused_and_says_by_whom_once() {
        order(Action.PAUSE);
        meanwhile = () -> order(Action.RESUME);
        assertThat(throttle().holds()).isFalse();
        assertThat(slept).isEqualTo(TimeUnit.SECONDS.toNanos(3));
        assertThat(told).containsExactly("paused by anna 2026-11-25 02:07 UTC+1 \"month end\"", "goes on");
    }

    @Test
    void ends_on_a_stop_also_while_it_is_paused() {
        order(Action.PAUSE);
        meanwhile = () -> order(Action.STOP);
        RunThrottle throttle = throttle();
        assertThat(throttle.holds()).isTrue();
        assertThat(throttle.why().why()).isEqualTo("stopped by anna 2026-11-25 02:07 UTC+1: month end");
    }

    @Test
    void ends_when_all_are_stopped_also_while_it_is_paused() {
        order(Action.PAUSE);
        meanwhile = () -> order(Action.STOP_ALL);
        RunThrottle throttle = throttle();
        assertThat(throttle.holds()).isTrue();
        assertThat(throttle.why().why())
                .isEqualTo("all runs were stopped by anna 2026-11-25 02:07 UTC+1: month end. To let them run again:"
                        + " gallra runs resume --all --reason '…'");
    }

    @Test
    void ends_on_a_signal_also_while_it_is_paused() {
        order(Action.PAUSE);
        meanwhile = session::stop;
        RunThrottle throttle = throttle();
        assertThat(throttle.holds()).isTrue();
        assertThat(throttle.why().why()).isEqualTo("stopped on request");
    }

    @Test
    void ends_when_its_time_is_over_also_while_it_is_paused() {
        session = session(new StartOptions(null, null, null, Duration.ofMinutes(90)));
        order(Action.PAUSE);
        RunThrottle throttle = throttle();
        assertThat(throttle.holds()).isTrue();
        assertThat(slept).isEqualTo(TimeUnit.MINUTES.toNanos(90));
        assertThat(throttle.why().why()).isEqualTo("time limit reached, 1h30m by --run-for");
    }

    @Test
    void keeps_to_a_rate_by_waiting_after_a_chunk_what_it_took_too_little() {
        session = session(new StartOptions(null, 100, null, null));
        RunThrottle throttle = throttle();
        assertThat(throttle.holds()).isFalse();
        throttle.took(500);
        nanos += TimeUnit.MILLISECONDS.toNanos(1800);
        assertThat(throttle.holds()).isFalse();
        assertThat(slept).isEqualTo(TimeUnit.MILLISECONDS.toNanos(3200));
        throttle.took(10);
        nanos += TimeUnit.SECONDS.toNanos(9);
        assertThat(throttle.holds()).isFalse();
        assertThat(slept).as("slow enough by itself").isEqualTo(TimeUnit.MILLISECONDS.toNanos(3200));
        assertThat(told).isEmpty();
    }

    @Test
    void no_chunk_has_more_rows_than_a_second_of_its_rate_from_the_first_on() {
        session = session(new StartOptions(null, 150, null, null));
        RunThrottle throttle = throttle();

        assertThat(throttle.ends()).isFalse();
        assertThat(throttle.chunk(7_000)).isEqualTo(150);
        assertThat(throttle.chunk(100)).isEqualTo(100);
    }

    @Test
    void obeys_while_it_waits_for_its_rate() {
        session = session(new StartOptions(null, 1, null, null));
        RunThrottle throttle = throttle();
        throttle.took(5000);
        meanwhile = () -> order(Action.STOP);
        assertThat(throttle.holds()).isTrue();
        assertThat(slept).isEqualTo(TimeUnit.SECONDS.toNanos(3));
        orders.clear();
        orders.add(EffectiveOrdersTest.order(1, Action.SET, 0, null, false));
        assertThat(throttle.holds()).as("no bound any more").isFalse();
        assertThat(slept).isEqualTo(TimeUnit.SECONDS.toNanos(3));
    }

    @Test
    void takes_chunks_of_the_size_that_was_set_and_never_larger_ones_than_the_category_bears() {
        orders.add(EffectiveOrdersTest.order(1, Action.SET, null, 700, false));
        RunThrottle small = new RunThrottle(session, run -> orders, Set.of(), 250, AIM, outside, why -> {});
        assertThat(small.holds()).isFalse();
        assertThat(small.chunk(250)).isEqualTo(250);
        RunThrottle large = throttle();
        assertThat(large.holds()).isFalse();
        assertThat(large.chunk(5000)).isEqualTo(700);
    }

    @Test
    void does_not_go_on_where_the_orders_cannot_be_read() {
        RunThrottle throttle = new RunThrottle(
                session,
                run -> {
                    throw new IllegalStateException("no answer");
                },
                Set.of(),
                10,
                AIM,
                outside,
                why -> {});
        assertThatThrownBy(throttle::holds).hasMessage("no answer");
        assertThatThrownBy(throttle::ends).hasMessage("no answer");
    }

    @Test
    void ends_when_its_window_is_shut_also_while_it_is_paused() {
        order(Action.PAUSE);
        meanwhile = () -> shut = StopReason.refusing("it is day");
        RunThrottle throttle = throttle();
        assertThat(throttle.holds()).isTrue();
        assertThat(throttle.why().why()).isEqualTo("it is day");
    }

    @Test
    void waits_for_database_and_replicas_until_they_can_follow() {
        slow = "waits: replica r is behind";
        meanwhile = () -> slow = null;
        assertThat(throttle().holds()).isFalse();
        assertThat(slept).isEqualTo(TimeUnit.SECONDS.toNanos(3));
        assertThat(told).containsExactly("waits: replica r is behind", "goes on");
    }

    @Test
    void ends_when_it_has_waited_for_them_too_long_or_is_told_to_meanwhile() {
        slow = "waits: replica r is behind";
        meanwhile = () -> tired = true;
        RunThrottle throttle = throttle();
        assertThat(throttle.holds()).isTrue();
        assertThat(throttle.why().why()).isEqualTo("waits: replica r is behind, for too long");
        tired = false;
        slept = 0;
        meanwhile = () -> order(Action.STOP);
        assertThat(throttle.holds()).isTrue();
        assertThat(throttle.why().why()).startsWith("stopped by anna");
        slept = 0;
        orders.clear();
        meanwhile = session::stop;
        assertThat(throttle.holds()).isTrue();
        assertThat(throttle.why().why()).isEqualTo("stopped on request");
    }

    private int after(RunThrottle throttle, int rows, long millis) {
        throttle.took(rows);
        nanos += TimeUnit.MILLISECONDS.toNanos(millis);
        assertThat(throttle.holds()).isFalse();
        return throttle.chunk(5000);
    }

    @Test
    void takes_less_at_a_time_where_a_chunk_lasts_too_long_and_by_and_by_as_much_as_before() {
        RunThrottle throttle = throttle();
        assertThat(after(throttle, 5000, 900)).as("the first is cold").isEqualTo(5000);
        assertThat(after(throttle, 5000, 250)).isEqualTo(5000);
        assertThat(after(throttle, 5000, 500)).isEqualTo(2500);
        assertThat(after(throttle, 2500, 60_000)).as("at most to a quarter").isEqualTo(625);
        assertThat(after(throttle, 625, 60_000)).isEqualTo(156);
        assertThat(after(throttle, 156, 60_000)).as("never below").isEqualTo(100);
        assertThat(after(throttle, 100, 124)).as("not so soon").isEqualTo(100);
        nanos += TimeUnit.SECONDS.toNanos(1);
        throttle.holds();
        assertThat(after(throttle, 100, 124)).isEqualTo(200);
        assertThat(after(throttle, 199, 10)).as("there was no more").isEqualTo(200);
        assertThat(after(throttle, 200, 125)).as("half the time is enough").isEqualTo(200);
        for (int size = 200; size < 5000; size *= 2) {
            after(throttle, size, 10);
        }
        assertThat(throttle.chunk(5000)).isEqualTo(5000);
    }

    @Test
    void takes_half_of_it_each_second_while_others_wait_for_locks() {
        RunThrottle throttle = throttle();
        after(throttle, 5000, 100);
        crowded = true;
        assertThat(after(throttle, 5000, 100)).isEqualTo(2500);
        assertThat(after(throttle, 2500, 100)).isEqualTo(2500);
        assertThat(after(throttle, 2500, 900)).as("a long one is cut for that").isEqualTo(694);
        throttle.holds();
        nanos += TimeUnit.SECONDS.toNanos(1);
        throttle.holds();
        assertThat(after(throttle, 694, 10)).isEqualTo(347);
        crowded = false;
        nanos += TimeUnit.SECONDS.toNanos(1);
        throttle.holds();
        assertThat(after(throttle, 347, 10)).isEqualTo(694);
    }
}
