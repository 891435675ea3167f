package se.partnersec.gallra.erasure.kept;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.erasure.category.StartCondition;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.holds.hold.NewHold;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.planning.plan.KeptRangeVerifier;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.Child;
import se.partnersec.gallra.testing.CrashingRun;
import se.partnersec.gallra.testing.MovedTime;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/** What a run found to be held the next ones pass over, until anything happens that could let it go. */
@Tag("full")
class KeptRangeRegisterIT {
    private static final int CHUNK = 10;
    private static final int HELD = 35;
    /** Holds are on this customer, or on a name of it. */
    private static final int KEPT = 7;

    private Workplace work;
    private LocalDate today;

    @SuppressWarnings("NullAway.Init")
    KeptRangeRegisterIT() {}

    @BeforeEach
    void open() {
        open(CHUNK);
    }

    private void open(int chunk) {
        work = new Workplace(chunk);
        today = work.today();
        for (int id : List.of(KEPT, 8)) {
            work.insert("customer", "id, customer_no, org_no, name", id, "K-" + id, "559900-000" + id, "Bolaget AB");
        }
    }

    @AfterEach
    void close() {
        work.close();
    }

    private PlacedHold hold(String customer, LocalDate until) {
        return work.holdService()
                .add(new NewHold(
                        HoldType.DISPUTE,
                        new HoldScope(ScopeType.CUSTOMER, customer),
                        null,
                        until,
                        null,
                        null,
                        "tried"));
    }

    /** Of the one customer and then of the other, so that what goes lies between what stays. */
    private void logs(int kept, int free) {
        for (int i = 0; i < kept; i++) {
            log(KEPT, 400);
            if (i < free) {
                log(8, 400);
            }
        }
    }

    private long log(int customer, int daysAgo) {
        return work.insert(
                "ip_log",
                "seen_at, customer_id, service, address",
                LocalDateTime.now(ZoneOffset.UTC).minusDays(daysAgo),
                customer,
                "portal",
                "192.0.2.7");
    }

    private RunResult run() {
        RunResult result = work.run(CategoryIds.IP_LOGS, today);
        assertThat(result.exit()).isEqualTo(ExitCode.DONE);
        return result;
    }

    private long kept() {
        Long n = work.admin().queryForObject("SELECT COALESCE(SUM(records), 0) FROM kept", Long.class);
        return n == null ? -1 : n;
    }

    private KeptRangeVerifier.Result full() {
        try (SuiteContext suite = work.suite()) {
            JdbcTemplate reader = new JdbcTemplate(suite.pool(DatabaseRole.READER));
            return new KeptRangeVerifier(
                            suite.pool(DatabaseRole.READER),
                            suite.policy(),
                            suite.sources(),
                            KeyTypes.read(reader, suite.sources()),
                            suite.settings().tags(),
                            suite.fingerprint())
                    .look(suite.category(CategoryIds.IP_LOGS));
        }
    }

    /** All held and noted, and the others gone. */
    private void filled(String customer, LocalDate until) {
        hold(customer, until);
        logs(HELD, 20);
        RunResult first = run();
        assertThat(first.counts().of(Outcome.HELD)).isEqualTo(HELD);
        assertThat(first.counts().of(Outcome.ERASED)).isEqualTo(20);
        // What a chunk of the first night left too little of is noted once it fills one.
        assertThat(run().counts().of(Outcome.HELD)).isEqualTo(HELD);
        assertThat(kept()).isEqualTo(30);
    }

    private void filled() {
        filled(String.valueOf(KEPT), today.plusYears(2));
    }

    private long left() {
        return work.count("ip_log", "TRUE");
    }

