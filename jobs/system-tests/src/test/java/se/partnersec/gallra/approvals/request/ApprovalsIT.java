package se.partnersec.gallra.approvals.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.control.RunHistory;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.CrashingRun;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.PermitPeople;
import se.partnersec.gallra.testing.Workplace;
import se.partnersec.gallra.testing.assertion.LooseLimits;

/** What two people agree to lets one run through; nothing that one person can do alone does. */
@GallraTest
@Tag("core")
class ApprovalsIT {
    private static final DataCategory IPS = CategoryIds.IP_LOGS;
    private static final String LOOSE = "every-category: {max-percent: 100, max-percent-of-customer: 100,"
            + " max-times-median: 1000, max-records: 20, few: 0, approve: ";

    private static final String USED = "SELECT request_id FROM approval_end WHERE run_id IS NOT NULL";

    private final Workplace work;
    private final PermitPeople staff;
    private final ApprovalService anna;
    private final ApprovalService bo;
    private final String policy;

    ApprovalsIT(Workplace work, PermitPeople staff) {
        this.work = work;
        this.staff = staff;
        anna = Workplace.approvals(staff.anna);
        bo = Workplace.approvals(staff.bo);
        policy = work.fingerprint();
    }

    @BeforeEach
    void fill() {
        approve("[first-run, new-year]");
    }

    private void approve(String occasions) {
        LooseLimits.write(work.configFolder(), LOOSE + occasions + "}\n");
    }

    private Approval ask(@Nullable Long most, @Nullable LocalDate on) {
        return anna.allow(IPS, new RunTerms(policy, most, on), "planen är läst");
    }

    private Approval approved(@Nullable Long most, @Nullable LocalDate on) {
        return bo.approveRun(ask(most, on).number(), policy);
    }

    private void put(long from, int n) {
        work.ipLogs(from, n, 3 * 366, null);
    }

    private RunResult run() {
        return work.run(IPS, work.today());
    }

    private void refused(RunResult result, String why) {
        assertThat(result.exit()).as(String.valueOf(result.why())).isEqualTo(ExitCode.REFUSED);
        assertThat(result.why()).contains(why);
        assertThat(work.admin().queryForList(USED)).isEmpty();
    }

