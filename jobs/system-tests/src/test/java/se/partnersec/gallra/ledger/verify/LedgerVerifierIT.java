package se.partnersec.gallra.ledger.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import se.partnersec.gallra.config.settings.DatabaseAccount;
import se.partnersec.gallra.ledger.entry.LedgerRow;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.ledger.entry.Tampering;
import se.partnersec.gallra.ledger.entry.WrittenLedger;
import se.partnersec.gallra.ledger.verify.LedgerVerifier.OpenRun;
import se.partnersec.gallra.ledger.verify.LedgerVerifier.Problem;
import se.partnersec.gallra.ledger.verify.LedgerVerifier.Result;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.testing.CategoryIds;

@Tag("core")
class LedgerVerifierIT {
    private static final DataCategory IP = CategoryIds.IP_LOGS;

    @AutoClose
    private final WrittenLedger written = new WrittenLedger(7);

    @Test
    void an_empty_ledger_is_in_order() {
        assertThat(written.verify()).isEqualTo(new Result(0, 0, List.of(), List.of(), List.of()));
    }

    @Test
    void a_ledger_of_several_runs_is_in_order_as_a_whole_and_by_category() {
        written.fill();
        Result all = written.verify();
        assertThat(all.problems()).isEmpty();
        assertThat(all.rows()).isEqualTo(written.jdbc.queryForObject("SELECT COUNT(*) FROM ledger_chunk", Long.class));
        LedgerVerifier verification = new LedgerVerifier(written.jdbc, written.transactions);
        List<Result> parts = CategoryIds.ALL.stream()
                .map(c -> verification.verify(Optional.of(c)))
                .toList();
        assertThat(parts).allMatch(Result::ok);
        assertThat(parts.stream().mapToLong(Result::rows).sum()).isEqualTo(all.rows());
        assertThat(parts.stream().mapToLong(Result::items).sum()).isEqualTo(all.items());
    }

    @Test
    void a_run_at_work_is_open_and_a_dead_one_interrupted_and_neither_is_a_problem() {
        written.run(IP, 0, 1, 3, 10);
        written.scope(IP, 0, 2);
        written.chunk(IP, 0, 2, written.items(IP, 5));
        OpenRun killed = new OpenRun("ip-logs", 0, 2, 5, false);
        interrupted(killed);
        lease("worker-1", 9, 9, 0);
        assertThat(written.verify().problems()).isEmpty();
        assertThat(written.verify().interrupted()).isEmpty();
        assertThat(written.verify().open()).containsExactly(new OpenRun("ip-logs", 0, 2, 5, true));
        lease("worker-1", 9, 9, 31); // no heartbeat for 31 s
        interrupted(killed);
        lease("worker-1", 9, 8, 0); // the heart of a fenced one
        interrupted(killed);
        lease(null, 9, 9, 0); // nobody holds the lease
        interrupted(killed);
    }

    private void interrupted(OpenRun... runs) {
        Result result = written.verify();
        assertThat(result.problems()).isEmpty();
        assertThat(result.ok()).isTrue();
        assertThat(result.interrupted()).containsExactly(runs);
    }

    @Test
    void a_run_that_died_before_its_first_row_is_interrupted() {
        written.run(IP, 0, 1, 3, 10);
        written.scope(IP, 0, 2);
        interrupted(new OpenRun("ip-logs", 0, 2, 0, false));
    }

    @Test
    void a_tail_cut_of_a_run_on_record_as_ended_is_no_interruption() {
        written.run(IP, 0, 1, 3, 10);
        written.run(IP, 0, 3, 3, 10);
        for (int rows = 1; rows <= 4; rows++) {
            int cut = rows;
            Result result = written.undone(() -> {
                written.jdbc.update("DELETE FROM ledger_chunk WHERE seq > ?", 8 - cut);
                return written.verify();
            });
            assertThat(result.interrupted()).as("%d rows", cut).isEmpty();
            assertThat(result.problems())
                    .as("%d rows", cut)
                    .extracting(Problem::toString)
                    .containsExactly("ip-logs, row 8: run 3 was closed by row 8 and the ledger ends with row "
                            + (8 - cut) + ": the tail was cut");
        }
    }

    /** The job may write run_scope, and no row of the ledger away. */
    @Test
    void a_run_whose_end_was_taken_off_the_record_is_no_interruption() {
        written.run(IP, 0, 1, 3, 10);
        written.jdbc.update("UPDATE run_scope SET ended_at = NULL, closed_seq = NULL");
        assertThat(written.verify().interrupted()).isEmpty();
        assertThat(written.verify().problems())
                .extracting(Problem::toString)
                .containsExactly("ip-logs, row 4: run 1 is closed by row 4, and run_scope says that it is not over");
    }

