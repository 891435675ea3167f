package se.partnersec.gallra.erasure.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.QueryTimeoutException;
import se.partnersec.gallra.categories.IpLogs;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.erasure.Rehearsal;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.ledger.entry.LedgerNames;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.planning.audit.AuditResult;
import se.partnersec.gallra.planning.explain.Explanation;
import se.partnersec.gallra.planning.explain.RecordExplainer;
import se.partnersec.gallra.planning.holding.HoldReceipt;
import se.partnersec.gallra.planning.holding.HoldReceiptService;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.runs.preflight.Check;
import se.partnersec.gallra.runs.preflight.PreflightReport;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.Audits;
import se.partnersec.gallra.testing.CrashingRun;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.GateByHand;
import se.partnersec.gallra.testing.Partitioned;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/** Whole partitions of a log go at once, and nothing in them that is to be kept. */
@GallraTest(chunk = 3)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("full")
public class PartitionsIT {
    private final Workplace work;
    private final Rehearsal rehearsal;
    private final LocalDate today;
    private final LocalDate due;

    PartitionsIT(Workplace work, LocalDate today) {
        this.work = work;
        this.rehearsal = new Rehearsal(work, Scene.IPS);
        this.today = today;
        this.due = Scene.IPS.firstDue(today);
        Partitioned.ipLog(work, 2);
    }

    /** Days -2, -1 and 0 are due; of day -2 row 5 is held, and of day 0 row 12 is a customer's. */
    @BeforeEach
    void lay() {
        rehearsal.lay();
        // The log goes on: the partition with its newest key is not taken. Of today it would lie in the future before
        // that hour.
        Scene.IPS.put(work, Scene.Spec.of(13, today.minusDays(1)));
    }

    @Test
    void go_with_every_key_in_the_ledger_and_what_is_kept_is_carried_over() {
        List<CrashPoint> passed = new ArrayList<>();
        RunResult run = work.run(Scene.IPS.category(), today, passed::add);
        assertThat(run.exit()).isEqualTo(ExitCode.DONE);
        assertThat(work.texts("SELECT CONCAT(code, ' ', detail) FROM finding")).isEmpty();
        assertThat(passed.stream().filter(CrashPoint.PARTITION_WRITTEN::equals)).hasSize(3);
        assertThat(passed.stream().filter(CrashPoint.CHUNK_COMMITTED::equals))
                .as("what is left for the rows is one chunk")
                .hasSize(1);
        assertThat(rows("ip_log")).containsExactly(5L, 11L, 12L, 13L);
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
        assertThat(whole()).hasSize(4);
    }

    @Test
    void are_left_alone_on_their_last_day() {
        work.run(Scene.IPS.category(), today.minusDays(3));
        assertThat(rows("ip_log")).hasSize(13);
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
        assertThat(rows("ip_log")).containsExactly(5L, 11L, 12L, 13L);
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
        assertThat(rows("ip_log")).contains(8L).hasSize(6);
        assertThat(erased()).hasSize(7).doesNotContain(8L);
    }

    /** The control of the test before: what does not pass the gate is not seen, so it is the gate's value that saves. */
    @Test
    void would_lose_what_a_hold_came_for_that_bypassed_the_gate() {
        work.run(Scene.IPS.category(), today, point -> {
            if (point == CrashPoint.PARTITION_DECIDED && staged().contains(8L)) {
                long before = work.number("SELECT v FROM gate");
                rehearsal.hold(8);
                GateByHand.to(work.admin(), before);
            }
        });
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
        assertThat(rows("ip_log")).containsExactly(5L, 11L, 12L, 13L);
        assertThat(erased()).hasSize(9);
        assertThat(findings()).contains("PARTITION_BY_ROWS");
    }

    @Test
    void are_put_back_when_the_staging_table_has_a_row_that_nobody_decided() {
        RunResult run = work.run(Scene.IPS.category(), today, point -> {
            if (point == CrashPoint.PARTITION_GOING && staged().contains(8L)) {
                work.insert(
                        Partitioned.STAGING,
                        "id, seen_at, service, address",
                        800,
                        due.atTime(3, 0),
                        "mail",
                        "192.0.2.8");
            }
        });
        assertThat(run.exit()).as(String.valueOf(run.why())).isEqualTo(ExitCode.DONE);
        assertThat(staged()).isEmpty();
        assertThat(erased())
                .as("by rows, and what came after the run began is for the next")
                .hasSize(9);
        assertThat(rows("ip_log")).containsExactly(5L, 11L, 12L, 13L, 800L);
        assertThat(work.texts("SELECT detail FROM finding WHERE code = 'PARTITION_BY_ROWS'"))
                .singleElement()
                .asString()
                .contains("does not hold the rows that were decided");
    }