    @Test
    void the_first_run_takes_two_people_and_the_second_does_not() {
        put(1, 5);
        String first = "the first run of ip-logs that erases anything needs two people (5 records to erase)."
                + " To allow it for one run: gallra runs allow ip-logs --reason '";
        refused(run(), first);
        Approval asked = ask(null, null);
        refused(run(), first);
        bo.approveRun(asked.number(), policy);
        RunResult done = run();
        assertThat(done.exit()).isEqualTo(ExitCode.DONE);
        assertThat(bo.list(true, 9))
                .filteredOn(each -> each.kind().equals(RunTerms.KIND))
                .singleElement()
                .satisfies(used -> assertThat(used.state()).isEqualTo(Approval.State.USED))
                .satisfies(used -> assertThat(used.run()).isEqualTo(done.runId()));
        put(1, 5);
        assertThat(run().exit()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void an_approval_for_a_later_day_is_given_when_it_lasts_to_the_end_of_that_day() {
        LocalDate far = work.today().plusDays(30);
        Approval asked = ask(null, far);
        int days = asked.validDays();
        assertThatThrownBy(() -> bo.approveRun(asked.number(), policy))
                .hasMessageContaining("is for a run for " + far + ", and an approval lasts " + days
                        + " days: approve it on " + far.minusDays(days - 1) + " or later");
        Approval tooEarly = ask(null, work.today().plusDays(days));
        assertThatThrownBy(() -> bo.approveRun(tooEarly.number(), policy)).hasMessageContaining("approve it on");
        assertThat(approved(null, work.today().plusDays(days - 1)).state()).isEqualTo(Approval.State.APPROVED);
    }

    @Test
    void the_first_run_of_a_year_takes_two_people_on_whatever_day() {
        approve("[new-year]");
        put(1, 5);
        LocalDate newYear = work.today().withDayOfYear(1);
        String why = "the first run of a year, when a whole year may become due, needs two people (5 records to erase)";
        refused(work.run(IPS, newYear), why);
        approved(null, newYear.minusDays(1));
        refused(work.run(IPS, newYear), why);
        refused(work.run(IPS, newYear.plusDays(1)), why);
        approved(null, newYear);
        assertThat(work.run(IPS, newYear).exit()).isEqualTo(ExitCode.DONE);
        put(1, 5);
        assertThat(work.run(IPS, newYear.plusDays(1)).exit()).isEqualTo(ExitCode.DONE);
    }

    /** A night on which everything was held is no first run, and none of it goes when the hold does. */
    @Test
    void nothing_goes_that_is_let_go_on_the_way_of_a_run_that_would_take_nothing() {
        for (String occasions : List.of("[first-run]", "[plan]", "[new-year]")) {
            approve(occasions);
            put(1, 5);
            work.update("ip_log", "processor_for = 8");
            AtomicBoolean once = new AtomicBoolean(true);
            RunResult result = work.run(IPS, work.today(), point -> {
                if (point == CrashPoint.LIMITS_FROZEN && once.getAndSet(false)) {
                    work.update("ip_log", "processor_for = NULL");
                }
            });
            assertThat(result.exit()).as(occasions).isEqualTo(ExitCode.REFUSED);
            assertThat(work.count("ip_log", "TRUE")).as(occasions).isEqualTo(5);
            work.delete("ip_log", "TRUE");
        }
    }

    @Test
    void a_run_that_took_nothing_is_not_the_first_of_its_year() {
        approve("[new-year]");
        LocalDate newYear = work.today().withDayOfYear(1);
        assertThat(work.run(IPS, newYear).exit()).isEqualTo(ExitCode.DONE);
        put(1, 5);
        refused(work.run(IPS, newYear.plusDays(1)), "the first run of a year");
    }

    @Test
    void a_limit_is_raised_as_far_as_was_approved_under_this_policy_and_once() {
        approve("none");
        put(1, 25);
        String why = "25 records to erase, more than the limit of 20 for one run";
        approved(null, null);
        refused(run(), why);
        approved(24L, null);
        refused(run(), why);
        approved(25L, work.today().plusDays(1));
        refused(run(), why);
        String older = "0".repeat(64);
        long under = anna.allow(IPS, new RunTerms(older, 25L, null), "under an older policy")
                .number();
        assertThatThrownBy(() -> bo.approveRun(under, policy))
                .hasMessageContaining("was asked for under other rules (00000000) than those of policy.yml");
        bo.approveRun(under, older);
        refused(run(), why);
        bo.approveRun(
                anna.allow(CategoryIds.CHAT_LOGS, new RunTerms(policy, 25L, null), "for other records")
                        .number(),
                policy);
        refused(run(), why);
        Approval right = approved(25L, null);
        RunResult done = run();
        assertThat(done.exit()).isEqualTo(ExitCode.DONE);
        assertThat(work.admin().queryForObject(USED, Long.class)).isEqualTo(right.number());
        assertThat(new RunHistory(work.admin()).limit(done.runId()))
                .contains(new RunHistory.Limit(25, right.id(), right.requestedBy(), right.approvedBy()));
        put(1, 25);
        assertThat(run().why()).contains(why);
    }

    @Test
    void what_somebody_wrote_by_sql_that_is_no_request_stops_nobody() {
        put(1, 5);
        new JdbcTemplate(staff.anna)
                .update("INSERT INTO approval_request (uuid, subject_kind, subject_id, terms, reason, valid_days)"
                        + " VALUES (UUID(), 'RUN', 'ip-logs', 'x', 'x', 14)");
        Approval strange = bo.list(false, 9).get(0);
        assertThatThrownBy(() -> bo.approveRun(strange.number(), policy))
                .hasMessageContaining("its terms were not written by gallra");
        bo.approve(strange.number(), RunTerms.KIND);
        refused(run(), "needs two people");
        approved(null, null);
        assertThat(run().exit()).isEqualTo(ExitCode.DONE);
        assertThat(bo.withdraw(strange.number(), "ingen vet vad").state()).isEqualTo(Approval.State.WITHDRAWN);
    }

    @Test
    void an_approval_expires_and_can_be_withdrawn() {
        put(1, 5);
        long number = approved(null, null).number();
        String age = "UPDATE approval SET approved_at = UTC_TIMESTAMP(6) - INTERVAL %s WHERE request_id = " + number;
        work.admin().update(age.formatted("14 DAY"));
        refused(run(), "needs two people");
        assertThatThrownBy(() -> bo.approveRun(number, policy))
                .hasMessageContaining("has expired; ask anew: gallra runs allow ip-logs");
        work.admin().update(age.formatted("-1 MINUTE"));
        refused(run(), "needs two people");
        work.admin().update(age.formatted("20159 MINUTE"));
        bo.withdraw(number, "ändrade oss");
        refused(run(), "needs two people");
        assertThatThrownBy(() -> bo.withdraw(number, "en gång till")).hasMessageContaining("is withdrawn, by ");
        work.admin().update("DELETE FROM approval_end");
        assertThat(run().exit()).as("the control: a minute before its end").isEqualTo(ExitCode.DONE);
        assertThatThrownBy(() -> bo.withdraw(number, "för sent")).hasMessageContaining("is used up, by run ");
    }

    @Test
    void nobody_approves_his_own_neither_at_the_desk_nor_in_sql_and_the_job_approves_nothing() {
        put(1, 5);
        Approval asked = ask(null, null);
        String me = asked.requestedBy();
        assertThatThrownBy(() -> anna.approveRun(asked.number(), policy))
                .hasMessageContaining(asked.id() + " was asked for by " + me)
                .hasMessageContaining("another person must approve it, with a login of their own");
        String insert = "INSERT INTO approval (request_id, requested_by%s) VALUES (" + asked.number() + ", '%s'%s)";
        JdbcTemplate sql = new JdbcTemplate(staff.anna);
        assertThatThrownBy(() -> sql.update(insert.formatted("", me, "")))
                .as("as herself")
                .rootCause()
                .hasMessageContaining("who asked may not approve");
        assertThatThrownBy(() -> sql.update(insert.formatted("", "eva@%", "")))
                .as("as if Eva had asked")
                .rootCause()
                .hasMessageContaining("there is no such request of this login");
        assertThatThrownBy(() -> sql.update(insert.formatted(", approved_by", me, ", 'bo@%'")))
                .as("as if she were Bo")
                .rootCause()
                .hasMessageContaining("denied");
        assertThatThrownBy(() -> work.admin().update(insert.formatted(", approved_by", me, ", '" + me + "'")))
                .as("whoever may write anything")
                .rootCause()
                .hasMessageContaining("an approval is given under the own login");
        try (HikariDataSource job = DataSourceFactory.pool(work.settings(), DatabaseRole.JOB, 1)) {
            assertThatThrownBy(() -> new JdbcTemplate(job).update(insert.formatted("", me, "")))
                    .as("the account that runs")
                    .rootCause()
                    .hasMessageContaining("denied");
            assertThatThrownBy(() -> Workplace.approvals(job).allow(IPS, new RunTerms(policy, null, null), "x"))
                    .rootCause()
                    .hasMessageContaining("denied");
        }
        refused(run(), "needs two people");
        bo.approveRun(asked.number(), policy);
        assertThatThrownBy(() -> bo.approveRun(asked.number(), policy)).hasMessageContaining("approved already, by ");
        assertThat(run().exit()).as("the control: Bo may").isEqualTo(ExitCode.DONE);
    }

    @Test
    void a_killed_run_keeps_its_approval_and_one_killed_before_it_froze_anything_leaves_it() {
        put(1, 25);
        approved(25L, null);
        assertThat(CrashingRun.kill(work, IPS, CrashPoint.LIMITS_FROZEN, 1)).isTrue();
        assertThat(work.admin().queryForList(USED)).isEmpty();
        assertThat(CrashingRun.kill(work, IPS, CrashPoint.CHUNK_COMMITTED, 1)).isTrue();
        assertThat(work.admin().queryForList(USED)).hasSize(1);
        assertThat(work.count("ip_log", "TRUE")).isEqualTo(15);
        RunResult done = run();
        assertThat(done.exit()).isEqualTo(ExitCode.DONE);
        assertThat(done.resumed()).isTrue();
        assertThat(work.count("ip_log", "TRUE")).isZero();
    }

    @Test
    void terms_that_nobody_of_ours_wrote_are_refused() {
        assertThat(RunTerms.parse("policy=ab max-delete=5 for=2027-01-01"))
                .isEqualTo(new RunTerms("ab", 5L, LocalDate.of(2027, 1, 1)));
        for (String text : List.of("", "max-delete=5", "policy=a policy=b", "policy=a x=1", "policy=a max-delete=x")) {
            assertThatThrownBy(() -> RunTerms.parse(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