    @Test
    void a_tail_cut_together_with_the_end_of_its_run_is_told_by_a_notice_where_there_is_one() {
        written.run(IP, 0, 1, 3, 10);
        written.jdbc.update("DELETE FROM ledger_chunk WHERE seq > 2");
        written.jdbc.update("UPDATE run_scope SET ended_at = NULL, closed_seq = NULL");
        interrupted(new OpenRun("ip-logs", 0, 1, 2, false));
        written.jdbc.update("INSERT INTO notice (category, seq, subject, copy, outcome, run_id, noticed_at, answer_by)"
                + " VALUES ('ip-logs', 3, '7', 'archive', 'E', 1, UTC_TIMESTAMP(6), '2026-12-24')");
        assertThat(written.verify().problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "ip-logs, row 3: a notice of run 1 names it and the ledger ends with row 2: the tail was cut");
    }

    @Test
    void a_row_taken_out_of_the_middle_of_an_interrupted_run_is_a_problem() {
        written.scope(IP, 0, 1);
        for (int i = 0; i < 4; i++) {
            written.chunk(IP, 0, 1, written.items(IP, 5));
        }
        written.jdbc.update("DELETE FROM ledger_chunk WHERE seq = 2");
        assertThat(written.verify().problems())
                .extracting(Problem::toString)
                .containsExactly("ip-logs, row 3: rows 2 to 2 before it are missing");
    }

    @Test
    void a_run_at_work_does_not_excuse_an_older_one() {
        written.scope(IP, 0, 1);
        written.chunk(IP, 0, 1, written.items(IP, 5));
        written.scope(IP, 0, 2);
        lease("worker-1", 9, 9, 0);
        assertThat(written.verify().problems())
                .extracting(Problem::what)
                .singleElement()
                .asString()
                .contains("run 1 has no");
        assertThat(written.verify().open()).containsExactly(new OpenRun("ip-logs", 0, 2, 0, true));
    }

    @Test
    void a_resumed_run_is_open_after_its_first_closing_row() {
        written.run(IP, 0, 1, 4, 10);
        written.jdbc.update("UPDATE run_scope SET ended_at = NULL");
        interrupted(new OpenRun("ip-logs", 0, 1, 5, false));
        written.chunk(IP, 0, 1, written.items(IP, 5));
        interrupted(new OpenRun("ip-logs", 0, 1, 6, false));
        lease("worker-1", 9, 9, 0);
        assertThat(written.verify().ok()).isTrue();
        assertThat(written.verify().interrupted()).isEmpty();
    }

    @Test
    void only_of_a_run_that_can_go_on_rows_may_follow_its_closing_row() {
        written.run(IP, 0, 1, 4, 10);
        written.chunk(IP, 0, 1, written.items(IP, 5));
        for (String outcome : List.of("DONE", "SKIPPED", "REFUSED", "ABANDONED")) {
            written.jdbc.update("UPDATE run_scope SET outcome = ?", outcome);
            assertThat(written.verify().problems())
                    .as(outcome)
                    .extracting(Problem::toString)
                    .containsExactly("ip-logs, row 5: run 1 was closed by row 5 and wrote rows after it, up to row 6");
        }
        for (String outcome : List.of("FAILED", "STOPPED")) {
            written.jdbc.update("UPDATE run_scope SET outcome = ?", outcome);
            interrupted(new OpenRun("ip-logs", 0, 1, 6, false));
        }
    }

    @Test
    void a_whole_category_that_vanished_is_missed() {
        written.fill();
        written.jdbc.update("DELETE FROM ledger_chunk WHERE category = 'chat-logs'");
        assertThat(written.verify().problems())
                .hasSize(4)
                .allMatch(p -> p.category().equals("chat-logs") && p.what().endsWith("the tail was cut"));
    }

    @Test
    void the_first_bad_row_of_each_chain_is_named_and_the_rest_is_read_all_the_same() {
        written.fill();
        long rows = written.verify().rows();
        written.jdbc.update(
                "UPDATE ledger_chunk SET token = token + 1 WHERE seq IN (3, 9) AND category <> 'chat-logs'");
        Result result = written.verify();
        assertThat(result.rows()).isEqualTo(rows);
        assertThat(result.problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "call-recordings, row 3: its hash is not that of its content: a column was changed (and 1 more)",
                        "ip-logs, row 3: its hash is not that of its content: a column was changed (and 1 more)",
                        "ip-logs, part 1, row 3: its hash is not that of its content: a column was changed (and 1 more)");
    }

    @Test
    void what_no_driver_can_read_is_named_and_not_stumbled_over() {
        written.fill();
        written.jdbc.execute("SET SESSION sql_mode = ''");
        written.jdbc.update("UPDATE ledger_chunk SET written_at = '0000-00-00', kind = '' WHERE seq = 2 AND part = 1");
        assertThat(written.verify().problems()).extracting(Problem::seq).containsExactly(2L);
    }