    @Test
    void are_written_down_though_the_answer_was_an_error() {
        work.run(Scene.IPS.category(), today, point -> {
            if (point == CrashPoint.PARTITION_ERASED) {
                throw new QueryTimeoutException("the server did it and said otherwise");
            }
        });
        assertThat(erased()).hasSize(9);
        assertThat(rows("ip_log")).containsExactly(5L, 11L, 12L, 13L);
        assertThat(rehearsal.verified()).isTrue();
    }

    @Test
    void are_told_as_going_by_the_receipt_of_a_hold_that_came_too_late() {
        assertThat(crash(CrashPoint.PARTITION_GOING, 1)).isTrue();
        List<Long> going = staged();
        assertThat(going).containsExactly(2L, 8L);
        try (SuiteContext suite = work.suite()) {
            HoldReceipt receipt = receipt(suite, rehearsal.hold(8));
            assertThat(receipt.kept()).isZero();
            assertThat(receipt.inFlight()).isEqualTo(1);
        }
        work.run(Scene.IPS.category(), today);
        assertThat(rows("ip_log")).as("it had not gone yet, so it stays").containsExactly(5L, 8L, 11L, 12L, 13L);
    }

    /** An erasure that was honest is no breach: the row names the step at which the partition was said to go. */
    @Test
    void are_no_breach_for_the_audit_where_a_hold_came_before_they_were_in_the_ledger() {
        assertThat(crash(CrashPoint.PARTITION_ERASED, 1)).isTrue();
        rehearsal.hold(8);
        work.run(Scene.IPS.category(), today);
        assertThat(work.number("SELECT COUNT(*) FROM ledger_chunk WHERE kind = 'C' AND stored_epoch > hold_epoch"))
                .isPositive();
        try (SuiteContext suite = work.suite()) {
            AuditResult audited = Audits.of(work, suite).audit(Optional.empty());
            assertThat(audited.breaches()).isEmpty();
            assertThat(audited.gaps()).containsKey(AuditResult.Gap.PARTITION);
        }
    }

    /** The staging table is empty by then, and the ledger has nothing yet: only what was written down before tells of them. */
    @Test
    void are_told_as_going_also_between_the_staging_table_and_the_ledger() {
        assertThat(crash(CrashPoint.PARTITION_ERASED, 1)).isTrue();
        assertThat(staged()).isEmpty();
        assertThat(erased()).isEmpty();
        try (SuiteContext suite = work.suite()) {
            HoldReceipt receipt = receipt(suite, rehearsal.hold(8));
            assertThat(receipt.kept()).isZero();
            assertThat(receipt.inFlight()).isEqualTo(1);
            assertThat(receipt.warnings()).isEmpty();
            HoldReceipt all = receipt(suite, work.hold(ScopeType.CATEGORY, "ip-logs"));
            assertThat(all.inFlight()).isEqualTo(2);
        }
        work.admin().update("DELETE FROM staged_item");
        try (SuiteContext suite = work.suite()) {
            HoldReceipt without = receipt(suite, rehearsal.hold(8));
            assertThat(without.inFlight())
                    .as("the control: nothing else tells of it")
                    .isZero();
            assertThat(without.warnings()).containsExactly(HoldReceipt.Warning.UNKNOWN_RECORD);
        }
    }

