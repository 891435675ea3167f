package se.partnersec.gallra.runs.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.approvals.request.RunTerms;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.limit.MaxDelete;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.CrashingRun;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;
import se.partnersec.gallra.testing.assertion.LooseLimits;

/** Each limit stops a run before its first record, or lets one pass that stays just under it. */
@GallraTest
@Tag("core")
class LimitsIT {
    private static final DataCategory IPS = CategoryIds.IP_LOGS;
    private static final String LOOSE =
            "every-category: {max-percent: 100, max-percent-of-customer: 100, max-times-median: 1000, few: 0, approve: none}\n";

    private final Workplace work;

    LimitsIT(Workplace work) {
        this.work = work;
    }

    @BeforeEach
    void fill() {
        limits("");
    }

    /** What a line says of ip-logs, over limits that stop nothing. */
    private void limits(String line) {
        LooseLimits.write(
                work.configFolder(), LOOSE + (line.isEmpty() ? "" : "categories:\n  ip-logs: {" + line + "}\n"));
    }

    /** So many entries of one customer; due if they are old enough. */
    private void put(long from, int n, int days, long customer) {
        work.ipLogs(from, n, days, customer);
    }

    private RunResult run() {
        return work.run(IPS, work.today());
    }

    private long left() {
        return work.count("ip_log", "TRUE");
    }

    private long outcomes(String outcome) {
        return work.number("SELECT COUNT(*) FROM run_scope WHERE outcome = ?", outcome);
    }