    @Test
    void a_row_put_below_the_first_or_at_the_last_number_is_seen() {
        written.run(IP, 0, 1, 20, 10);
        String others = String.join(", ", Tampering.COLUMNS)
                .replace("category, part, seq,", "")
                .replace("attempt,", "");
        for (long seq : new long[] {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE}) {
            Result result = written.undone(() -> {
                written.jdbc.update(
                        "INSERT INTO ledger_chunk (category, part, seq, attempt, " + others
                                + ") SELECT category, part, ?, 'forged', " + others
                                + " FROM ledger_chunk WHERE seq = 2",
                        seq);
                return written.verify();
            });
            assertThat(result.problems())
                    .extracting(Problem::seq)
                    .as("row %d", seq)
                    .contains(seq);
        }
    }

    @Test
    void an_attempt_id_that_stands_twice_is_named() {
        written.run(IP, 0, 1, 3, 10);
        written.jdbc.execute("ALTER TABLE ledger_chunk DROP INDEX attempt");
        written.jdbc.update("UPDATE ledger_chunk SET attempt = 'same' WHERE seq IN (2, 3)");
        assertThat(written.verify().problems())
                .extracting(Problem::what)
                .filteredOn(what -> what.equals("its attempt id same stands in the ledger twice"))
                .hasSize(2);
    }

