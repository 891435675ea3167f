package se.partnersec.gallra.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

/**
 * Somebody places a hold, or the application changes a fact, in every order with the steps of a chunk. Whatever was
 * acknowledged before the chunk committed must have kept its record.
 */
@GallraTest
class HoldRaceIT {
    private static final UnaryOperator<String> AS_IT_IS = sql -> sql;
    private static final UnaryOperator<String> WITHOUT_GATE =
            sql -> sql.contains("FROM gate") ? sql.replace(" LOCK IN SHARE MODE", "") : sql;
    private static final UnaryOperator<String> PARENTS_SHARED =
            sql -> sql.contains("`customer`") ? sql.replaceAll(" FOR UPDATE.*", " LOCK IN SHARE MODE") : sql;

    private final Workplace work;
    private final LocalDate today;

    HoldRaceIT(Workplace work, LocalDate today) {
        this.work = work;
        this.today = today;
    }

    /** How many orders were tried, and in which of them a record went that had to stay. */
    private record Tally(int orders, List<String> violations, int acknowledgedInTime) {}

    @Test
    @Tag("core")
    void a_hold_acknowledged_before_the_chunk_keeps_its_row_in_every_order() {
        Tally tally = race(Scene.IPS, this::hold, ChunkRace.orders(8, 3, 4), AS_IT_IS);
        report("hold x rows", tally);
        assertThat(tally.violations()).isEmpty();
        assertThat(tally.acknowledgedInTime()).isPositive();
    }

    @Test
    @Tag("core")
    void without_the_gate_the_same_race_loses_a_held_row() {
        assertThat(race(Scene.IPS, this::hold, ChunkRace.orders(8, 3, 2), WITHOUT_GATE)
                        .violations())
                .isNotEmpty();
    }

    @Test
    @Tag("full")
    void a_hold_acknowledged_before_the_request_keeps_objects_and_row_in_every_order() {
        Tally tally = race(Scene.CHATS, this::hold, ChunkRace.orders(21, 3, 1), AS_IT_IS);
        report("hold x objects", tally);
        assertThat(tally.violations()).isEmpty();
        assertThat(tally.acknowledgedInTime()).isPositive();
    }

    @Test
    @Tag("full")
    void without_the_gate_the_same_race_loses_a_held_object() {
        assertThat(race(Scene.CHATS, this::hold, ChunkRace.orders(21, 3, 0), WITHOUT_GATE)
                        .violations())
                .isNotEmpty();
    }

    @Test
    @Tag("full")
    void a_chat_reopened_before_the_chunk_is_kept_in_every_order() {
        Tally tally = race(Scene.CHATS, this::reopen, ChunkRace.orders(21, 2, 1), AS_IT_IS);
        report("reopened chat", tally);
        assertThat(tally.violations()).isEmpty();
        assertThat(tally.acknowledgedInTime()).isPositive();
    }

    @Test
    @Tag("full")
    void a_contract_signed_before_the_chunk_keeps_the_user_in_every_order() {
        Tally tally = race(null, this::sign, ChunkRace.orders(8, 2, 4), AS_IT_IS);
        report("signed contract", tally);
        assertThat(tally.violations()).isEmpty();
        assertThat(tally.acknowledgedInTime()).isPositive();
    }

    @Test
    @Tag("full")
    void with_parents_only_share_locked_the_same_race_loses_a_customers_user() {
        // To behind the last look at facts, which sees what came before it.
        assertThat(race(null, this::sign, ChunkRace.orders(10, 2, 3), PARENTS_SHARED)
                        .violations())
                .isNotEmpty();
    }

    private interface Act {
        List<Runnable> steps(ChunkRace.Party party, DataCategory category, long id);
    }

    private List<Runnable> hold(ChunkRace.Party party, DataCategory category, long id) {
        String key = category + ":" + id;
        return List.of(
                party.sql("UPDATE gate SET v = v + 1 WHERE name = 'holds'"),
                party.sql("INSERT INTO hold (uuid, type, scope_kind, scope_text, review_by, reason) VALUES (UUID(),"
                        + " 'LEGAL_CLAIM', 'RECORD', '" + key + "', '" + today.plusMonths(6) + "', 'tvist')"),
                party.commit());
    }

    private List<Runnable> reopen(ChunkRace.Party party, DataCategory category, long id) {
        return List.of(
                party.sql("UPDATE " + work.table("chat_conversation") + " SET closed_ms = NULL, last_message_ms = "
                        + System.currentTimeMillis() + " WHERE id = " + id),
                party.commit());
    }

    private List<Runnable> sign(ChunkRace.Party party, DataCategory category, long id) {
        return List.of(
                party.sql("INSERT INTO " + work.table("contract") + " (customer_id, start_on, status) VALUES (" + id
                        + ", '" + today + "', 'ACTIVE')"),
                party.commit());
    }

    private Tally race(@Nullable Scene scene, Act act, List<List<Integer>> orders, UnaryOperator<String> change) {
        List<String> violations = new ArrayList<>();
        int[] inTime = new int[1];
        DataCategory category = scene == null ? CategoryIds.USER_DATA : scene.category();
        String table = scene == null ? "user_account" : scene.table();
        new ChunkRace(work, category)
                .run(
                        orders,
                        change,
                        (party, id) -> {
                            lay(scene, id);
                            return act.steps(party, category, id);
                        },
                        (order, id, acknowledged) -> {
                            boolean rowLost = acknowledged.commit() && work.count(table, "id = " + id) == 0;
                            boolean objectLost = acknowledged.request() && scene != null && !scene.whole(work, id);
                            inTime[0] += acknowledged.request() || acknowledged.commit() ? 1 : 0;
                            if (rowLost || objectLost) {
                                violations.add(order.toString());
                            }
                            clear(scene);
                        });
        return new Tally(orders.size(), violations, inTime[0]);
    }

    private void lay(@Nullable Scene scene, long id) {
        if (scene != null) {
            scene.put(work, Scene.Spec.of(id, scene.firstDue(today).minusDays(3)));
            return;
        }
        work.insert("customer", "id, customer_no, org_no, name", id, "N-" + id, "559900-0001", "AB " + id);
        work.insert(
                "contract",
                "customer_id, start_on, end_on, status",
                id,
                today.minusYears(5),
                today.minusYears(3),
                "ENDED");
        work.insert(
                "user_account", "id, customer_id, user_name, full_name, email, phone", id, id, "u" + id, "P", "e", "t");
    }

    private void clear(@Nullable Scene scene) {
        work.admin().update("DELETE FROM hold");
        if (scene == null) {
            work.delete("user_account", "TRUE");
            work.delete("contract", "TRUE");
            work.delete("customer", "TRUE");
        } else {
            scene.children().forEach(c -> work.delete(c, "TRUE"));
            work.delete(scene.table(), "TRUE");
        }
    }

    private static void report(String what, Tally tally) {
        System.out.println("race " + what + ": " + tally.orders() + " orders, " + tally.acknowledgedInTime()
                + " acknowledged in time, " + tally.violations().size() + " lost");
    }
}
