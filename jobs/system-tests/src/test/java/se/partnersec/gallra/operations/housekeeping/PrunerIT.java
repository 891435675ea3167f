package se.partnersec.gallra.operations.housekeeping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static se.partnersec.gallra.testing.assertion.Refusals.refusedWith;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Period;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.support.JdbcTransactionManager;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.ledger.verify.LedgerVerifier;
import se.partnersec.gallra.operations.metrics.MetricSnapshot;
import se.partnersec.gallra.operations.metrics.RunMetrics;
import se.partnersec.gallra.policy.limit.HousekeepingKind;
import se.partnersec.gallra.policy.limit.HousekeepingPolicy;
import se.partnersec.gallra.runs.control.RunHistory;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.JsonSchemas;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;
import se.partnersec.gallra.testing.assertion.LooseLimits;

/** What of our own notes goes after its time, and what stays whatever its age. Four years pass between the runs and the prune. */
@GallraTest
@Tag("full")
class PrunerIT {
    private static final List<String> HISTORIES = List.of(
            "BATCH_STEP_EXECUTION_CONTEXT",
            "BATCH_STEP_EXECUTION",
            "BATCH_JOB_EXECUTION_CONTEXT",
            "BATCH_JOB_EXECUTION_PARAMS",
            "BATCH_JOB_EXECUTION",
            "BATCH_JOB_INSTANCE");

    private final Workplace work;
    private final Path folder;
    private long next = 1;

    PrunerIT(Workplace work, @TempDir Path folder) {
        this.work = work;
        this.folder = folder;
    }

    /** A run that erases one record. */
    private long run() {
        Scene.IPS.put(work, Scene.Spec.of(next++, Scene.IPS.firstDue(work.today())));
        var result = work.run(CategoryIds.IP_LOGS, work.today());
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
        return work.number("SELECT MAX(run_id) FROM run_scope");
    }

    private void finding(String subject, String run, String age) {
        work.admin()
                .update(
                        "INSERT INTO finding (category, subject, code, detail, run_id, first_seen, last_seen) VALUES"
                                + " ('ip-logs', ?, 'LATE', 'å', " + run
                                + ", UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) + INTERVAL " + age
                                + ")",
                        subject);
    }

    private Later later(PrunePoint.Witness witness) {
        return new Later(work, DatabaseRole.OWNER, HousekeepingPolicy.USUAL, witness);
    }

    private Pruner.Report prune() {
        try (Later later = later(point -> {})) {
            return later.pruner().prune(folder, true);
        }
    }

    /** How many rows each of the tables has. */
    private Map<String, Long> rows() {
        Map<String, Long> all = new TreeMap<>();
        List<String> tables = new ArrayList<>(HISTORIES);
        tables.addAll(List.of(
                "run_order",
                "plan",
                "plan_category",
                "plan_block",
                "finding",
                "notice",
                "notice_answer",
                "audit",
                "run_scope",
                "run_limit",
                "ledger_chunk",
                "approval_request"));
        for (String table : tables) {
            all.put(table, work.number("SELECT COUNT(*) FROM " + table));
        }
        return all;
    }

    private List<Long> instances() {
        return work.admin()
                .query(
                        "SELECT JOB_INSTANCE_ID FROM BATCH_JOB_INSTANCE ORDER BY JOB_INSTANCE_ID",
                        (row, i) -> row.getLong(1));
    }