    private void refusesAll(RunResult result, long records, String why) {
        assertThat(result.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(result.why()).contains(why, "To allow it for one run: gallra runs allow ip-logs --max-delete ");
        assertThat(left()).isEqualTo(records);
        assertThat(work.admin()
                        .queryForList("SELECT seq FROM ledger_chunk WHERE kind = 'C' AND run_id = ?", result.runId()))
                .isEmpty();
    }

    @Test
    void stops_before_the_first_record_where_more_would_go_than_a_run_may_and_not_where_as_many_would() {
        put(1, 21, 200, 7);
        limits("max-records: 20");
        refusesAll(run(), 21, "21 records to erase, more than the limit of 20 for one run");
        limits("max-records: 21");
        assertThat(run().exit()).isEqualTo(ExitCode.DONE);
        assertThat(left()).isZero();
    }

    @Test
    void stops_before_the_first_record_where_the_share_is_too_large_and_not_where_it_is_reached() {
        put(1, 21, 200, 7);
        put(100, 79, 3, 7);
        limits("max-percent: 20");
        refusesAll(
                run(), 100, "21 records to erase, more than the limit of 20: 20 % of the 100 records in the category");
        limits("max-percent: 21");
        assertThat(run().exit()).isEqualTo(ExitCode.DONE);
        assertThat(left()).isEqualTo(79);
    }

    @Test
    void stops_before_the_first_record_where_too_much_is_one_customers_and_not_where_the_share_is_reached() {
        put(1, 11, 200, 7);
        put(50, 9, 3, 7);
        put(100, 10, 200, 8);
        put(200, 50, 3, 8);
        limits("max-percent-of-customer: 50");
        refusesAll(run(), 80, "11 of the 20 records of customer 7 to erase, more than the limit of 10: 50 %");
        limits("max-percent-of-customer: 55");
        assertThat(run().exit()).isEqualTo(ExitCode.DONE);
        assertThat(left()).isEqualTo(59);
    }

    @Test
    void stops_before_the_first_record_where_too_many_times_the_median_would_go_and_not_before_three_runs() {
        limits("max-times-median: 3");
        for (int taken : new int[] {4, 100, 5}) {
            put(1, taken, 200, 7);
            assertThat(run().exit()).as("a run of " + taken).isEqualTo(ExitCode.DONE);
            assertThat(run().exit())
                    .as("one that finds nothing, and counts for nothing")
                    .isEqualTo(ExitCode.DONE);
        }
        put(1, 16, 200, 7);
        RunResult refused = run();
        assertThat(left()).isEqualTo(16);
        assertThat(refused.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(refused.why())
                .contains(
                        "16 records to erase, more than 3 times the median 5 of earlier runs, or 'few' in limits.yml if that is more: the limit is 15");
        work.delete("ip_log", "id = 16");
        assertThat(run().exit()).isEqualTo(ExitCode.DONE);
        assertThat(left()).isZero();
    }

    @Test
    void a_handful_is_stopped_by_no_share() {
        put(1, 20, 200, 7);
        limits("max-percent: 5, max-percent-of-customer: 5, few: 20");
        assertThat(run().exit()).isEqualTo(ExitCode.DONE);
        put(1, 21, 200, 7);
        refusesAll(run(), 21, "more than the limit of 20: 5 % of the 21 records in the category");
    }

    @Test
    void what_a_hold_keeps_stops_nothing_however_much_it_is() {
        put(1, 30, 200, 7);
        put(100, 5, 200, 8);
        work.hold(ScopeType.CUSTOMER, "7");
        limits("max-records: 5");
        assertThat(run().exit()).isEqualTo(ExitCode.DONE);
        assertThat(left()).isEqualTo(30);
        put(200, 6, 200, 8);
        refusesAll(run(), 36, "6 records to erase, more than the limit of 5");
    }

    @Test
    void a_run_may_be_told_to_stop_at_less_and_never_does_more_for_it() {
        put(1, 21, 200, 7);
        limits("max-records: 100");
        RunResult less = told("20");
        assertThat(less.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(less.why()).contains("21 records to erase, more than the 20 of --max-delete. Raise --max-delete");
        limits("max-records: 20");
        refusesAll(told("1000"), 21, "more than the limit of 20 for one run");
        limits("max-records: 100");
        assertThat(told("100%").exit()).isEqualTo(ExitCode.DONE);
        assertThat(left()).isZero();
    }

    @Test
    void where_only_what_it_was_told_stands_in_its_way_no_approval_is_asked_for() {
        put(1, 21, 200, 7);
        limits("approve: [first-run]");
        assertThat(told("20").why())
                .as("nobody has approved it yet")
                .contains("that erases anything needs two people", "more than the 20 of --max-delete")
                .contains("gallra runs allow ip-logs --reason '", "Raise --max-delete, or leave it out")
                .doesNotContain("allow ip-logs --max-delete");
        work.allow(IPS, new RunTerms(work.fingerprint(), null, null));

        RunResult told = told("20");
        assertThat(told.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(told.why())
                .endsWith("21 records to erase, more than the 20 of --max-delete. Raise --max-delete, or leave it out")
                .doesNotContain("two people", "runs allow");

        assertThat(told("21").exit()).as("the approval is still there").isEqualTo(ExitCode.DONE);
        assertThat(left()).isZero();
    }

    private RunResult told(String most) {
        try (SuiteContext suite = work.suite()) {
            return suite.runs()
                    .run(IPS, work.today(), MaxDelete.parse(most).orElseThrow())
                    .get(0);
        }
    }

    @Test
    void is_on_record_as_refused_and_the_next_run_asks_anew() {
        put(1, 21, 200, 7);
        limits("max-records: 20");
        RunResult refused = run();
        assertThat(outcomes("REFUSED")).isEqualTo(1);
        try (SuiteContext suite = work.suite()) {
            assertThat(suite.runs().restart(refused.runId()).why()).contains("is REFUSED: nothing to restart");
        }
        assertThat(run().runId()).isGreaterThan(refused.runId());
        limits("");
        assertThat(run().exit()).isEqualTo(ExitCode.DONE);
        assertThat(work.admin().queryForObject("SELECT most FROM run_limit", Long.class))
                .isGreaterThanOrEqualTo(21);
    }

    @Test
    void passes_its_limit_by_no_record_when_more_falls_due_on_its_way() {
        limits("max-records: 27");
        RunResult stopped = withTenMoreOnItsWay();
        assertThat(stopped.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(stopped.why()).contains("the run has erased its limit of 27 records, and more are due");
        assertThat(stopped.counts().total()).isEqualTo(27);
        refusesAll(
                run(),
                8,
                "8 records to erase and 27 erased earlier today, together more than the limit of 27 for one run");
        yesterday();
        assertThat(run().exit()).isEqualTo(ExitCode.DONE);
        assertThat(left()).isZero();
    }

    @Test
    void takes_what_falls_due_on_its_way_up_to_its_limit() {
        limits("max-records: 35");
        assertThat(withTenMoreOnItsWay().exit()).isEqualTo(ExitCode.DONE);
        assertThat(left()).isZero();
    }

    /** Of 25 records; old entries that come in late lie between those that the scope has seen. */
    private RunResult withTenMoreOnItsWay() {
        put(1, 24, 200, 7);
        put(1000, 1, 200, 7);
        AtomicBoolean more = new AtomicBoolean(true);
        return work.run(IPS, work.today(), point -> {
            if (point == CrashPoint.CHUNK_COMMITTED && more.getAndSet(false)) {
                put(500, 10, 200, 7);
            }
        });
    }

    @Test
    void once_all_that_may_go_has_gone_it_still_passes_over_what_stays() {
        put(1, 20, 200, 7);
        put(100, 30, 200, 8);
        work.update("ip_log", "processor_for = 8 WHERE customer_id = 8");
        limits("max-records: 20");
        assertThat(run().exit()).isEqualTo(ExitCode.DONE);
        assertThat(left()).isEqualTo(30);
    }

    /** A run that reached its end is taken to have met every record: what it noted of none counts as settled. */
    @Test
    void what_stays_behind_the_last_record_that_may_go_is_met_all_the_same() {
        put(1, 3, 200, 7);
        nobodyKnowsWhen(50);
        limits("max-records: 3");
        RunResult result = run();
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
        assertThat(left()).isEqualTo(1);
        assertThat(work.texts("SELECT CONCAT(subject, ' ', code) FROM finding WHERE run_id = ?", result.runId()))
                .containsExactly("50 MISSING_START_EVENT");
    }

    @Test
    void so_it_is_of_records_with_objects() {
        for (int id = 1; id <= 3; id++) {
            Scene.CALLS.put(work, Scene.Spec.of(id, Scene.CALLS.firstDue(work.today())));
        }
        Scene.CALLS.put(work, Scene.Spec.of(50, Scene.CALLS.firstDue(work.today())));
        work.update("call_recording", "ended_at = NULL WHERE id = 50");
        LooseLimits.write(work.configFolder(), LOOSE + "categories:\n  call-recordings: {max-records: 3}\n");
        RunResult result = work.run(CategoryIds.CALL_RECORDINGS, work.today());
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
        assertThat(work.count("call_recording", "TRUE")).isEqualTo(1);
        assertThat(work.texts("SELECT CONCAT(subject, ' ', code) FROM finding WHERE run_id = ?", result.runId()))
                .containsExactly("50 MISSING_START_EVENT");
    }

    @Test
    void nothing_goes_behind_it_that_fell_due_since_it_was_looked_at() {
        put(1, 3, 200, 7);
        nobodyKnowsWhen(50);
        limits("max-records: 3");
        RunResult result = work.run(IPS, work.today(), point -> {
            if (point == CrashPoint.CHUNK_READ && left() == 1) {
                work.update("ip_log", "seen_at = ?", work.today().minusDays(200).atTime(9, 0));
            }
        });
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.REFUSED);
        assertThat(left()).isEqualTo(1);
    }

    private void nobodyKnowsWhen(long id) {
        put(id, 1, 3, 7);
        work.update("ip_log", "seen_at = NULL WHERE id = " + id);
    }

    @Test
    void a_killed_run_goes_on_counting_where_it_died() {
        put(1, 24, 200, 7);
        put(1000, 1, 200, 7);
        limits("max-records: 25");
        assertThat(CrashingRun.kill(work, IPS, CrashPoint.CHUNK_COMMITTED, 2)).isTrue();
        long gone = 25 - left();
        assertThat(gone).isEqualTo(20);
        put(500, 4, 200, 7);
        // Another file changes nothing: its limit is frozen.
        limits("max-records: 999");
        List<RunResult> results = new ArrayList<>();
        try (SuiteContext suite = work.suite()) {
            results.addAll(suite.runs().run(IPS, work.today()));
        }
        assertThat(results).hasSize(1);
        assertThat(results.get(0).exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(results.get(0).counts().total()).isEqualTo(25);
        assertThat(left()).isEqualTo(4);
    }

    private RunResult run(LocalDate asOf) {
        return work.run(IPS, asOf);
    }

    private void yesterday() {
        work.admin().update("UPDATE ledger_chunk SET written_at = written_at - INTERVAL 1 DAY");
    }

    /** Half of them are due ten days ago, half today. */
    private void slices() {
        put(1, 12, 210, 7);
        put(100, 12, 180, 8);
    }

    @Test
    void a_limit_is_not_passed_in_pieces_of_one_day() {
        slices();
        limits("max-records: 20");
        assertThat(run(work.today().minusDays(10)).exit()).isEqualTo(ExitCode.DONE);
        assertThat(left()).isEqualTo(12);
        refusesAll(
                run(),
                12,
                "12 records to erase and 12 erased earlier today, together more than the limit of 20 for one run");
        yesterday();
        assertThat(run().exit()).as("the control: the same on the next day").isEqualTo(ExitCode.DONE);
        assertThat(left()).isZero();
    }

    @Test
    void nor_is_a_share_and_a_handful_still_goes() {
        slices();
        put(300, 76, 3, 8);
        limits("max-percent: 20");
        assertThat(run(work.today().minusDays(10)).exit()).isEqualTo(ExitCode.DONE);
        refusesAll(
                run(),
                88,
                "12 records to erase and 12 erased earlier today, together more than the limit of 17 for one run");
        limits("max-percent: 20, few: 24");
        assertThat(run().exit()).isEqualTo(ExitCode.DONE);
    }

    /** What came in between asking and erasing must not make it more than is left of the day. */
    @Test
    void what_comes_in_on_the_way_goes_only_up_to_what_is_left_of_the_day() {
        put(1, 12, 210, 7);
        limits("max-records: 20");
        assertThat(run().exit()).isEqualTo(ExitCode.DONE);
        put(100, 3, 200, 7);
        put(300, 1, 200, 7); // what comes in lies between those that the scope has seen
        AtomicBoolean once = new AtomicBoolean(true);
        RunResult result = work.run(IPS, work.today(), point -> {
            if (point == CrashPoint.LIMITS_FROZEN && once.getAndSet(false)) {
                put(200, 9, 200, 7);
            }
        });
        assertThat(result.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(left()).isEqualTo(5);
    }

    @Test
    void what_two_people_agreed_to_by_its_number_counts_for_nothing_later_that_day() {
        slices();
        limits("max-records: 11");
        work.allow(IPS, new RunTerms(work.fingerprint(), 12L, null));
        assertThat(run(work.today().minusDays(10)).exit()).isEqualTo(ExitCode.DONE);
        assertThat(left()).isEqualTo(12);
        work.delete("ip_log", "id > 105");
        assertThat(run().exit()).as("six, though twelve went").isEqualTo(ExitCode.DONE);
        put(400, 6, 200, 7);
        refusesAll(run(), 6, "6 records to erase and 6 erased earlier today");
        work.allow(IPS, new RunTerms(work.fingerprint(), 6L, null));
        assertThat(run().exit()).isEqualTo(ExitCode.DONE);
    }

    /** Numbers of runs follow each other, so whoever has the account of the job knows the next. */
    @Test
    void a_limit_that_somebody_wrote_for_a_run_to_come_lets_nothing_more_go() {
        limits("max-records: 5");
        put(1, 20, 3 * 366, 1);
        RunResult refused = run();
        assertThat(refused.exit()).isEqualTo(ExitCode.REFUSED);
        limitOfTheNext(refused.runId());
        RunResult next = run();
        assertThat(next.exit()).as(next.toString()).isEqualTo(ExitCode.REFUSED);
        assertThat(left()).isEqualTo(20);
        limits("max-records: 1000");
        limitOfTheNext(next.runId());
        assertThat(run().exit()).as("the control: it may have as much").isEqualTo(ExitCode.DONE);
        assertThat(left()).isZero();
    }

    private void limitOfTheNext(long run) {
        try (HikariDataSource job = DataSourceFactory.pool(work.settings(), DatabaseRole.JOB, 1)) {
            new JdbcTemplate(job).update("INSERT INTO run_limit (run_id, most, expected) VALUES (?, 300, 0)", run + 1);
        }
    }
}