    @Test
    void the_next_run_passes_over_what_is_held_and_counts_it_all_the_same() {
        filled();
        log(8, 300);
        RunResult next = run();
        assertThat(work.passedOver(next)).isEqualTo(30);
        assertThat(next.counts().of(Outcome.HELD)).isEqualTo(HELD);
        assertThat(next.counts().of(Outcome.ERASED)).isEqualTo(1);
        assertThat(work.admin()
                        .queryForObject("SELECT candidates FROM run_scope WHERE run_id = ?", Long.class, next.runId()))
                .isEqualTo(HELD + 1);
        // What its chunks met: the rest and the one that went.
        List<@Nullable String> met = work.admin()
                .queryForList(
                        "SELECT counts FROM ledger_chunk WHERE run_id = ? AND kind = 'C' ORDER BY seq",
                        String.class,
                        next.runId());
        assertThat(String.join(";", met)).contains("HELD=5").doesNotContain("HELD=10");
        assertThat(full()).isEqualTo(new KeptRangeVerifier.Result(CategoryIds.IP_LOGS, HELD, 30, 0, List.of()));
    }

    @Test
    void a_chunk_of_which_most_goes_notes_nothing_and_what_stayed_is_one_stretch_the_night_after() {
        close();
        open(1000);
        hold(String.valueOf(KEPT), today.plusYears(2));
        logs(120, 120);
        for (int i = 240; i < 1000; i++) {
            log(8, 400);
        }
        assertThat(run().counts().of(Outcome.ERASED)).isEqualTo(880);
        assertThat(kept()).isZero();
        assertThat(run().counts().of(Outcome.HELD)).isEqualTo(120);
        assertThat(kept()).isEqualTo(120);
        assertThat(work.admin().queryForList("SELECT * FROM kept")).hasSize(1);
    }

    /** What somebody keeps until today ends a stretch, as everything does that has to be asked about tomorrow. */
    @Test
    void stretches_of_a_chunk_that_stays_whole_are_noted_however_short_a_part_of_it_they_are() {
        close();
        open(1000);
        hold(String.valueOf(KEPT), today.plusYears(2));
        hold("8", today);
        for (int i = 0; i < 6; i++) {
            logs(100, 1);
        }
        assertThat(run().counts().of(Outcome.HELD)).isEqualTo(606);
        assertThat(work.admin().queryForList("SELECT records FROM kept ORDER BY key_hi", Integer.class))
                .hasSizeGreaterThanOrEqualTo(5)
                .allSatisfy(records -> assertThat(records).isBetween(99, 101));
    }

    @Test
    void a_release_forgets_and_the_next_run_takes_them() {
        filled();
        work.release(1, "settled");
        assertThat(kept()).isZero();
        assertThat(work.admin().queryForList("SELECT * FROM kept_by")).isEmpty();
        assertThat(run().counts().of(Outcome.ERASED)).isEqualTo(HELD);
        assertThat(left()).isZero();
        assertThat(full().wrong()).isZero();
    }

    /** Whoever writes a release by hand forgets nothing; so what a stretch stands on is asked again. */
    @Test
    void a_stretch_whose_hold_was_released_is_not_believed_and_what_lies_is_found_by_the_full_look() {
        filled();
        hold("9", today.plusYears(2));
        work.admin().execute("CREATE TABLE kept_before AS SELECT * FROM kept");
        work.admin().execute("CREATE TABLE kept_by_before AS SELECT * FROM kept_by");
        work.release(1, "settled");
        work.admin().update("INSERT INTO kept SELECT * FROM kept_before");
        // The counter-proof: as if another hold kept them, one that stands.
        work.admin()
                .update("INSERT INTO kept_by SELECT category, key_hi, hold_id + 1, by_identity FROM kept_by_before");
        assertThat(run().counts().of(Outcome.HELD)).isEqualTo(30);
        KeptRangeVerifier.Result found = full();
        assertThat(found.wrong()).isEqualTo(30);
        assertThat(found.named()).hasSize(30).allMatch(each -> each.outcome() == Outcome.ERASED);

        work.admin().update("UPDATE kept_by SET hold_id = hold_id - 1");
        assertThat(run().counts().of(Outcome.ERASED)).isEqualTo(30);
        assertThat(left()).isZero();
    }

    @Test
    void a_stretch_that_stands_on_nothing_or_for_years_is_not_believed() {
        filled();
        assertThat(work.passedOver(run())).isEqualTo(30);
        work.admin().update("UPDATE kept SET recheck_on = ?", today.plusYears(1));
        assertThat(work.passedOver(run())).isZero();
        assertThat(work.passedOver(run())).as("noted anew").isEqualTo(30);
        work.admin().update("DELETE FROM kept_by");
        assertThat(work.passedOver(run())).isZero();
    }

