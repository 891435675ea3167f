package se.partnersec.gallra.runs.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.partnersec.gallra.runs.control.RunOrder.Action;

/** What follows from all orders ever given. */
public class EffectiveOrdersTest {
    private static final Instant THEN = Instant.parse("2026-11-25T01:07:00Z");

    public static RunOrder order(long id, Action action) {
        return order(id, action, null, null, false);
    }

    public static RunOrder order(
            long id, Action action, @Nullable Integer rate, @Nullable Integer chunk, boolean over) {
        long run = action == Action.STOP_ALL || action == Action.GO ? 0 : 12;
        return new RunOrder(id, run, action, rate, chunk, null, null, null, null, over, "month end", THEN, "anna@%");
    }

    /** Orders as words, the oldest first; those before the bar were there when the attempt began. */
    @Test
    void an_order_by_sql_lifts_no_stop_that_is_yet_to_come() {
        RunOrder go = new RunOrder(
                2, 0, Action.GO, null, null, Long.MAX_VALUE, null, null, null, false, "go", THEN, "anna@%");
        assertThat(RunOrderRepository.EffectiveOrders.of(List.of(order(1, Action.STOP_ALL), go))
                        .halt())
                .isNull();
        assertThat(RunOrderRepository.EffectiveOrders.of(
                                List.of(order(1, Action.STOP_ALL), go, order(3, Action.STOP_ALL)))
                        .halt())
                .isNotNull();
    }

    /** Written at the same moment, in either order: only the stop that was seen is lifted. */
    @Test
    void a_stop_of_all_that_came_meanwhile_is_not_lifted() {
        for (List<Long> ids : List.of(List.of(1L, 2L, 3L), List.of(1L, 3L, 2L))) {
            RunOrder go = new RunOrder(
                    ids.get(2), 0, Action.GO, null, null, 1L, null, null, null, false, "go", THEN, "anna@%");
            List<RunOrder> orders = new ArrayList<>(
                    List.of(order(ids.get(0), Action.STOP_ALL), order(ids.get(1), Action.STOP_ALL), go));
            orders.sort(Comparator.comparingLong(RunOrder::id));
            assertThat(RunOrderRepository.EffectiveOrders.of(orders).halt())
                    .isNotNull()
                    .extracting(RunOrder::id)
                    .isEqualTo(ids.get(1));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'',                    -,  -,  -",
        "| PAUSE,               -,  -,  1",
        "PAUSE |,               -,  -,  1",
        "PAUSE | RESUME,        -,  -,  -",
        "PAUSE RESUME PAUSE |,  -,  -,  3",
        "| PAUSE PAUSE,         -,  -,  2",
        "| STOP,                -,  1,  -",
        "STOP |,                -,  -,  -",
        "STOP | STOP,           -,  2,  -",
        "| PAUSE STOP,          -,  2,  -",
        "PAUSE STOP |,          -,  -,  -",
        "| STOP RESUME,         -,  1,  -",
        "| STOP PAUSE,          -,  1,  2",
        "| STOP_ALL,            1,  -,  -",
        "STOP_ALL |,            1,  -,  -",
        "| STOP_ALL GO,         -,  -,  -",
        "STOP_ALL GO STOP_ALL |, 3, -,  -",
        "STOP_ALL STOP_ALL GO |, -, -,  -",
        "STOP_ALL | PAUSE,      1,  -,  2",
    })
    void follows_from_the_orders_in_their_order(String orders, String halt, String stop, String pause) {
        List<RunOrder> given = new ArrayList<>();
        Set<Long> known = Set.of();
        for (String word : orders.trim().split(" +")) {
            if (word.equals("|")) {
                known = Set.copyOf(given.stream().map(RunOrder::id).toList());
            } else if (!word.isEmpty()) {
                given.add(order(given.size() + 1, Action.valueOf(word)));
            }
        }
        RunOrderRepository.EffectiveOrders now = RunOrderRepository.EffectiveOrders.of(given, known, StartOptions.NONE);
        assertThat(id(now.halt())).as("halt").isEqualTo(halt);
        assertThat(id(now.stop())).as("stop").isEqualTo(stop);
        assertThat(id(now.pause())).as("pause").isEqualTo(pause);
    }

    private static String id(@Nullable RunOrder order) {
        return order == null ? "-" : String.valueOf(order.id());
    }

    @Test
    void a_pause_whose_time_is_over_holds_nothing_and_brings_no_older_one_back() {
        List<RunOrder> orders = List.of(order(1, Action.PAUSE), order(2, Action.PAUSE, null, null, true));
        assertThat(RunOrderRepository.EffectiveOrders.of(orders).pause()).isNull();
    }

    @Test
    void what_was_set_last_counts_each_for_itself() {
        List<RunOrder> orders = List.of(
                order(1, Action.SET, 500, 100, false),
                order(2, Action.SET, null, 50, false),
                order(3, Action.SET, 0, null, false));
        RunOrderRepository.EffectiveOrders now = RunOrderRepository.EffectiveOrders.of(orders);
        assertThat(now.rate()).isZero();
        assertThat(now.chunk()).isEqualTo(50);
        assertThat(RunOrderRepository.EffectiveOrders.of(List.of()).rate()).isNull();
        assertThat(RunOrderRepository.EffectiveOrders.of(List.of()).chunk()).isNull();
    }

    @Test
    void what_a_run_is_started_with_outweighs_older_orders_and_not_newer_ones() {
        RunOrder old = order(1, Action.SET, 500, 100, false);
        StartOptions started = new StartOptions(null, 9, null, null);
        RunOrderRepository.EffectiveOrders before =
                RunOrderRepository.EffectiveOrders.of(List.of(old), Set.of(1L), started);
        assertThat(before.rate()).isEqualTo(9);
        assertThat(before.chunk()).as("which it says nothing of").isEqualTo(100);
        RunOrderRepository.EffectiveOrders after = RunOrderRepository.EffectiveOrders.of(
                List.of(old, order(2, Action.SET, 7, null, false)), Set.of(1L), started);
        assertThat(after.rate()).isEqualTo(7);
    }
}
