package se.partnersec.gallra.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.dao.DataAccessException;
import se.partnersec.gallra.House;
import se.partnersec.gallra.category.AccessLogs;
import se.partnersec.gallra.hold.PlacedHold;
import se.partnersec.gallra.ledger.LedgerNames;
import se.partnersec.gallra.ledger.Outcome;
import se.partnersec.gallra.plan.Explainer;
import se.partnersec.gallra.plan.Explanation;
import se.partnersec.gallra.plan.HoldReceipt;
import se.partnersec.gallra.plan.HoldReceipts;
import se.partnersec.gallra.run.Check;
import se.partnersec.gallra.run.ExitCode;
import se.partnersec.gallra.run.PreflightReport;
import se.partnersec.gallra.run.RunResult;
import se.partnersec.gallra.store.KeyKinds;
import se.partnersec.gallra.testing.Child;
import se.partnersec.gallra.testing.CrashingRun;
import se.partnersec.gallra.testing.Partitioned;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

/** Whole partitions of a log go at once, and nothing in them that is to be kept. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PartitionsIT {
    private Workplace work;
    private Rehearsal rehearsal;
    private LocalDate today;
    private LocalDate due;

    @BeforeAll
    void open() {
        work = new Workplace(3);
        rehearsal = new Rehearsal(work, Scene.IPS);
        today = rehearsal.today();
        due = Scene.IPS.firstDue(today);
        Partitioned.ipLog(work, 2);
    }

    @AfterAll
    void close() {
        work.close();
    }

    /** Days -2, -1 and 0 are due; of day -2 row 5 is held, and of day 0 row 12 is a customer's. */
    @BeforeEach
    void lay() {
        for (String table : List.of("staged_partition", "staged_item", work.table(Partitioned.STAGING))) {
            work.admin().update("DELETE FROM " + table);
        }
        rehearsal.lay();
    }

    @Test
    void go_with_every_key_in_the_ledger_and_what_is_kept_is_carried_over() {
        List<CrashPoint> passed = new ArrayList<>();
        RunResult run = work.run(Scene.IPS.category(), today, passed::add);
        assertThat(run.exit()).isEqualTo(ExitCode.DONE);
        assertThat(texts("SELECT CONCAT(code, ' ', detail) FROM finding")).isEmpty();
        assertThat(passed.stream().filter(CrashPoint.PARTITION_WRITTEN::equals)).hasSize(3);
        assertThat(passed.stream().filter(CrashPoint.CHUNK_COMMITTED::equals))
                .as("what is left for the rows is one chunk")
                .hasSize(1);
        assertThat(rows("ip_log")).containsExactly(5L, 11L, 12L);
        assertThat(rows(Partitioned.STAGING)).isEmpty();
        assertThat(erased()).containsExactly(1L, 2L, 3L, 4L, 6L, 7L, 8L, 9L, 10L);
        assertThat(rehearsal.verified()).isTrue();
        assertThat(onRecord()).isZero();
        assertThat(run.counts().of(Outcome.ERASED)).isEqualTo(9);
        assertThat(run.counts().total()).as("every candidate is accounted for").isEqualTo(11);
    }

    @Test
    void leave_what_is_kept_exactly_as_it_was() {
        List<String> before = whole();
        work.run(Scene.IPS.category(), today);
        assertThat(before).containsAll(whole());
        assertThat(whole()).hasSize(3);
    }

    @Test
    void are_left_alone_on_their_last_day() {
        work.run(Scene.IPS.category(), today.minusDays(3));
        assertThat(rows("ip_log")).hasSize(12);
    }

    @Test
    void go_row_by_row_where_a_partition_has_a_row_that_is_not_due() {
        List<CrashPoint> passed = new ArrayList<>();
        work.admin()
                .execute("ALTER TABLE " + work.table("ip_log") + " REORGANIZE PARTITION " + Partitioned.name(due)
                        + ", " + Partitioned.name(due.plusDays(1)) + " INTO (PARTITION two_days VALUES LESS THAN ('"
                        + due.plusDays(2) + "'))");
        RunResult run = work.run(Scene.IPS.category(), today, passed::add);
        assertThat(run.exit()).isEqualTo(ExitCode.DONE);
        assertThat(passed.stream().filter(CrashPoint.PARTITION_WRITTEN::equals)).hasSize(2);
        assertThat(rows("ip_log")).containsExactly(5L, 11L, 12L);
        work.admin()
                .execute("ALTER TABLE " + work.table("ip_log") + " REORGANIZE PARTITION two_days INTO (PARTITION "
                        + Partitioned.name(due) + " VALUES LESS THAN ('" + due.plusDays(1) + "'), PARTITION "
                        + Partitioned.name(due.plusDays(1)) + " VALUES LESS THAN ('" + due.plusDays(2) + "'))");
    }

    @Test
    void keep_what_a_hold_came_for_after_everything_was_decided() {
        boolean[] placed = {false};
        work.run(Scene.IPS.category(), today, point -> {
            if (point == CrashPoint.PARTITION_DECIDED && !placed[0]) {
                placed[0] = true;
                rehearsal.hold(staged().get(0));
                rehearsal.hold(8);
            }
        });
        assertThat(placed[0]).isTrue();
        assertThat(rows("ip_log")).contains(8L).hasSize(5);
        assertThat(erased()).hasSize(7).doesNotContain(8L);
    }

    /** The control of the test before: what does not pass the gate is not seen, so it is the gate's value that saves. */
    @Test
    void would_lose_what_a_hold_came_for_that_bypassed_the_gate() {
        work.run(Scene.IPS.category(), today, point -> {
            if (point == CrashPoint.PARTITION_DECIDED && staged().contains(8L)) {
                rehearsal.hold(8);
                work.admin().update("UPDATE gate SET v = v - 1 WHERE name = 'holds'");
            }
        });
        work.admin().update("UPDATE gate SET v = v + 1 WHERE name = 'holds'");
        assertThat(rows("ip_log")).doesNotContain(8L);
    }

    @Test
    void go_row_by_row_while_somebody_reads_the_log() throws SQLException {
        try (Connection reader = work.adminPool().getConnection()) {
            reader.setAutoCommit(false);
            reader.createStatement().executeQuery("SELECT COUNT(*) FROM " + work.table("ip_log"));
            RunResult run = work.run(Scene.IPS.category(), today);
            reader.rollback();
            assertThat(run.exit()).isEqualTo(ExitCode.DONE);
        }
        assertThat(rows("ip_log")).containsExactly(5L, 11L, 12L);
        assertThat(erased()).hasSize(9);
        assertThat(findings()).contains("PARTITION_BY_ROWS");
    }

    @Test
    void do_not_go_while_the_staging_table_has_a_row_that_nobody_decided() {
        List<Long> seen = new ArrayList<>();
        RunResult run = work.run(Scene.IPS.category(), today, point -> {
            if (point == CrashPoint.PARTITION_DECIDED && staged().contains(8L) && seen.isEmpty()) {
                work.insert(
                        Partitioned.STAGING,
                        "id, seen_at, service, address",
                        800,
                        due.atTime(3, 0),
                        "mail",
                        "192.0.2.8");
            } else if (point == CrashPoint.PARTITION_PAGE_DECIDED && staged().contains(800L)) {
                seen.addAll(staged());
            }
        });
        assertThat(run.exit()).as(String.valueOf(run.why())).isEqualTo(ExitCode.DONE);
        assertThat(seen).as("all were decided anew").containsExactly(2L, 8L, 800L);
        assertThat(erased()).hasSize(10).contains(800L);
        assertThat(findings()).contains("PARTITION_BY_ROWS");
    }

    @Test
    void never_go_by_a_key_that_another_day_has_too() {
        work.insert(
                "ip_log", "id, seen_at, service, address", 8, due.minusDays(1).atTime(3, 0), "x", "y");
        RunResult run = work.run(Scene.IPS.category(), today);
        assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
        assertThat(run.why()).contains("expected 1 rows of ip_log to go, 2 did: rolled back");
        assertThat(erased()).doesNotContain(8L);
        assertThat(rows("ip_log")).contains(8L, 8L);
    }

    @Test
    void can_be_taken_only_by_whoever_has_the_lease() {
        work.run(Scene.IPS.category(), today);
        long token = Long.parseLong(
                texts("SELECT token FROM lease WHERE category = 'ip-logs'").get(0));
        String fill = "CALL " + Partitioned.STAGING + "_fill('" + Partitioned.name(due) + "', ?)";
        String empty = "CALL " + Partitioned.STAGING + "_empty(?, 1, 8)";
        assertThatThrownBy(() -> work.admin().update(fill, token - 1))
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("in other hands");
        assertThatThrownBy(() -> work.admin().update(empty, token - 1)).hasMessageContaining("in other hands");
        work.insert(Partitioned.STAGING, "id, seen_at, service, address", 8, due.atTime(3, 0), "x", "y");
        assertThatThrownBy(() -> work.admin().update(fill, token)).hasMessageContaining("is not empty");
        assertThatThrownBy(() -> work.admin().update(empty, token)).hasMessageContaining("are not decided");
        assertThatThrownBy(() -> work.admin().update("CALL " + Partitioned.STAGING + "_fill('x` y', ?)", token))
                .hasMessageContaining("is not empty");
        work.admin().update("DELETE FROM " + work.table(Partitioned.STAGING));
        assertThatThrownBy(() -> work.admin().update("CALL " + Partitioned.STAGING + "_fill('x` y', ?)", token))
                .hasMessageContaining("no such partition");
    }

    @Test
    void are_told_by_explain_receipts_and_doctor_where_a_run_died() {
        assertThat(crash(CrashPoint.PARTITION_TAKEN, 1)).isTrue();
        assertThat(staged()).contains(2L, 5L, 8L);
        try (House house = work.house()) {
            PreflightReport doctor = house.preflight().doctor();
            assertThat(doctor.checks().stream().map(Check::what))
                    .anyMatch(what -> what.contains("taken out of its table"));
            KeyKinds kinds = KeyKinds.read(work.admin(), house.sources());
            Explainer explainer = new Explainer(
                    work.adminPool(),
                    house.policy(),
                    house.sources(),
                    kinds,
                    work.settings().tags(),
                    null);
            assertThat(explainer.explain(new AccessLogs(), "2").presence()).isEqualTo(Explanation.Presence.PRESENT);
            PlacedHold hold = rehearsal.hold(2);
            HoldReceipt receipt = new HoldReceipts(
                            work.adminPool(),
                            house.sources(),
                            kinds,
                            work.settings().tags())
                    .of(hold);
            assertThat(receipt.kept()).isEqualTo(1);
        }
        work.run(Scene.IPS.category(), today);
        assertThat(rows("ip_log")).containsExactly(2L, 5L, 11L, 12L);
    }

    @Test
    void end_like_an_undisturbed_run_wherever_it_was_killed() {
        assertThat(work.run(Scene.IPS.category(), today).exit()).isEqualTo(ExitCode.DONE);
        Set<String> undisturbed = rehearsal.snapshot();
        List<String> failures = new ArrayList<>();
        int killed = 0;
        Set<CrashPoint> points = EnumSet.range(CrashPoint.PARTITION_OPENED, CrashPoint.PARTITION_WRITTEN);
        for (CrashPoint point : points) {
            for (int times = 1; times <= 2; times++) {
                rehearsal.lay();
                boolean died = false;
                for (int i = 0; i < times; i++) {
                    died |= crash(point, times == 1 ? 2 : 1);
                }
                killed += died ? 1 : 0;
                work.run(Scene.IPS.category(), today);
                Set<String> after = rehearsal.snapshot();
                if (!after.equals(undisturbed) || !rehearsal.verified() || onRecord() != 0 || !staged().isEmpty()) {
                    failures.add(point + " x" + times + ": " + Rehearsal.difference(undisturbed, after));
                }
            }
        }
        System.out.println("partitions, crash cells: " + (2 * points.size() - failures.size()) + " of "
                + 2 * points.size() + " passed, killed in " + killed);
        assertThat(failures).isEmpty();
        assertThat(killed).isEqualTo(2 * points.size());
    }

    private boolean crash(CrashPoint point, int pass) {
        Process child = Child.start(
                work.settings(),
                CrashingRun.class,
                Scene.IPS.category().id(),
                today.toString(),
                point.name(),
                String.valueOf(pass));
        int exit = Child.await(child, 120);
        work.admin().update("UPDATE heartbeat SET beat_at = beat_at - INTERVAL 1 MINUTE");
        return exit == 137;
    }

    private List<Long> staged() {
        return rows(Partitioned.STAGING);
    }

    private List<Long> rows(String table) {
        return work.admin().query("SELECT id FROM " + work.table(table) + " ORDER BY id", (row, i) -> row.getLong(1));
    }

    private List<String> whole() {
        return texts("SELECT CONCAT_WS('|', id, seen_at, customer_id, user_id, service, address, processor_for) FROM "
                + work.table("ip_log") + " ORDER BY id");
    }

    private List<Long> erased() {
        return LedgerNames.all(work.admin()).stream()
                .filter(name -> name.endsWith(" ERASED"))
                .map(name -> Long.valueOf(name.substring("ip-logs:".length(), name.indexOf(' '))))
                .sorted()
                .toList();
    }

    private List<String> findings() {
        return texts("SELECT code FROM finding");
    }

    private List<String> texts(String sql) {
        return work.admin().query(sql, (row, i) -> row.getString(1));
    }

    private long onRecord() {
        return texts("SELECT partition_name FROM staged_partition").size();
    }
}