    @Test
    void another_hold_on_the_same_records_keeps_them_after_the_release() {
        filled();
        hold("K-" + KEPT, today.plusYears(1));
        work.release(1, "settled");
        assertThat(run().counts().of(Outcome.HELD)).isEqualTo(HELD);
        assertThat(kept()).isEqualTo(30);
    }

    @Test
    void the_day_after_the_last_one_they_go() {
        LocalDate last = today.plusDays(5);
        filled(String.valueOf(KEPT), last);
        assertThat(work.admin().queryForList("SELECT DISTINCT recheck_on FROM kept", LocalDate.class))
                .containsExactly(last.plusDays(1));
        assertThat(on(last).counts().of(Outcome.HELD)).isEqualTo(HELD);
        // Whether or not the day was put off: the hold is asked as well.
        work.admin().update("UPDATE kept SET recheck_on = ?", last.plusDays(9));
        RunResult after = on(last.plusDays(1));
        assertThat(after.counts().of(Outcome.ERASED)).isEqualTo(HELD);
        assertThat(left()).isZero();
    }

    private RunResult on(LocalDate day) {
        try (MovedTime moved = new MovedTime(work, day.atTime(12, 0).toInstant(ZoneOffset.UTC))) {
            List<RunResult> results = moved.suite().runs().run(CategoryIds.IP_LOGS, day);
            return results.get(results.size() - 1);
        }
    }

    @Test
    void in_any_case_they_are_looked_at_again_within_thirty_days() {
        filled();
        assertThat(work.admin().queryForList("SELECT recheck_on FROM kept", LocalDate.class))
                .allMatch(day -> day.isAfter(today.plusDays(20)) && !day.isAfter(today.plusDays(30)));
        work.admin().update("UPDATE kept SET recheck_on = ?", today.plusDays(5));
        assertThat(work.passedOver(on(today.plusDays(4)))).isEqualTo(30);
        assertThat(work.passedOver(on(today.plusDays(5)))).isZero();
    }

    /** Checksums of these four keys cancel each other out, and a product with eight is but a shift of them. */
    @Test
    void rows_beside_each_other_that_lost_their_customer_are_noticed() {
        hold(String.valueOf(KEPT), today.plusYears(2));
        for (long id = 1000; id < 1000 + CHUNK; id++) {
            insert(id, KEPT);
        }
        run();
        assertThat(kept()).isEqualTo(CHUNK);
        work.admin()
                .update("UPDATE " + work.table("ip_log") + " SET customer_id = NULL WHERE id BETWEEN 1000 AND 1003");
        assertThat(run().counts().of(Outcome.ERASED)).isEqualTo(4);
    }

    @Test
    void a_record_that_is_somebody_elses_by_now_goes() {
        filled();
        Long id = work.admin().queryForObject("SELECT MIN(id) FROM " + work.table("ip_log"), Long.class);
        work.admin().update("UPDATE " + work.table("ip_log") + " SET customer_id = 8 WHERE id = ?", id);
        assertThat(run().counts().of(Outcome.ERASED)).isEqualTo(1);
        assertThat(left()).isEqualTo(HELD - 1);
    }

    /** A sum over plain checksums would be the same before and after. */
    @Test
    void two_records_that_exchanged_their_customers_are_looked_at() {
        hold(String.valueOf(KEPT), today.plusYears(2));
        work.holdService()
                .add(new NewHold(
                        HoldType.DISPUTE,
                        new HoldScope(ScopeType.USER, "5"),
                        null,
                        today.plusYears(2),
                        null,
                        null,
                        "tried"));
        for (int i = 0; i < CHUNK; i++) {
            log(KEPT, 400);
        }
        long one = log(KEPT, 400);
        long other = log(8, 400);
        work.admin().update("UPDATE " + work.table("ip_log") + " SET user_id = 4 WHERE id = ?", one);
        work.admin().update("UPDATE " + work.table("ip_log") + " SET user_id = 5 WHERE id = ?", other);
        for (int i = 2; i < CHUNK; i++) {
            log(KEPT, 400);
        }
        run();
        assertThat(kept()).isEqualTo(2 * CHUNK);
        work.admin()
                .update(
                        "UPDATE " + work.table("ip_log") + " SET customer_id = IF(id = ?, 8, ?) WHERE id IN (?, ?)",
                        one,
                        KEPT,
                        one,
                        other);
        assertThat(run().counts().of(Outcome.ERASED)).isEqualTo(1);
        assertThat(work.count("ip_log", "id = " + one)).isZero();
    }