    private String refusals() {
        MetricSnapshot figures = new MetricSnapshot();
        RunMetrics.of(work.admin(), List.of(CategoryIds.IP_LOGS)).look().accept(figures);
        return new String(figures.text(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("gallra_guard_refusals_total"))
                .findFirst()
                .orElseThrow();
    }

    /** A counter that falls looks like one that began anew: what is left of it would be alarmed of as refused just now. */
    @Test
    void a_counter_of_refusals_does_not_fall_when_their_histories_go() throws IOException {
        Scene.IPS.put(work, Scene.Spec.of(next++, Scene.IPS.firstDue(work.today())));
        Scene.IPS.put(work, Scene.Spec.of(next++, Scene.IPS.firstDue(work.today())));
        LooseLimits.write(work.configFolder(), "every-category: {max-records: 1, max-percent: 100, approve: none}\n");
        assertThat(work.run(CategoryIds.IP_LOGS, work.today()).exit()).isEqualTo(ExitCode.REFUSED);
        LooseLimits.in(work.configFolder());
        long refused = instances().get(0);
        run();
        assertThat(refusals()).endsWith(" 1.0");
        assertThat(prune().done()).extracting(Pruner.Done::removed).containsExactly(1L);
        assertThat(instances()).doesNotContain(refused);
        assertThat(refusals()).endsWith(" 1.0");
    }

    @Test
    void histories_of_runs_that_are_over_go_and_the_evidence_stays() throws IOException {
        long first = run();
        long second = run();
        long newest = run();
        work.admin()
                .update(
                        "INSERT INTO run_order (uuid, run_id, action, reason) VALUES (UUID(), ?, 'STOP', 'x'),"
                                + " (UUID(), ?, 'STOP', 'x'), (UUID(), 0, 'GO', 'x')",
                        first,
                        newest);
        work.admin().update("DELETE FROM audit");
        Map<String, Long> before = rows();
        Pruner.Report report = prune();
        assertThat(report.done()).extracting(Pruner.Done::kind).containsExactly(HousekeepingKind.RUN_HISTORIES);
        assertThat(report.done().get(0).removed()).isEqualTo(2);
        assertThat(report.done().get(0).stayed()).isZero();
        assertThat(instances()).containsExactly(newest);
        Map<String, Long> after = rows();
        for (String table : List.of("run_scope", "run_limit", "ledger_chunk")) {
            assertThat(after).as(table).containsEntry(table, before.get(table));
        }
        assertThat(work.admin().queryForList("SELECT run_id FROM run_order ORDER BY id", Long.class))
                .containsExactly(newest, 0L);
        long gone = before.values().stream().mapToLong(n -> n).sum()
                - after.values().stream().mapToLong(n -> n).sum();
        assertThat(report.done().get(0).rows()).isEqualTo(gone);
        assertThat(work.admin()
                        .queryForMap("SELECT kind, records, rows_removed, first_key, last_key, export FROM pruned"))
                .containsEntry("kind", "run-histories")
                .containsEntry("records", 2L)
                .containsEntry("rows_removed", gone)
                .containsEntry("first_key", "" + first)
                .containsEntry("last_key", "" + second)
                .containsEntry("export", report.manifest());
        assertThat(new RunHistory(work.admin()).get(first).outcome()).isEqualTo("DONE");
        assertThat(new RunHistory(work.admin()).attempts(first)).isEmpty();
        assertThat(new LedgerVerifier(work.admin(), new JdbcTransactionManager(work.adminPool()))
                        .verify(Optional.empty())
                        .problems())
                .isEmpty();
        assertThat(run()).as("the next run").isGreaterThan(newest);
        exported(report, gone);
        assertThat(prune().folder()).as("nothing more").isNotNull();
        assertThat(instances()).hasSize(1);
        assertThat(prune().folder()).as("nothing at all").isNull();
    }

    private void exported(Pruner.Report report, long rows) throws IOException {
        Path at = Objects.requireNonNull(report.folder());
        Path file = at.resolve("run-histories.jsonl");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(at)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize((int) rows + 1);
        assertThat(lines.get(0)).matches("\\{\"rows\":\\d+,\"keys\":\\[\"\\d+\",\"\\d+\"\\]\\}");
        assertThat(lines.get(1)).startsWith("{\"table\":\"BATCH_JOB_INSTANCE\",\"row\":{\"JOB_INSTANCE_ID\":");
        Path manifest = at.resolve("manifest.json");
        assertThat(PruneExportFile.hash(manifest)).isEqualTo(report.manifest());
        assertThat(JsonSchemas.document("prune-document-1", Files.readString(manifest)))
                .startsWith("{\"schema\":\"gallra.prune/1\",\"exportedAt\":\"")
                .contains("\"file\":\"run-histories.jsonl\",\"records\":2,\"rows\":" + rows + ",\"sha256\":\""
                        + PruneExportFile.hash(file) + "\"}")
                .endsWith("]}\n");
    }

    /** Whatever could still be gone on with stays, however old: the newest of a category, what failed, what was not closed. */
    @Test
    void a_run_that_may_still_be_gone_on_with_stays() {
        long failed = run();
        long open = run();
        long doubt = run();
        long over = run();
        long newest = run();
        work.admin().update("UPDATE BATCH_JOB_EXECUTION SET STATUS = 'FAILED' WHERE JOB_INSTANCE_ID = ?", failed);
        work.admin().update("UPDATE run_scope SET outcome = 'FAILED' WHERE run_id = ?", open);
        work.admin()
                .update(
                        "INSERT INTO object_intent (run_id, category, record_key, bucket, object_key, state, hold_epoch,"
                                + " opened_at) VALUES (?, 'chat-logs', '1', 'b', 'k', 'IN_DOUBT', 1, UTC_TIMESTAMP(6))",
                        doubt);
        prune();
        assertThat(instances()).containsExactly(failed, open, doubt, newest).doesNotContain(over);
        work.admin().update("DELETE FROM object_intent");
        work.admin().update("UPDATE BATCH_JOB_EXECUTION SET STATUS = 'ABANDONED' WHERE JOB_INSTANCE_ID = ?", failed);
        prune();
        assertThat(instances()).as("the control: given up for good").containsExactly(open, newest);
    }

    @Test
    void findings_that_are_open_and_notices_that_wait_stay() {
        run();
        long last = run();
        finding("settled", "" + (last - 1), "0 DAY");
        finding("settled, seen since", "" + (last - 1), "2 YEAR");
        finding("noted by the last run", "" + last, "0 DAY");
        finding("of no run", "NULL", "0 DAY");
        for (int i = 1; i <= 3; i++) {
            work.admin()
                    .update(
                            "INSERT INTO notice (id, category, seq, subject, copy, outcome, run_id, noticed_at, answer_by)"
                                    + " VALUES (?, 'ip-logs', 1, ?, 'crm', 'E', ?, UTC_TIMESTAMP(6), '2026-12-01')",
                            i,
                            "" + i,
                            last);
        }
        work.admin()
                .update("INSERT INTO notice_answer (notice_id, answered_at) VALUES (1, UTC_TIMESTAMP(6)),"
                        + " (2, UTC_TIMESTAMP(6) + INTERVAL 2 YEAR)");
        prune();
        assertThat(work.admin().queryForList("SELECT subject FROM finding ORDER BY id", String.class))
                .containsExactly("settled, seen since", "noted by the last run", "of no run");
        assertThat(work.admin().queryForList("SELECT id FROM notice ORDER BY id", Long.class))
                .as("answered two years ago, and not answered at all")
                .containsExactly(2L, 3L);
        assertThat(work.admin().queryForList("SELECT notice_id FROM notice_answer", Long.class))
                .containsExactly(2L);
    }

    private void ack(String subject, String owner) {
        work.admin()
                .update(
                        "INSERT INTO finding_ack (finding_id, owner, due_on, reason) VALUES (?, ?, UTC_DATE() + INTERVAL 5 DAY, 'r')",
                        work.number("SELECT id FROM finding WHERE subject = '" + subject + "'"),
                        owner);
    }

    @Test
    void acknowledgements_go_with_their_finding_and_of_one_that_is_open_once_a_newer_one_replaced_them() {
        run();
        long last = run();
        finding("settled", "" + (last - 1), "0 DAY");
        finding("settled, seen since", "" + (last - 1), "2 YEAR");
        finding("open", "" + last, "0 DAY");
        for (String subject : List.of("settled", "settled, seen since", "open")) {
            ack(subject, "first of " + subject);
            ack(subject, "second of " + subject);
        }
        prune();
        assertThat(work.admin().queryForList("SELECT owner FROM finding_ack ORDER BY id", String.class))
                .containsExactly("first of settled, seen since", "second of settled, seen since", "second of open");
        prune();
        assertThat(work.admin().queryForList("SELECT COUNT(*) FROM finding_ack", Long.class))
                .as("nothing more")
                .containsExactly(3L);
    }

    /** What a last look found of a run that was given up counts as open until a later run has looked at the same. */
    @Test
    void what_contradicts_a_run_that_was_given_up_stays() {
        long given = run();
        run();
        work.admin().update("UPDATE run_scope SET outcome = 'ABANDONED' WHERE run_id = ?", given);
        work.admin()
                .update(
                        "INSERT INTO finding (category, subject, code, detail, run_id, first_seen, last_seen) VALUES"
                                + " ('ip-logs', 'a.b', 'DANGLING_POINTER', 'd', ?, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))",
                        given);
        finding("of a run that was given up", "" + given, "0 DAY");
        prune();
        assertThat(work.admin().queryForList("SELECT subject FROM finding", String.class))
                .containsExactly("a.b");
    }

    @Test
    void keys_of_plans_go_once_no_run_could_still_go_by_them_and_their_figures_stay() {
        long over = run();
        long cut = run();
        run();
        work.admin().update("UPDATE run_scope SET outcome = 'STOPPED' WHERE run_id = ?", cut);
        plan("p-unused", null);
        plan("p-over", over);
        plan("p-cut", cut);
        plan("p-new", null);
        work.admin().update("UPDATE plan SET made_at = UTC_TIMESTAMP(6) + INTERVAL 40 MONTH WHERE id = 'p-new'");
        prune();
        assertThat(work.admin().queryForList("SELECT DISTINCT plan_id FROM plan_block ORDER BY 1", String.class))
                .containsExactly("p-cut", "p-new");
        assertThat(rows()).containsEntry("plan", 4L).containsEntry("plan_category", 4L);
    }

    private void plan(String id, @Nullable Long run) {
        work.admin()
                .update(
                        "INSERT INTO approval_request (uuid, subject_kind, subject_id, terms, reason, valid_days) VALUES"
                                + " (UUID(), 'PLAN', ?, CONCAT('policy=', REPEAT('0', 64), ' content=', REPEAT('0', 64)), 'r', 14)",
                        id);
        work.admin()
                .update(
                        "INSERT INTO plan (id, request_id, as_of, policy, content, valid_hours) SELECT ?, id, '2026-01-01',"
                                + " REPEAT('0', 64), REPEAT('0', 64), 24 FROM approval_request WHERE subject_id = ?",
                        id,
                        id);
        work.admin()
                .update(
                        "INSERT INTO plan_category (plan_id, category, going, figures) VALUES (?, 'ip-logs', 1, '')",
                        id);
        for (int number = 0; number < 3; number++) {
            work.admin()
                    .update(
                            "INSERT INTO plan_block (plan_id, category, role, form, number, size, first_key, last_key, body)"
                                    + " VALUES (?, 'ip-logs', 'G', 'N', ?, 1, 18446744073709551615, 1, X'00FF')",
                            id,
                            number);
        }
        if (run != null) {
            work.admin().update("INSERT INTO plan_end (plan_id, category, run_id) VALUES (?, 'ip-logs', ?)", id, run);
        }
    }

    @Test
    void without_an_export_and_without_being_told_to_nothing_goes() {
        run();
        run();
        Map<String, Long> before = rows();
        try (Later later = later(point -> {})) {
            assertThat(later.pruner().past())
                    .filteredOn(past -> past.kind() == HousekeepingKind.RUN_HISTORIES)
                    .singleElement()
                    .satisfies(past -> assertThat(past.records()).isOne());
            assertThat(later.pruner().prune(folder, false).done().get(0).removed())
                    .isZero();
            assertThatThrownBy(() -> later.pruner().prune(folder.resolve("nowhere"), true))
                    .satisfies(refusedWith(ExitCode.USAGE))
                    .hasMessageContaining("cannot be written");
        }
        assertThat(rows()).isEqualTo(before);
    }

    private interface Tampering {
        void with(Path folder) throws IOException;
    }

    @Test
    void an_export_that_is_not_what_was_written_stops_it_before_anything_goes() {
        run();
        run();
        Map<String, Long> before = rows();
        List<Tampering> all = List.of(
                at -> Files.writeString(at.resolve("run-histories.jsonl"), "x", StandardOpenOption.APPEND),
                at -> Files.writeString(at.resolve("run-histories.jsonl"), ""),
                at -> Files.delete(at.resolve("run-histories.jsonl")),
                at -> Files.writeString(
                        at.resolve("run-histories.jsonl"),
                        Files.readString(at.resolve("run-histories.jsonl")).replace("COMPLETED", "ABANDONED")),
                at -> Files.writeString(at.resolve("manifest.json"), "{}"));
        for (Tampering tampering : all) {
            try (Later later = later(point -> {
                if (point == PrunePoint.EXPORTED) {
                    tamper(tampering);
                }
            })) {
                assertThatThrownBy(() -> later.pruner().prune(folder, true))
                        .satisfies(refusedWith(ExitCode.DIFFERENCES))
                        .hasMessageContaining("nothing was removed");
            }
            assertThat(rows()).isEqualTo(before);
            empty();
        }
        prune();
        assertThat(rows()).as("the control").isNotEqualTo(before);
    }

    private void tamper(Tampering tampering) {
        try (var found = Files.list(folder)) {
            tampering.with(found.findFirst().orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Two exports in one second would want the same name. */
    private void empty() {
        try (var found = Files.walk(folder)) {
            found.sorted(java.util.Comparator.reverseOrder())
                    .filter(each -> !each.equals(folder))
                    .forEach(each -> each.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Cut extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @Test
    void cut_off_anywhere_and_begun_anew_it_ends_the_same() {
        for (int passes = 0; passes <= 5; passes++) {
            work.clear();
            run();
            long last = run();
            for (int i = 0; i < 1100; i++) {
                finding("f" + i, "" + (last - 1), "0 DAY");
            }
            empty();
            int[] left = {passes};
            try (Later later = later(point -> {
                if (left[0]-- == 0) {
                    throw new Cut();
                }
            })) {
                assertThatThrownBy(() -> later.pruner().prune(folder, true)).isInstanceOf(Cut.class);
            }
            // Both exports, the run, and three times some findings.
            long findings = rows().getOrDefault("finding", 0L);
            assertThat(findings)
                    .as("after " + passes)
                    .isEqualTo(passes < 3 ? 1100 : passes == 3 ? 600 : passes == 4 ? 100 : 0);
            empty();
            prune();
            assertThat(instances()).containsExactly(last);
            assertThat(rows()).containsEntry("finding", 0L);
            assertThat(work.admin()
                            .queryForObject("SELECT SUM(rows_removed) FROM pruned WHERE kind = 'findings'", Long.class))
                    .isEqualTo(1100);
        }
    }

    @Test
    void what_changes_between_export_and_removal_stays() {
        run();
        long last = run();
        finding("a", "" + (last - 1), "0 DAY");
        try (Later later = later(point -> {
            if (point == PrunePoint.VERIFIED) {
                work.admin().update("UPDATE finding SET times = times + 1");
                work.admin().update("UPDATE BATCH_STEP_EXECUTION SET WRITE_COUNT = WRITE_COUNT + 1");
            }
        })) {
            Pruner.Report report = later.pruner().prune(folder, true);
            assertThat(report.done()).allSatisfy(done -> {
                assertThat(done.removed()).isZero();
                assertThat(done.stayed()).isOne();
            });
        }
        assertThat(rows()).containsEntry("finding", 1L);
        assertThat(instances()).hasSize(2);
        empty();
        prune();
        assertThat(rows()).as("the control").containsEntry("finding", 0L);
        assertThat(instances()).containsExactly(last);
    }

    /** Unchanged, but no longer of those that may go: the run that settled it is given up. */
    @Test
    void what_may_not_go_any_more_stays() {
        run();
        long last = run();
        finding("a", "" + (last - 1), "0 DAY");
        try (Later later = later(point -> {
            if (point == PrunePoint.VERIFIED) {
                work.admin().update("UPDATE run_scope SET outcome = 'FAILED'");
            }
        })) {
            assertThat(later.pruner().prune(folder, true).done())
                    .allSatisfy(done -> assertThat(done.removed()).isZero());
        }
        assertThat(rows()).containsEntry("finding", 1L);
        assertThat(instances()).hasSize(2);
    }

    @Test
    void a_ledger_that_is_not_as_it_was_written_stops_it() {
        run();
        run();
        Map<String, Long> before = rows();
        work.admin().update("UPDATE ledger_chunk SET token = token + 1 ORDER BY seq LIMIT 1");
        try {
            assertThatThrownBy(this::prune)
                    .satisfies(refusedWith(ExitCode.DIFFERENCES))
                    .hasMessageContaining("the ledger was altered")
                    .hasMessageContaining("nothing was removed");
            assertThat(rows()).isEqualTo(before);
            assertThat(folder).isEmptyDirectory();
        } finally {
            work.admin().update("UPDATE ledger_chunk SET token = token - 1 ORDER BY seq LIMIT 1");
        }
        prune();
        assertThat(instances()).as("the control").hasSize(1);
    }

    /** Who erases must not be able to remove the traces of it: that is the server's to refuse. */
    @Test
    void the_job_and_the_other_accounts_are_refused_by_the_server() {
        run();
        run();
        Map<String, Long> before = rows();
        Map<HousekeepingKind, Period> only = new EnumMap<>(HousekeepingKind.class);
        for (HousekeepingKind kind : HousekeepingKind.values()) {
            only.put(kind, kind == HousekeepingKind.RUN_HISTORIES ? kind.usual() : Period.ZERO);
        }
        for (DatabaseRole role : List.of(DatabaseRole.JOB, DatabaseRole.FINANCE, DatabaseRole.READER)) {
            try (Later later = new Later(work, role, new HousekeepingPolicy(only), point -> {})) {
                assertThatThrownBy(() -> later.pruner().prune(folder, true))
                        .as(role.name())
                        .isInstanceOf(DataAccessException.class)
                        .rootCause()
                        .hasMessageContaining("denied");
            }
            assertThat(rows()).as(role.name()).isEqualTo(before);
            empty();
        }
        try (Later later = new Later(work, DatabaseRole.OWNER, new HousekeepingPolicy(only), point -> {})) {
            assertThat(later.pruner().prune(folder, true).done().get(0).removed())
                    .isOne();
        }
    }
}
