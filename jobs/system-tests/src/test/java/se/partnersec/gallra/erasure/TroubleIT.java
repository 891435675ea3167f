package se.partnersec.gallra.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.AlteredRuns;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

/** What happens when single records, locks or objects make trouble. */
@GallraTest
@Tag("core")
class TroubleIT {
    private final Workplace work;
    private final LocalDate today;

    TroubleIT(Workplace work, LocalDate today) {
        this.work = work;
        this.today = today;
    }

    @BeforeEach
    void fill() {
        work.customer(1);
    }

    private void due(Scene scene, int records) {
        for (long id = 1; id <= records; id++) {
            scene.put(work, Scene.Spec.of(id, scene.firstDue(today)));
        }
    }

    @Test
    void waits_for_no_row_behind_those_that_go() throws SQLException {
        due(Scene.IPS, 20);
        // Not due, right behind the last that is: the server looks at it to see that the range of keys has ended.
        Scene.IPS.put(work, Scene.Spec.of(21, today));
        try (Connection other = work.adminPool().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.executeQuery("SELECT id FROM " + work.table("ip_log") + " WHERE id = 21 FOR UPDATE");
            RunResult result = work.run(Scene.IPS.category(), today);
            assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
            assertThat(result.counts().of(Outcome.ERASED)).isEqualTo(20);
            other.rollback();
        }
        assertThat(work.texts("SELECT COUNT(*) FROM BATCH_JOB_EXECUTION"))
                .as("no attempt waited until the server gave up")
                .containsExactly("1");
    }