    @Test
    void a_key_that_names_another_record_by_now_and_a_record_that_was_put_back_go() {
        filled();
        List<Long> ids = work.admin()
                .query("SELECT id FROM " + work.table("ip_log") + " ORDER BY id", (row, i) -> row.getLong(1));
        work.admin().update("DELETE FROM " + work.table("ip_log") + " WHERE id = ?", ids.get(3));
        insert(ids.get(3), 8);
        insert(ids.get(12) + 1, 8);
        assertThat(run().counts().of(Outcome.ERASED)).isEqualTo(2);
        assertThat(left()).isEqualTo(HELD - 1);
        assertThat(full().wrong()).isZero();
    }

    private void insert(long id, @Nullable Integer customer) {
        work.insert(
                "ip_log",
                "id, seen_at, customer_id, service, address",
                id,
                LocalDateTime.now(ZoneOffset.UTC).minusDays(400),
                customer,
                "portal",
                "192.0.2.9");
    }

    @Test
    void what_falls_due_within_a_stretch_is_met_and_the_rest_of_it_passed_over() {
        hold(String.valueOf(KEPT), today.plusYears(2));
        long id = 0;
        for (int i = 0; i < CHUNK; i++) {
            log(KEPT, 400);
            id = i == 4 ? log(8, 10) : id;
        }
        run();
        assertThat(kept()).isEqualTo(CHUNK);
        work.admin().update("UPDATE kept SET started_before = ?", today.minusDays(200));
        work.admin()
                .update(
                        "UPDATE " + work.table("ip_log")
                                + " SET seen_at = UTC_TIMESTAMP() - INTERVAL 190 DAY WHERE id = ?",
                        id);
        RunResult next = run();
        assertThat(work.passedOver(next)).isEqualTo(CHUNK);
        assertThat(next.counts().of(Outcome.ERASED)).isEqualTo(1);
        assertThat(next.counts().of(Outcome.HELD)).isEqualTo(CHUNK);
        assertThat(full().passedOver()).isEqualTo(CHUNK);
    }

    @Test
    void a_hold_is_believed_of_whom_it_was_on_under_any_name() {
        filled("K-" + KEPT, today.plusYears(2));
        assertThat(work.passedOver(run())).isEqualTo(30);
        work.admin().update("UPDATE " + work.table("customer") + " SET customer_no = 'K-70' WHERE id = ?", KEPT);
        RunResult next = run();
        assertThat(work.passedOver(next)).isEqualTo(30);
        assertThat(next.counts().of(Outcome.ERASED)).isZero();
    }

    @Test
    void a_hold_on_a_name_alone_is_believed_while_the_customer_bears_it() {
        filled("K-" + KEPT, today.plusYears(2));
        List.of("hold_target", "kept_by", "kept").forEach(table -> work.admin().update("DELETE FROM " + table));
        run();
        assertThat(work.passedOver(run())).isEqualTo(30);
        work.admin().update("UPDATE " + work.table("customer") + " SET customer_no = 'K-70' WHERE id = ?", KEPT);
        RunResult next = run();
        assertThat(work.passedOver(next)).isZero();
        assertThat(next.counts().of(Outcome.ERASED)).isEqualTo(HELD);
    }

    @Test
    void under_another_policy_nothing_is_believed() throws IOException {
        filled();
        Path file = work.configFolder().resolve("policy.yml");
        Files.writeString(file, Files.readString(file).replace("version: \"", "version: \"x"));
        RunResult next = run();
        assertThat(work.passedOver(next)).isZero();
        assertThat(next.counts().of(Outcome.HELD)).isEqualTo(HELD);
        assertThat(work.passedOver(run())).isEqualTo(30);
    }