    @Test
    void every_column_of_the_table_is_in_the_row_that_is_hashed() {
        List<@Nullable String> table = written.jdbc.queryForList(
                "SELECT column_name FROM information_schema.columns WHERE table_schema = DATABASE()"
                        + " AND table_name = 'ledger_chunk' ORDER BY ordinal_position",
                String.class);
        List<String> hashed = Arrays.stream(LedgerRow.class.getRecordComponents())
                .map(c -> c.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
                .toList();
        assertThat(Tampering.COLUMNS)
                .containsExactlyElementsOf(
                        Stream.concat(hashed.stream(), Stream.of("hash")).toList());
        // What the database notes beside it is for the audit.
        assertThat(table)
                .containsExactlyElementsOf(
                        Stream.concat(Tampering.COLUMNS.stream(), Stream.of("stored_at", "stored_epoch"))
                                .toList());
    }

    @Test
    void an_account_that_reads_what_it_needs_can_verify() throws SQLException {
        written.fill();
        String name = "r" + written.schemas.suite().hashCode();
        DatabaseAccount reader = new DatabaseAccount(name, "Reader-1-of-4");
        written.jdbc.execute("CREATE USER '" + name + "'@'%' IDENTIFIED BY 'Reader-1-of-4'");
        try {
            for (String table : List.of(
                    "ledger_chunk",
                    "run_scope",
                    "lease",
                    "heartbeat",
                    "notice",
                    "replay_rows",
                    "plan",
                    "approval",
                    "approval_request",
                    "valid_approval",
                    "key_approval")) {
                written.jdbc.execute("GRANT SELECT ON " + table + " TO '" + name + "'@'%'");
            }
            try (Connection connection = written.schemas.database().connect(reader, written.schemas.suite())) {
                SingleConnectionDataSource source = new SingleConnectionDataSource(connection, true);
                LedgerVerifier verification =
                        new LedgerVerifier(new JdbcTemplate(source), new JdbcTransactionManager(source));
                assertThat(verification.verify(Optional.empty())).isEqualTo(written.verify());
            }
        } finally {
            written.jdbc.execute("DROP USER '" + name + "'@'%'");
        }
    }

    @Test
    void runs_may_go_on_while_it_reads() throws InterruptedException {
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        AtomicBoolean enough = new AtomicBoolean();
        Thread runs = new Thread(() -> {
            for (int run = 1; !enough.get(); run++) {
                int id = run;
                written.inTransaction(() -> written.run(IP, 0, id, 5, 5));
            }
        });
        runs.setUncaughtExceptionHandler((thread, e) -> failure.set(e));
        runs.start();
        try {
            LedgerVerifier verification =
                    new LedgerVerifier(new JdbcTemplate(written.pool()), new JdbcTransactionManager(written.pool()));
            long rows = 0;
            for (int times = 0; times < 50 || rows < 200; times++) {
                Result result = verification.verify(Optional.empty());
                assertThat(result.problems()).isEmpty();
                rows = result.rows();
            }
        } finally {
            enough.set(true);
            runs.join();
        }
        assertThat(failure.get()).isNull();
    }

    @Test
    void a_row_whose_parts_disagree_is_named_although_its_hash_is_right() {
        written.scope(IP, 0, 1);
        written.chunk(IP, 0, 1, written.items(IP, 3));
        lease("worker-1", 9, 9, 0);
        assertThat(written.verify().ok()).isTrue();
        assertThat(forged("counts = 'ERASED=4'")).contains("it counts 4 ERASED and names ");
        assertThat(forged("counts = 'HELD=1 ERASED=3'")).contains("counts are not of our form");
        assertThat(forged("counts = 'ERASED=03'")).contains("counts are not of our form");
        assertThat(forged("counts = CONCAT(counts, ' HELD=-1')")).contains("counts are not of our form");
        assertThat(forged("counts = 'nonsense'")).contains("it cannot be read");
        assertThat(forged("key_lo = key_lo - 1")).contains("it claims the keys ");
        assertThat(forged("key_hi = key_hi + 1")).contains("it claims the keys ");
        assertThat(forged("key_lo = NULL, key_hi = NULL")).contains("it claims the keys null to null");
        assertThat(forged("items = 0x014e00")).contains(" and names 0");
        assertThat(forged("items = ''")).contains("it cannot be read");
        assertThat(forged("kind = 'X'")).contains("neither a chunk nor a closing row");
        assertThat(forged("kind = 'E'")).contains("a closing row names no items");
    }

    private String forged(String change) {
        return written.undone(() -> {
            written.jdbc.update("UPDATE ledger_chunk SET " + change);
            LedgerRow.Stored row = written.jdbc
                    .query("SELECT " + LedgerRow.Stored.COLUMNS + " FROM ledger_chunk", LedgerRow.Stored::read)
                    .get(0);
            written.jdbc.update("UPDATE ledger_chunk SET hash = ?", row.row().hash());
            return written.verify().problems().stream()
                    .map(Problem::what)
                    .findFirst()
                    .orElse("nothing");
        });
    }

    @Test
    void a_closing_row_that_claims_another_number_erased_than_its_chunks_is_named() {
        for (Outcome outcome : List.of(Outcome.ERASED, Outcome.ANONYMISED)) {
            List<Problem> problems = written.undone(() -> {
                written.scope(IP, 0, 1);
                Outcome.Counts sum = written.chunk(IP, 0, 1, written.items(IP, 3));
                written.close(IP, 0, 1, new Outcome.Counts().add(sum).add(outcome, 100));
                return written.verify().problems();
            });
            assertThat(problems).singleElement().satisfies(p -> {
                assertThat(p.seq()).isEqualTo(2);
                assertThat(p.what()).matches("it closes run 1 with 10\\d " + outcome + ", its chunks add up to \\d");
            });
        }
    }

    @Test
    void what_a_run_kept_is_counted_anew_at_its_end() {
        written.scope(IP, 0, 1);
        Outcome.Counts sum = written.chunk(IP, 0, 1, written.items(IP, 3));
        written.close(
                IP, 0, 1, new Outcome.Counts().add(sum).add(Outcome.HELD, 17).add(Outcome.NOT_DUE, 2));
        assertThat(written.verify().problems()).isEmpty();
    }

    @Test
    void a_run_that_run_scope_does_not_know_is_named() {
        written.run(IP, 0, 1, 3, 10);
        written.jdbc.update("UPDATE run_scope SET category = 'chat-logs'");
        assertThat(written.verify().problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "chat-logs, row 4: run 1 was closed by row 4 and the ledger ends with row 0: the tail was cut",
                        "ip-logs, row 4: run 1 wrote it and run_scope knows no such run of this category");
    }

    @Test
    void reads_a_long_ledger_quickly() {
        written.inTransaction(() -> {
            written.scope(IP, 0, 1);
            Outcome.Counts sum = new Outcome.Counts();
            for (int i = 0; i < 200; i++) {
                sum.add(written.chunk(IP, 0, 1, written.items(IP, 5000)));
            }
            written.close(IP, 0, 1, sum);
        });
        for (int warm = 0; warm < 2; warm++) {
            assertThat(written.verify().items()).isEqualTo(1_000_000);
        }
        long start = System.nanoTime();
        Result result = written.verify();
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "ledger verify: %d rows, %d items in %.2f s: %.0f rows/s, %.0f items/s%n",
                result.rows(), result.items(), seconds, result.rows() / seconds, result.items() / seconds);
        assertThat(result.ok()).isTrue();
    }

    private void lease(@Nullable String holder, long token, long beating, int secondsAgo) {
        written.jdbc.update("REPLACE INTO lease (category, token, holder) VALUES ('ip-logs', ?, ?)", token, holder);
        written.jdbc.update(
                "REPLACE INTO heartbeat (category, token, beat_at)"
                        + " VALUES ('ip-logs', ?, UTC_TIMESTAMP(6) - INTERVAL ? SECOND)",
                beating,
                secondsAgo);
    }
}