    @Test
    void erases_around_the_one_record_that_another_table_still_refers_to() {
        due(Scene.IPS, 25);
        work.admin()
                .execute("CREATE TABLE " + work.table("case_note") + " (id BIGINT PRIMARY KEY, log_id BIGINT UNSIGNED,"
                        + " CONSTRAINT note_log FOREIGN KEY (log_id) REFERENCES ip_log (id))");
        work.admin().update("INSERT INTO " + work.table("case_note") + " (id, log_id) VALUES (1, 13)");
        RunResult result = work.run(Scene.IPS.category(), today);
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.SKIPPED);
        assertThat(result.counts().of(Outcome.ERASED)).isEqualTo(24);
        assertThat(result.counts().of(Outcome.FAILED)).isEqualTo(1);
        assertThat(work.count("ip_log", "TRUE")).isEqualTo(1);
        assertThat(codes()).containsExactly("ROW_REFUSED");
    }

    @Test
    void passes_over_a_record_the_application_holds_and_comes_back_for_it() throws SQLException {
        due(Scene.CHATS, 15);
        AtomicReference<@Nullable Connection> holder = new AtomicReference<>();
        RunResult result = work.run(Scene.CHATS.category(), today, point -> {
            try {
                if (point == CrashPoint.SCOPE_FROZEN) {
                    Connection other = work.adminPool().getConnection();
                    other.setAutoCommit(false);
                    try (Statement s = other.createStatement()) {
                        s.execute("SELECT id FROM " + work.table("chat_message") + " WHERE id = 70 FOR UPDATE");
                    }
                    holder.set(other);
                }
                Connection other = holder.get();
                if (point == CrashPoint.VERIFY_STARTED && other != null) {
                    other.rollback();
                    other.close();
                    holder.set(null);
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
        assertThat(result.counts().of(Outcome.ERASED)).isEqualTo(15);
        assertThat(work.texts("SELECT counts FROM ledger_chunk WHERE kind = 'C' ORDER BY seq"))
                .anyMatch(c -> String.valueOf(c).contains("DEFERRED=1"));
    }

    @Test
    void starts_the_chunk_anew_after_a_deadlock_and_erases_everything_once() {
        due(Scene.IPS, 30);
        int[] statements = {0};
        try (AlteredRuns altered = AlteredRuns.rewriting(
                work,
                sql -> {
                    // A statement that fails the way a deadlock's victim does, three times.
                    boolean fails = sql.startsWith("DELETE FROM `") && statements[0]++ < 3;
                    return fails ? "SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = 1213, MESSAGE_TEXT = 'planted'" : sql;
                },
                point -> {})) {
            List<RunResult> results = altered.run(Scene.IPS.category(), today);
            assertThat(results.get(0).exit()).as(results.toString()).isEqualTo(ExitCode.DONE);
            assertThat(results.get(0).counts().of(Outcome.ERASED)).isEqualTo(30);
        }
        assertThat(work.count("ip_log", "TRUE")).isZero();
    }

    @Test
    void a_delete_that_reaches_fewer_rows_than_were_decided_is_undone_and_never_on_record() {
        due(Scene.IPS, 10);
        int[] statements = {0};
        try (AlteredRuns altered = AlteredRuns.rewriting(
                work,
                sql -> {
                    // The first time it misses a row, as if that had changed its key meanwhile.
                    boolean misses = sql.startsWith("DELETE FROM `") && statements[0]++ == 0;
                    return misses ? sql.replaceFirst("WHERE (.*)$", "WHERE ($1) AND id <> 7") : sql;
                },
                point -> {})) {
            List<RunResult> results = altered.run(Scene.IPS.category(), today);
            assertThat(results.get(0).exit()).as(results.toString()).isEqualTo(ExitCode.DONE);
            assertThat(results.get(0).counts().of(Outcome.ERASED)).isEqualTo(10);
        }
        assertThat(statements[0]).as("tried again").isGreaterThan(1);
        assertThat(work.count("ip_log", "TRUE")).isZero();
    }

    /** The server rolls a victim's transaction back by itself, savepoints and all: nothing is left to return to. */
    @Test
    void tries_again_when_the_server_has_made_it_the_victim_of_a_deadlock() throws Exception {
        due(Scene.IPS, 30);
        String wanted = work.table("wanted_by_both");
        work.admin().execute("CREATE TABLE " + wanted + " (id INT PRIMARY KEY, n INT)");
        work.admin().update("INSERT INTO " + wanted + " VALUES (1, 0)");
        work.admin()
                .execute("CREATE TRIGGER " + work.table("asks_for_it") + " BEFORE DELETE ON " + work.table("ip_log")
                        + " FOR EACH ROW UPDATE " + wanted + " SET n = n + 1 WHERE id = 1");
        List<Thread> others = new ArrayList<>();
        try (Connection other = work.adminPool().getConnection();
                AlteredRuns altered = AlteredRuns.rewriting(
                        work,
                        sql -> {
                            if (sql.startsWith("DELETE FROM `") && others.isEmpty()) {
                                others.add(wantsWhatTheChunkHas(other, wanted));
                            }
                            return sql;
                        },
                        point -> {})) {
            List<RunResult> results = altered.run(Scene.IPS.category(), today);
            others.get(0).join();
            assertThat(results.get(0).exit()).as(results.toString()).isEqualTo(ExitCode.DONE);
            assertThat(results.get(0).counts().of(Outcome.ERASED)).isEqualTo(30);
        } finally {
            work.admin().execute("DROP TRIGGER " + work.table("asks_for_it"));
        }
        assertThat(work.count("ip_log", "TRUE")).isZero();
        assertThat(work.admin().queryForObject("SELECT n FROM " + wanted, Integer.class))
                .as("the first chunk's trigger was undone with it")
                .isEqualTo(30);
    }

    /** Has changed more than a chunk, so that it is not the victim itself, and waits for a row of the chunk's. */
    private Thread wantsWhatTheChunkHas(Connection other, String wanted) {
        Thread thread = new Thread(() -> {
            try (Statement s = other.createStatement()) {
                s.execute("UPDATE " + work.table("ip_log") + " SET service = 'x' WHERE id = 1");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            } finally {
                try {
                    other.rollback();
                } catch (SQLException e) {
                    Thread.currentThread().interrupt();
                }
            }
        });
        try (Statement s = other.createStatement()) {
            other.setAutoCommit(false);
            s.execute("UPDATE " + wanted + " SET n = n + 0 WHERE id = 1");
            s.execute("INSERT INTO " + wanted + " VALUES "
                    + IntStream.range(2, 500).mapToObj(id -> "(" + id + ", 0)").collect(Collectors.joining(",")));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        thread.start();
        try {
            // Until it waits.
            Thread.sleep(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return thread;
    }

    @Test
    void reports_an_object_without_a_row_and_a_row_without_an_object() {
        due(Scene.CALLS, 2);
        work.bucket().put("calls/nobody's.wav", new byte[] {1});
        work.insert(
                "call_recording",
                "id, queue, ended_at, object_key",
                9,
                "support",
                Scene.CALLS.firstDue(today).atTime(9, 0),
                "calls/never-arrived.wav");
        RunResult result = work.run(Scene.CALLS.category(), today);
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
        assertThat(codes()).containsExactlyInAnyOrder("OBJECT_MISSING", "OBJECT_WITHOUT_ROW");
        assertThat(work.bucket().versionsOf("calls/nobody's.wav")).hasSize(1);
    }

    @Test
    void refuses_a_second_run_and_takes_over_from_a_dead_one() {
        due(Scene.IPS, 1);
        work.admin()
                .update(
                        "INSERT INTO lease (category, token, holder, last_number) VALUES ('ip-logs', 5, 'batch1 pid 7', 0)");
        work.admin().update("INSERT INTO heartbeat (category, token, beat_at) VALUES ('ip-logs', 5, UTC_TIMESTAMP(6))");
        RunResult refused = work.run(Scene.IPS.category(), today);
        assertThat(refused.exit()).isEqualTo(ExitCode.RUNNING);
        assertThat(refused.why()).contains("batch1 pid 7");
        assertThat(work.count("ip_log", "TRUE")).isEqualTo(1);
        work.admin().update("UPDATE heartbeat SET beat_at = beat_at - INTERVAL 31 SECOND");
        assertThat(work.run(Scene.IPS.category(), today).exit()).isEqualTo(ExitCode.DONE);
        assertThat(work.count("ip_log", "TRUE")).isZero();
    }

    @Test
    void a_run_whose_lease_was_taken_over_commits_nothing_more() {
        due(Scene.IPS, 25);
        RunResult result = work.run(Scene.IPS.category(), today, point -> {
            if (point == CrashPoint.CHUNK_COMMITTED) {
                work.admin().update("UPDATE lease SET token = token + 1, holder = 'another', taking = UUID()");
            }
        });
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.RUNNING);
        assertThat(work.count("ip_log", "TRUE")).isEqualTo(15);
    }

    @Test
    void stops_after_the_chunk_in_hand_and_is_resumed_by_the_next_run() {
        due(Scene.IPS, 25);
        try (var suite = work.suite(point -> {
            if (point == CrashPoint.LEDGER_WRITTEN) {
                work.admin()
                        .update("INSERT INTO run_order (uuid, run_id, action, reason)"
                                + " SELECT UUID(), MAX(run_id), 'STOP', 'a test' FROM run_scope");
            }
        })) {
            assertThat(suite.runs().run(Scene.IPS.category(), today).get(0).exit())
                    .isEqualTo(ExitCode.STOPPED);
        }
        assertThat(work.count("ip_log", "TRUE")).isEqualTo(15);
        RunResult resumed = work.run(Scene.IPS.category(), today);
        assertThat(resumed.resumed()).isTrue();
        assertThat(resumed.exit()).isEqualTo(ExitCode.DONE);
        assertThat(resumed.counts().of(Outcome.ERASED)).isEqualTo(25);
        assertThat(work.count("ip_log", "TRUE")).isZero();
    }

    private List<String> codes() {
        return work.texts("SELECT code FROM finding");
    }
}