    @Test
    void what_only_another_system_keeps_is_asked_about_every_night() {
        work.insert("contract", "customer_id, start_on, end_on, status", KEPT, today.minusYears(5), null, "ACTIVE");
        for (int i = 0; i < 2 * CHUNK; i++) {
            work.insert(
                    "user_account",
                    "customer_id, user_name, full_name, email, phone",
                    KEPT,
                    "u" + i,
                    "Ett Namn",
                    "u" + i + "@exempel.se",
                    "070-17406" + (10 + i));
        }
        RunResult result = work.run(CategoryIds.USER_DATA, today);
        assertThat(result.counts().of(Outcome.HELD)).as("%s", result).isEqualTo(2 * CHUNK);
        assertThat(kept()).isZero();
        work.admin()
                .update("UPDATE " + work.table("contract") + " SET status = 'ENDED', end_on = ?", today.minusYears(3));
        assertThat(work.run(CategoryIds.USER_DATA, today).counts().of(Outcome.ERASED))
                .isEqualTo(2 * CHUNK);
    }

    @Test
    void a_changed_fiscal_year_frees_what_the_act_kept() {
        LocalDate day = LocalDate.of(2026, 6, 15);
        work.fiscalYears(new FiscalYear(LocalDate.of(2018, 1, 1), LocalDate.of(2019, 6, 30)));
        long closed = LocalDate.of(2018, 3, 1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant()
                .toEpochMilli();
        for (int i = 0; i < CHUNK; i++) {
            work.insert(
                    "chat_conversation",
                    "customer_id, topic, closed_ms, last_message_ms, bookkeeping, booked_on",
                    KEPT,
                    "order",
                    closed,
                    closed,
                    "FULL",
                    LocalDate.of(2018, 3, 1));
        }
        try (MovedTime moved = new MovedTime(work, day.atTime(12, 0).toInstant(ZoneOffset.UTC))) {
            chats(moved, day);
            assertThat(work.admin().queryForList("SELECT by_books FROM kept", Boolean.class))
                    .containsExactly(true);
            RunResult second = chats(moved, day);
            assertThat(work.passedOver(second)).isEqualTo(CHUNK);
            assertThat(second.counts().of(Outcome.HELD)).isEqualTo(CHUNK);

            work.fiscalYear(new FiscalYear(LocalDate.of(2018, 1, 1), LocalDate.of(2018, 12, 31)));
            assertThat(kept()).isZero();
            assertThat(chats(moved, day).counts().of(Outcome.ERASED)).isEqualTo(CHUNK);
        }
    }

    /** What the mark of the books covers beside the names: the booked day, which decides until when. */
    @Test
    void a_changed_booking_day_is_noticed() {
        LocalDate day = LocalDate.of(2026, 6, 15);
        long closed = LocalDate.of(2019, 3, 1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant()
                .toEpochMilli();
        for (int i = 0; i < CHUNK; i++) {
            work.insert(
                    "chat_conversation",
                    "customer_id, topic, closed_ms, last_message_ms, bookkeeping, booked_on",
                    KEPT,
                    "order",
                    closed,
                    closed,
                    "FULL",
                    LocalDate.of(2019, 3, 1));
        }
        try (MovedTime moved = new MovedTime(work, day.atTime(12, 0).toInstant(ZoneOffset.UTC))) {
            chats(moved, day);
            assertThat(kept()).isEqualTo(CHUNK);
            work.admin()
                    .update("UPDATE " + work.table("chat_conversation")
                            + " SET booked_on = '2018-12-31' ORDER BY id LIMIT 1");
            assertThat(chats(moved, day).counts().of(Outcome.ERASED)).isEqualTo(1);
        }
    }

    private RunResult chats(MovedTime moved, LocalDate day) {
        List<RunResult> results = moved.suite().runs().run(CategoryIds.CHAT_LOGS, day);
        return results.get(results.size() - 1);
    }

    @Test
    void what_is_noted_comes_and_goes_with_its_chunk() {
        hold(String.valueOf(KEPT), today.plusYears(2));
        for (int i = 0; i < 3 * CHUNK; i++) {
            log(KEPT, 400);
        }
        Process child = Child.start(
                work.settings(),
                CrashingRun.class,
                CategoryIds.IP_LOGS.id(),
                today.toString(),
                CrashPoint.LEDGER_WRITTEN.name(),
                "2");
        assertThat(Child.await(child, 120)).isEqualTo(137);
        assertThat(kept()).isEqualTo(CHUNK);
        work.admin().update("UPDATE heartbeat SET beat_at = beat_at - INTERVAL 1 MINUTE");
        RunResult resumed = run();
        assertThat(resumed.counts().of(Outcome.HELD)).isEqualTo(3 * CHUNK);
        assertThat(kept()).isEqualTo(3 * CHUNK);
        assertThat(work.passedOver(run())).isEqualTo(3 * CHUNK);
        assertThat(full().wrong()).isZero();
    }

    private KeptRangeTable table(SuiteContext suite) {
        TableMapping table = suite.sources().table(CategoryIds.IP_LOGS).record();
        RowChecksum marks = new RowChecksum(table, KeyTypes.read(work.admin(), suite.sources()));
        return new KeptRangeTable(
                work.admin(),
                marks,
                new StartCondition(suite.category(CategoryIds.IP_LOGS), table, true),
                suite.fingerprint());
    }

    private void note(KeptRangeTable table, @Nullable Long after, long hi, int records) {
        table.note(new KeptRangeTable.Stretch(after, hi, records, true, today.plusDays(20), Set.of()), today, 1);
    }

    @Test
    void notes_of_two_parts_of_a_table_do_not_wait_for_each_other() {
        logs(20, 0);
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(work.adminPool()));
        try (SuiteContext suite = work.suite()) {
            KeptRangeTable table = table(suite);
            transaction.executeWithoutResult(one -> {
                note(table, null, 10, 10);
                CompletableFuture.runAsync(() -> transaction.executeWithoutResult(other -> {
                            work.admin().execute("SET SESSION innodb_lock_wait_timeout = 1");
                            note(table, 10L, 20, 10);
                        }))
                        .join();
                assertThat(CompletableFuture.supplyAsync(() -> work.waits("DELETE FROM kept WHERE category = 'ip-logs'"
                                        + " AND (recheck_on <= '2020-01-01' OR (key_after < 20 AND key_hi > 10))"))
                                .join())
                        .as("the control: a statement that looks at all of them waits")
                        .isTrue();
            });
        }
        assertThat(work.texts("SELECT CONCAT(COALESCE(key_after, ''), '-', key_hi) FROM kept ORDER BY key_hi"))
                .containsExactly("-10", "10-20");
    }

    @Test
    void a_note_costs_the_same_among_many() {
        logs(10, 0);
        try (SuiteContext suite = work.suite()) {
            KeptRangeTable table = table(suite);
            note(table, null, 10, 10);
            long alone = nanos(table);
            work.admin()
                    .update(
                            "INSERT INTO kept (category, key_hi, key_after, policy, started_before, records, mark, kinds, by_books,"
                                    + " recheck_on, run_id, noted_at) SELECT 'ip-logs', 1000 + 100 * n, 901 + 100 * n, ?, ?, 100, 0,"
                                    + " '', 1, ?, 1, UTC_TIMESTAMP(6) FROM (SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d"
                                    + " AS n FROM " + digits("a") + ", " + digits("b") + ", " + digits("c") + ", "
                                    + digits("e") + ", "
                                    + digits("f") + ") AS numbers WHERE n < 20000",
                            suite.fingerprint(),
                            today,
                            today.plusDays(20));
            long among = nanos(table);
            System.out.println("a note: " + alone / 1000 + " us alone, " + among / 1000 + " us among 20 000 stretches");
            assertThat(among).isLessThan(5 * alone);
        }
        assertThat(work.number("SELECT COUNT(*) FROM kept")).isEqualTo(20_001);
    }

    private static String digits(String name) {
        return "(SELECT 0 d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5"
                + " UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9) AS " + name;
    }

    /** The median of a few. */
    private long nanos(KeptRangeTable table) {
        long[] took = new long[21];
        for (int i = 0; i < took.length; i++) {
            long begun = System.nanoTime();
            note(table, null, 10, 10);
            took[i] = System.nanoTime() - begun;
        }
        Arrays.sort(took);
        return took[took.length / 2];
    }
}
