package se.partnersec.gallra.erasure.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.planning.holding.HoldReceipt;
import se.partnersec.gallra.planning.holding.HoldReceiptService;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CrashingRun;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/** A user at whom more rows point than a chunk may lock goes a part at a time, and as whole as any other where something keeps him. */
@GallraTest
class WideUsersIT {
    private static final int ROWS = 2 * RecordReader.MOST_POINTERS + 3;

    private final Workplace work;
    private final LocalDate today;

    WideUsersIT(Workplace work, LocalDate today) {
        this.work = work;
        this.today = today;
    }

    @BeforeEach
    void fill() {
        work.customer(1);
        for (long id = 1; id <= 5; id++) {
            Scene.USERS.put(work, Scene.Spec.of(id, Scene.USERS.firstDue(today)));
        }
        visits(1, ROWS);
        visits(3, 7);
    }

    /** Of now, so that they stay. */
    private void visits(long user, int rows) {
        String digits =
                "(SELECT 0 d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL"
                        + " SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9)";
        work.admin()
                .update(
                        "INSERT INTO " + work.table("web_visit")
                                + " (user_id, visited_ms, cookie, page) SELECT ?, ?, 'x', '/' FROM "
                                + String.join(
                                        ", ",
                                        List.of("a", "b", "c", "d", "e", "f").stream()
                                                .map(name -> digits + " AS " + name)
                                                .toList())
                                + " LIMIT ?",
                        user,
                        System.currentTimeMillis(),
                        rows);
    }

    private long lastVisit() {
        return work.number("SELECT MAX(id) FROM " + work.table("web_visit") + " WHERE user_id = 1");
    }

    private long pointers(long user) {
        return work.count("web_visit", "user_id = " + user);
    }

    private RunResult run() {
        return work.run(Scene.USERS.category(), today);
    }

    @Test
    @Tag("full")
    void goes_with_every_pointer() {
        List<Long> left = new ArrayList<>();
        RunResult result = work.run(Scene.USERS.category(), today, point -> {
            if (point == CrashPoint.CHUNK_COMMITTED) {
                left.add(pointers(1));
            }
        });
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
        assertThat(work.count("user_account", "TRUE")).isZero();
        assertThat(pointers(1)).isZero();
        assertThat(pointers(3)).isZero();
        assertThat(work.count("web_visit", "TRUE")).isEqualTo(ROWS + 7L);
        assertThat(result.counts().of(Outcome.ERASED)).isEqualTo(5);
        assertThat(left).contains((long) ROWS - RecordReader.MOST_POINTERS, 3L);
        assertThat(inParts()).isEmpty();
    }

    @Test
    @Tag("full")
    void stays_with_every_pointer_where_the_last_row_is_held() {
        work.hold(ScopeType.RECORD, "web-visits:" + lastVisit());
        RunResult result = run();
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
        assertThat(result.counts().of(Outcome.HELD)).isEqualTo(1);
        stays(ROWS);
    }

    @Test
    @Tag("full")
    void stays_with_every_pointer_where_the_last_row_is_a_customers() {
        work.update("web_visit", "processor_for = 1 WHERE id = " + lastVisit());
        RunResult result = run();
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
        assertThat(result.counts().of(Outcome.REVIEW)).isEqualTo(1);
        stays(ROWS);
    }

    @Test
    @Tag("full")
    void a_hold_between_two_parts_keeps_the_user_and_the_rest() {
        boolean[] held = {false};
        RunResult result = work.run(Scene.USERS.category(), today, point -> {
            if (point == CrashPoint.CHUNK_COMMITTED && !held[0] && pointers(1) < ROWS) {
                held[0] = true;
                work.hold(ScopeType.RECORD, "user-data:1");
            }
        });
        assertThat(held[0]).isTrue();
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
        stays(ROWS - RecordReader.MOST_POINTERS);
        assertThat(inParts()).containsExactly("1");
        try (SuiteContext suite = work.suite()) {
            DataSource finance = suite.pool(DatabaseRole.FINANCE);
            KeyTypes kinds = KeyTypes.read(new JdbcTemplate(finance), suite.sources());
            HoldReceipt.Coverage covered = new HoldReceiptService(
                            finance, suite.sources(), kinds, work.settings().tags())
                    .of(work.hold(ScopeType.RECORD, "user-data:1"))
                    .coverage()
                    .get(0);
            assertThat(covered.emptied()).as("what the receipt says").isEqualTo(1);
            assertThat(covered.kept()).isZero();
        }
    }

    /** The rows are looked at again where the gate has moved. */
    @Test
    @Tag("full")
    void a_hold_on_a_row_between_two_parts_keeps_the_user_and_the_rest() {
        boolean[] held = {false};
        RunResult result = work.run(Scene.USERS.category(), today, point -> {
            if (point == CrashPoint.CHUNK_COMMITTED && !held[0] && pointers(1) < ROWS) {
                held[0] = true;
                work.hold(ScopeType.RECORD, "web-visits:" + lastVisit());
            }
        });
        assertThat(held[0]).isTrue();
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
        stays(ROWS - RecordReader.MOST_POINTERS);
    }

    @Test
    @Tag("full")
    void goes_where_the_process_died_between_two_parts() {
        assertThat(CrashingRun.kill(work, Scene.USERS.category(), CrashPoint.LEDGER_WRITTEN, 2))
                .isTrue();
        assertThat(pointers(1)).isEqualTo(ROWS - RecordReader.MOST_POINTERS);
        RunResult result = run();
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
        assertThat(work.count("user_account", "TRUE")).isZero();
        assertThat(pointers(1)).isZero();
        assertThat(inParts()).isEmpty();
    }

    /** Users of whom it stands as a finding that a part went. */
    private List<String> inParts() {
        return work.texts("SELECT subject FROM finding WHERE run_id > 0 AND code = 'ERASED_IN_PART'");
    }

    /** With a million rows, or as many as {@code -Drows} says; whoever wants the gate meanwhile waits for one part at most. */
    @Test
    @Tag("soak")
    void nobody_waits_long_at_the_gate_for_a_million_rows() throws Exception {
        visits(1, Integer.getInteger("rows", 1_000_000) - ROWS);
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Duration> longest = CompletableFuture.supplyAsync(() -> longestWait(over));
        long begun = System.nanoTime();
        RunResult result = run();
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        over.set(true);
        System.out.println("a user at whom " + Integer.getInteger("rows", 1_000_000) + " rows point: " + took
                + ", the gate kept for " + longest.get() + " at most");
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
        assertThat(work.count("user_account", "TRUE")).isZero();
        assertThat(pointers(1)).isZero();
        assertThat(longest.get()).isLessThan(Duration.ofSeconds(2));
    }

    private Duration longestWait(AtomicBoolean over) {
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(work.adminPool()));
        long longest = 0;
        while (!over.get()) {
            long begun = System.nanoTime();
            transaction.executeWithoutResult(t -> {
                work.admin().queryForList("SELECT v FROM gate WHERE name = 'holds' FOR UPDATE");
                t.setRollbackOnly();
            });
            longest = Math.max(longest, System.nanoTime() - begun);
        }
        return Duration.ofNanos(longest);
    }

    private void stays(int pointers) {
        assertThat(work.count("user_account", "TRUE")).isEqualTo(1);
        assertThat(work.count("user_account", "id = 1")).isEqualTo(1);
        assertThat(pointers(1)).isEqualTo(pointers);
        assertThat(pointers(3)).isZero();
    }
}