    @Test
    void are_not_believed_gone_when_their_keys_are_in_the_table() {
        assertThat(crash(CrashPoint.PARTITION_GOING, 1)).isTrue();
        String all = "id, seen_at, customer_id, user_id, service, address, processor_for";
        work.admin()
                .update("INSERT INTO " + work.table("ip_log") + " (" + all + ") SELECT " + all + " FROM "
                        + work.table(Partitioned.STAGING));
        work.delete(Partitioned.STAGING, "TRUE");
        RunResult run = work.run(Scene.IPS.category(), today);
        assertThat(run.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(run.why()).contains("is on record as erased, and keys of it are in the table");
        assertThat(erased()).isEmpty();
    }

    @Test
    void are_not_looked_for_in_another_place() {
        assertThat(crash(CrashPoint.PARTITION_GOING, 1)).isTrue();
        work.admin().update("UPDATE staged_partition SET place = 'elsewhere'");
        RunResult run = work.run(Scene.IPS.category(), today);
        assertThat(run.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(run.why()).contains("lies at elsewhere, and sources.yml names");
        assertThat(staged()).containsExactly(2L, 8L);
    }

    @Test
    void are_left_to_the_rows_when_they_are_more_than_the_run_may_erase() {
        List<CrashPoint> passed = new ArrayList<>();
        work.change("limits.yml", loose -> loose.replaceFirst("max-records: [0-9]+", "max-records: 9"));
        RunResult run = work.run(Scene.IPS.category(), today, point -> {
            if (point == CrashPoint.LIMITS_FROZEN) {
                work.update("ip_log", "processor_for = NULL WHERE id = 12");
            }
            passed.add(point);
        });
        assertThat(run.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(run.why()).contains("the run has erased its limit of 9 records, and more are due");
        assertThat(erased()).hasSize(9);
        assertThat(passed.stream().filter(CrashPoint.PARTITION_WRITTEN::equals)).hasSize(2);
    }

    @Test
    void keep_users_waiting_while_rows_of_theirs_may_be_among_them() {
        Scene.USERS.put(work, Scene.Spec.of(77, Scene.USERS.firstDue(today)));
        assertThat(crash(CrashPoint.PARTITION_TAKEN, 1)).isTrue();
        work.admin().update("UPDATE heartbeat SET beat_at = UTC_TIMESTAMP(6) WHERE category = 'ip-logs'");
        assertThat(work.run(Scene.USERS.category(), today).exit())
                .as("whoever took it lives")
                .isEqualTo(ExitCode.FAILED);
        assertThat(work.count("user_account", "id = 77")).isEqualTo(1);
    }

    @Test
    void are_settled_by_a_run_of_users_where_the_one_that_took_them_is_dead() {
        Scene.USERS.put(work, Scene.Spec.of(77, Scene.USERS.firstDue(today)));
        assertThat(crash(CrashPoint.PARTITION_TAKEN, 1)).isTrue();
        assertThat(staged()).isNotEmpty();
        assertThat(work.run(Scene.USERS.category(), today).exit()).isEqualTo(ExitCode.DONE);
        assertThat(work.count("user_account", "id = 77")).isZero();
        assertThat(staged()).isEmpty();
        assertThat(onRecord()).isZero();
        assertThat(rows("ip_log")).hasSize(13);
        assertThat(work.run(Scene.IPS.category(), today).exit()).isEqualTo(ExitCode.DONE);
        assertThat(rows("ip_log")).containsExactly(5L, 11L, 12L, 13L);
    }

    @Test
    void do_not_begin_while_others_have_rows_in_the_staging_table() {
        work.insert(Partitioned.STAGING, "id, seen_at, service, address", 800, due.atTime(3, 0), "mail", "192.0.2.8");
        RunResult run = work.run(Scene.IPS.category(), today);
        assertThat(run.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(run.why()).contains("that no run of ours put there");
        assertThat(rows("ip_log")).hasSize(13);
        assertThat(staged()).containsExactly(800L);
    }

    @Test
    void never_go_by_a_key_that_another_day_has_too_and_stop_nothing_else() {
        work.insert(
                "ip_log", "id, seen_at, service, address", 8, due.minusDays(1).atTime(3, 0), "x", "y");
        RunResult run = work.run(Scene.IPS.category(), today);
        assertThat(run.exit()).as(run.toString()).isEqualTo(ExitCode.SKIPPED);
        assertThat(run.counts().of(Outcome.FAILED)).isEqualTo(1);
        assertThat(work.texts("SELECT CONCAT(subject, ' ', code, ' ', detail) FROM finding WHERE code = 'ROW_REFUSED'"))
                .singleElement()
                .asString()
                .startsWith("8 ROW_REFUSED 1 rows of ip_log were to go and 2 would have gone");
        assertThat(erased()).hasSize(8).doesNotContain(8L);
        assertThat(rows("ip_log")).containsExactly(5L, 8L, 8L, 11L, 12L, 13L);
    }

    @Test
    void can_be_taken_only_by_whoever_has_the_lease() {
        work.run(Scene.IPS.category(), today);
        long token = Long.parseLong(
                work.texts("SELECT token FROM lease WHERE category = 'ip-logs'").get(0));
        String fill = "CALL `ip-logs_fill`('" + Partitioned.name(due) + "', ?, 'a')";
        String empty = "CALL `ip-logs_empty`(?, 'a', 1, 8)";
        String record = "INSERT INTO staged_partition (category, run_id, policy, place, partition_name, attempt, state,"
                + " hold_epoch, opened_at) VALUES ('ip-logs', 1, '', '', '" + Partitioned.name(due)
                + "', 'a', ?, 0, NOW())";
        assertThatThrownBy(() -> work.admin().update(fill, token)).hasMessageContaining("not on record as being taken");
        work.admin().update(record, "FILLING");
        assertThatThrownBy(() -> work.admin().update(fill, token - 1))
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("not on record as being taken");
        assertThatThrownBy(() -> work.admin().update(fill.replace("'a'", "'b'"), token))
                .hasMessageContaining("not on record as being taken");
        work.insert(Partitioned.STAGING, "id, seen_at, service, address", 8, due.atTime(3, 0), "x", "y");
        assertThatThrownBy(() -> work.admin().update(fill, token)).hasMessageContaining("is not empty");
        assertThatThrownBy(() -> work.admin().update(empty, token)).hasMessageContaining("not on record as going");
        work.admin().update("UPDATE staged_partition SET state = 'GOING'");
        assertThatThrownBy(() -> work.admin().update(empty, token - 1)).hasMessageContaining("not on record as going");
        assertThatThrownBy(() -> work.admin().update(empty.replace("8)", "9)"), token))
                .hasMessageContaining("does not hold the rows");
        assertThat(staged()).containsExactly(8L);
        work.admin().update(empty, token);
        assertThat(staged()).isEmpty();
    }

    @Test
    void are_told_by_explain_receipts_and_doctor_where_a_run_died() {
        assertThat(crash(CrashPoint.PARTITION_TAKEN, 1)).isTrue();
        assertThat(staged()).contains(2L, 5L, 8L);
        try (SuiteContext suite = work.suite()) {
            PreflightReport doctor = suite.preflight().doctor();
            assertThat(doctor.checks().stream().map(Check::what))
                    .anyMatch(what -> what.contains("taken out of its table"));
            KeyTypes kinds = KeyTypes.read(work.admin(), suite.sources());
            RecordExplainer explainer = new RecordExplainer(
                    work.adminPool(),
                    suite.policy(),
                    suite.sources(),
                    kinds,
                    work.settings().tags(),
                    null);
            assertThat(explainer.explain(new IpLogs(), "2").presence()).isEqualTo(Explanation.Presence.PRESENT);
            PlacedHold hold = rehearsal.hold(2);
            HoldReceipt receipt = new HoldReceiptService(
                            work.adminPool(),
                            suite.sources(),
                            kinds,
                            work.settings().tags())
                    .of(hold);
            assertThat(receipt.kept()).isEqualTo(1);
        }
        work.run(Scene.IPS.category(), today);
        assertThat(rows("ip_log")).containsExactly(2L, 5L, 11L, 12L, 13L);
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
                lay();
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
        return CrashingRun.kill(work, Scene.IPS.category(), point, pass);
    }

    private HoldReceipt receipt(SuiteContext suite, PlacedHold hold) {
        KeyTypes kinds = KeyTypes.read(work.admin(), suite.sources());
        return new HoldReceiptService(
                        work.adminPool(),
                        suite.sources(),
                        kinds,
                        work.settings().tags())
                .of(hold);
    }

    private List<Long> staged() {
        return rows(Partitioned.STAGING);
    }

    private List<Long> rows(String table) {
        return work.admin().query("SELECT id FROM " + work.table(table) + " ORDER BY id", (row, i) -> row.getLong(1));
    }

    private List<String> whole() {
        return work.texts(
                "SELECT CONCAT_WS('|', id, seen_at, customer_id, user_id, service, address, processor_for) FROM "
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
        return work.texts("SELECT code FROM finding");
    }

    private long onRecord() {
        return work.texts("SELECT partition_name FROM staged_partition").size();
    }
}
