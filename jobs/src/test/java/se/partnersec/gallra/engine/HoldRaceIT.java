package se.partnersec.gallra.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import se.partnersec.gallra.category.AccessLogs;
import se.partnersec.gallra.category.Categories;
import se.partnersec.gallra.category.ChatConversations;
import se.partnersec.gallra.category.UserData;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.store.Settings;
import se.partnersec.gallra.store.Sources;
import se.partnersec.gallra.store.SourcesFile;
import se.partnersec.gallra.testing.HandWired;
import se.partnersec.gallra.testing.Rewriting;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

/**
 * Somebody places a hold, or the application changes a fact, in every order with the steps of a chunk. Whatever was
 * acknowledged before the chunk committed must have kept its record.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("core")
class HoldRaceIT {
    private static final UnaryOperator<String> AS_IT_IS = sql -> sql;
    private static final UnaryOperator<String> WITHOUT_GATE =
            sql -> sql.contains("FROM gate") ? sql.replace(" LOCK IN SHARE MODE", "") : sql;
    private static final UnaryOperator<String> PARENTS_SHARED =
            sql -> sql.contains("`customer`") ? sql.replaceAll(" FOR UPDATE.*", " LOCK IN SHARE MODE") : sql;

    private final Map<DataCategory, Category> categories = Map.of(
            DataCategory.IP_LOGS, new AccessLogs(),
            DataCategory.CHAT_LOGS, new ChatConversations(),
            DataCategory.USER_DATA, new UserData());
    private Workplace work;
    private LocalDate today;
    private Settings settings;
    private Sources sources;
    private long next = 1;

    @BeforeAll
    void open() {
        work = new Workplace(10);
        today = work.today();
        settings = work.adminSettings();
        sources = SourcesFile.read(work.configFolder().resolve("sources.yml"), Categories.needs());
    }

    @AfterAll
    void close() {
        work.close();
    }

    /** How many orders were tried, and in which of them a record went that had to stay. */
    private record Tally(int orders, List<String> violations, int acknowledgedInTime) {}

    @Test
    void a_hold_acknowledged_before_the_chunk_keeps_its_row_in_every_order() {
        Tally tally = race(Scene.IPS, this::hold, orders(8, 3, 4), AS_IT_IS);
        report("hold x rows", tally);
        assertThat(tally.violations()).isEmpty();
        assertThat(tally.acknowledgedInTime()).isPositive();
    }

    @Test
    void without_the_gate_the_same_race_loses_a_held_row() {
        assertThat(race(Scene.IPS, this::hold, orders(8, 3, 2), WITHOUT_GATE).violations())
                .isNotEmpty();
    }

    @Test
    void a_hold_acknowledged_before_the_request_keeps_objects_and_row_in_every_order() {
        Tally tally = race(Scene.CHATS, this::hold, orders(21, 3, 1), AS_IT_IS);
        report("hold x objects", tally);
        assertThat(tally.violations()).isEmpty();
        assertThat(tally.acknowledgedInTime()).isPositive();
    }

    @Test
    void without_the_gate_the_same_race_loses_a_held_object() {
        assertThat(race(Scene.CHATS, this::hold, orders(21, 3, 0), WITHOUT_GATE).violations())
                .isNotEmpty();
    }

    @Test
    void a_chat_reopened_before_the_chunk_is_kept_in_every_order() {
        Tally tally = race(Scene.CHATS, this::reopen, orders(21, 2, 1), AS_IT_IS);
        report("reopened chat", tally);
        assertThat(tally.violations()).isEmpty();
        assertThat(tally.acknowledgedInTime()).isPositive();
    }

    @Test
    void a_contract_signed_before_the_chunk_keeps_the_user_in_every_order() {
        Tally tally = race(null, this::sign, orders(8, 2, 4), AS_IT_IS);
        report("signed contract", tally);
        assertThat(tally.violations()).isEmpty();
        assertThat(tally.acknowledgedInTime()).isPositive();
    }

    @Test
    void with_parents_only_share_locked_the_same_race_loses_a_customers_user() {
        assertThat(race(null, this::sign, orders(8, 2, 3), PARENTS_SHARED).violations())
                .isNotEmpty();
    }

    /** Another party: takes its steps on a connection of its own. */
    static final class Party implements AutoCloseable {
        private final Connection connection;
        volatile boolean acknowledged;

        Party(DataSource source) throws SQLException {
            connection = source.getConnection();
            connection.setAutoCommit(false);
        }

        Runnable sql(String sql) {
            return () -> {
                try (Statement s = connection.createStatement()) {
                    s.execute("SET SESSION innodb_lock_wait_timeout = 20");
                    if (s.executeUpdate(sql) != 1) {
                        throw new IllegalStateException("there was nothing left to change");
                    }
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            };
        }

        Runnable commit() {
            return () -> {
                try {
                    connection.commit();
                    acknowledged = true;
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            };
        }

        Runnable rollback() {
            return () -> {
                try {
                    connection.rollback();
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            };
        }

        @Override
        public void close() throws SQLException {
            connection.rollback();
            connection.close();
        }
    }

    private interface Act {
        List<Runnable> steps(Party party, long id);
    }

    private List<Runnable> hold(Party party, long id) {
        String key = (categoryOf(id)) + ":" + id;
        return List.of(
                party.sql("UPDATE gate SET v = v + 1 WHERE name = 'holds'"),
                party.sql(
                        "INSERT INTO hold (uuid, type, scope_kind, scope_key, scope_text, placed_at, review_by, reason,"
                                + " placed_by, epoch) VALUES (UUID(), 'LEGAL_CLAIM', 'RECORD', '" + key + "', '" + key
                                + "', UTC_TIMESTAMP(6), '" + today.plusMonths(6) + "', 'tvist', 'test', 1)"),
                party.commit());
    }

    private DataCategory current = DataCategory.IP_LOGS;

    private DataCategory categoryOf(long id) {
        return current;
    }

    private List<Runnable> reopen(Party party, long id) {
        return List.of(
                party.sql("UPDATE " + work.table("chat_conversation") + " SET closed_ms = NULL, last_message_ms = "
                        + System.currentTimeMillis() + " WHERE id = " + id),
                party.commit());
    }

    private List<Runnable> sign(Party party, long id) {
        return List.of(
                party.sql("INSERT INTO " + work.table("contract") + " (customer_id, start_on, status) VALUES (" + id
                        + ", '" + today + "', 'ACTIVE')"),
                party.commit());
    }

    private Tally race(@Nullable Scene scene, Act act, List<List<Integer>> orders, UnaryOperator<String> change) {
        List<String> violations = new ArrayList<>();
        int inTime = 0;
        DataCategory category = scene == null ? DataCategory.USER_DATA : scene.category();
        current = category;
        @Nullable Turnstile[] turnstile = new @Nullable Turnstile[1];
        @Nullable Party[] party = new @Nullable Party[1];
        // Acknowledged before the request to the object store, and before the commit of the rows.
        boolean[] beforeRequest = new boolean[1];
        boolean[] beforeCommit = new boolean[1];
        CrashPoint.Witness witness = point -> {
            Turnstile now = turnstile[0];
            Party who = party[0];
            if (now != null && who != null) {
                now.passed(point);
                if (point == CrashPoint.OBJECTS_REQUESTED) {
                    beforeRequest[0] |= who.acknowledged;
                }
                if (point == CrashPoint.LEDGER_WRITTEN) {
                    beforeCommit[0] |= who.acknowledged;
                }
            }
        };
        try (HandWired wired =
                new HandWired(settings, sources, categories, work.bucket(), ds -> new Rewriting(ds, change), witness)) {
            for (List<Integer> order : orders) {
                long id = next++;
                lay(scene, id);
                beforeRequest[0] = false;
                beforeCommit[0] = false;
                try (Party who = new Party(work.adminPool());
                        Turnstile now = new Turnstile(order, act.steps(who, id))) {
                    party[0] = who;
                    turnstile[0] = now;
                    wired.run(category, today);
                    turnstile[0] = null;
                    now.finish();
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
                String table = scene == null ? "user_account" : scene.table();
                boolean rowLost = beforeCommit[0] && work.count(table, "id = " + id) == 0;
                boolean objectLost = beforeRequest[0] && scene != null && !scene.whole(work, id);
                inTime += beforeRequest[0] || beforeCommit[0] ? 1 : 0;
                if (rowLost || objectLost) {
                    violations.add(order.toString());
                }
                clear(scene, id);
            }
        }
        return new Tally(orders.size(), violations, inTime);
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

    private void clear(@Nullable Scene scene, long id) {
        work.admin().update("DELETE FROM hold");
        if (scene == null) {
            work.admin().update("DELETE FROM " + work.table("user_account"));
            work.admin().update("DELETE FROM " + work.table("contract"));
            work.admin().update("DELETE FROM " + work.table("customer"));
        } else {
            scene.children().forEach(c -> work.admin().update("DELETE FROM " + work.table(c)));
            work.admin().update("DELETE FROM " + work.table(scene.table()));
        }
    }

    /**
     * Every way to lay steps before points 0 to {@code points}, in their order.
     *
     * @param spread how far the last step may lie behind the first; limits the number of ways
     */
    static List<List<Integer>> orders(int points, int steps, int spread) {
        List<List<Integer>> all = new ArrayList<>();
        extend(new ArrayList<>(), points, steps, spread, all);
        return all;
    }

    private static void extend(List<Integer> begun, int points, int steps, int spread, List<List<Integer>> all) {
        if (begun.size() == steps) {
            all.add(List.copyOf(begun));
            return;
        }
        int from = begun.isEmpty() ? 0 : begun.get(begun.size() - 1);
        int to = begun.isEmpty() ? points : Math.min(points, begun.get(0) + spread);
        for (int at = from; at <= to; at++) {
            begun.add(at);
            extend(begun, points, steps, spread, all);
            begun.remove(begun.size() - 1);
        }
    }

    private static void report(String what, Tally tally) {
        System.out.println("race " + what + ": " + tally.orders() + " orders, " + tally.acknowledgedInTime()
                + " acknowledged in time, " + tally.violations().size() + " lost");
    }
}
