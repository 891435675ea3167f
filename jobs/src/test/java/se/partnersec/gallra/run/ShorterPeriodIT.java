package se.partnersec.gallra.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.House;
import se.partnersec.gallra.approval.RunTerms;
import se.partnersec.gallra.engine.CrashPoint;
import se.partnersec.gallra.ledger.Outcome;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.saved.SavedPlan;
import se.partnersec.gallra.store.Databases;
import se.partnersec.gallra.store.Role;
import se.partnersec.gallra.support.ExitCode;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.PlanOffice;
import se.partnersec.gallra.testing.Workplace;

/** A rule that is shorter than the one before lets nothing go before another person agrees; a longer one asks nobody. */
@GallraTest
@Tag("full")
class ShorterPeriodIT {
    private static final DataCategory IPS = DataCategory.IP_LOGS;
    private static final String WHY =
            "policy.yml lets ip-logs fall due earlier than the rule they last went by (3 records would"
                    + " go). To let one run do it: gallra runs allow ip-logs --shorter --reason '";

    private static final String ZONE = "{column: seen_at, zone: UTC}";
    private static final String OTHER_ZONE = "{column: seen_at, zone: Europe/Stockholm}";
    private static final String REACH = "      user: [user_id]\n    statistics:\n      table: ip_log_statistic";

    private final Workplace work;
    private final PlanOffice office;

    ShorterPeriodIT(Workplace work, PlanOffice office) {
        this.work = work;
        this.office = office;
    }

    @BeforeEach
    void fill() {
        put(3);
        assertThat(run().exit()).isEqualTo(ExitCode.DONE);
        put(3);
    }

    private void map(String was, String is) {
        work.change("sources.yml", text -> text.replace(was, is));
    }

    private void lead(int days) {
        work.change("policy.yml", text -> text.replaceFirst("(?s)(\n  ip-logs:.*?lead: P)\\d+D", "$1" + days + "D"));
    }

    private void put(int n) {
        put(1, n);
    }

    private void put(int from, int n) {
        work.ipLogs(from, n, 200, null);
    }

    private RunResult run() {
        return work.run(IPS, work.today());
    }

    private void refused(RunResult result) {
        refused(result, WHY);
    }

    private void remapped(RunResult result) {
        refused(
                result,
                "sources.yml reads other things of ip-logs than when they last went: they may fall due earlier, or a hold"
                        + " miss them (3 records would go; gallra policy diff last). To let one run do it: gallra runs allow"
                        + " ip-logs --shorter --reason '");
    }

    private void refused(RunResult result, String why) {
        assertThat(result.exit()).as(String.valueOf(result.why())).isEqualTo(ExitCode.REFUSED);
        assertThat(result.why()).contains(why);
        assertThat(work.count("ip_log", "TRUE")).isEqualTo(3);
    }

    private void approve(boolean shorter) {
        work.allow(IPS, new RunTerms(work.fingerprint(), null, null, shorter));
    }

    @Test
    void a_day_less_waits_for_another_person_once_and_a_day_more_for_nobody() {
        lead(6);
        assertThat(run().exit()).as("longer").isEqualTo(ExitCode.DONE);
        put(3);
        lead(7);
        refused(run());
        approve(false);
        refused(run());
        approve(true);
        assertThat(run().exit()).isEqualTo(ExitCode.DONE);
        put(3);
        assertThat(run().exit()).as("it is the rule from now on").isEqualTo(ExitCode.DONE);
    }

    @Test
    void a_rule_on_record_for_a_run_that_never_was_changes_nothing() {
        lead(8);
        try (HikariDataSource job = Databases.pool(work.settings(), Role.JOB, 1)) {
            new JdbcTemplate(job)
                    .update(
                            "INSERT INTO run_rule (run_id, category, policy, terms) VALUES (2000000000, 'ip-logs', ?, 'x')",
                            work.fingerprint());
        }
        refused(run());
        // Nor does one that nobody can read end every run.
        work.admin().update("UPDATE run_rule SET terms = 'x'");
        refused(run());
        approve(true);
        assertThat(run().exit()).as("the control").isEqualTo(ExitCode.DONE);
    }

    @Test
    void a_night_on_which_nothing_would_go_makes_no_rule_of_it() {
        work.delete("ip_log", "TRUE");
        lead(8);
        assertThat(run().exit()).isEqualTo(ExitCode.DONE);
        put(3);
        refused(run());
    }

    @Test
    void nothing_goes_that_comes_in_on_the_way_of_such_a_night() {
        work.delete("ip_log", "TRUE");
        put(100, 1);
        work.update("ip_log", "processor_for = 8");
        lead(8);
        AtomicBoolean once = new AtomicBoolean(true);
        RunResult result = work.run(IPS, work.today(), point -> {
            if (point == CrashPoint.LIMITS_FROZEN && once.getAndSet(false)) {
                put(3);
            }
        });
        assertThat(result.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(result.counts().of(Outcome.ERASED)).isZero();
        assertThat(work.count("ip_log", "TRUE")).isEqualTo(4);
    }

    /** It would decide by the new rules, and write that it went by the old. */
    @Test
    void a_run_that_was_cut_off_does_not_go_on_under_another_policy_whoever_starts_it_again() {
        RunResult cut = work.run(IPS, work.today(), point -> {
            if (point == CrashPoint.GATE_ENTERED) {
                throw new IllegalStateException("broken on purpose");
            }
        });
        assertThat(cut.exit()).isEqualTo(ExitCode.FAILED);
        lead(8);
        try (House house = work.house()) {
            RunResult again = house.runs().restart(cut.runId());
            assertThat(again.exit()).isEqualTo(ExitCode.REFUSED);
            assertThat(again.why())
                    .contains("run " + cut.runId() + " began under another version of policy.yml")
                    .contains("gallra run ip-logs");
        }
        refused(run());
        lead(7);
        assertThat(run().exit()).as("the control").isEqualTo(ExitCode.DONE);
    }

    @Test
    void what_ran_before_this_was_noted_is_known_by_its_version_only_and_another_one_waits() {
        work.admin().update("DELETE FROM run_rule");
        lead(6);
        refused(run());
        lead(7);
        assertThat(run().exit()).as("the version that ran").isEqualTo(ExitCode.DONE);
    }

    @Test
    void an_approved_plan_is_no_approval_of_a_shorter_period() {
        lead(8);
        SavedPlan plan = office.approved(IPS);
        refused(office.run(IPS, plan));
        approve(true);
        RunResult done = office.run(IPS, plan);
        assertThat(done.exit()).as(String.valueOf(done.why())).isEqualTo(ExitCode.DONE);
        assertThat(new RunHistory(work.admin()).limit(done.runId()))
                .hasValueSatisfying(limit -> assertThat(limit.most()).isEqualTo(3));
    }

    @Test
    void a_start_event_that_is_read_otherwise_waits_for_another_person_once() {
        map(ZONE, OTHER_ZONE);
        remapped(run());
        approve(false);
        remapped(run());
        approve(true);
        assertThat(run().exit()).isEqualTo(ExitCode.DONE);
        put(3);
        assertThat(run().exit()).as("it is the mapping from now on").isEqualTo(ExitCode.DONE);
        put(3);
        map(OTHER_ZONE, ZONE);
        remapped(run());
    }

    @Test
    void a_way_for_holds_to_reach_records_is_not_lost_without_another_person_and_is_won_by_anybody() {
        String more = REACH.replace("[user_id]", "[user_id, address]");
        map(REACH, more);
        assertThat(run().exit()).as("one more").isEqualTo(ExitCode.DONE);
        put(3);
        map(more, REACH);
        remapped(run());
    }

    /** The control: not every change of the file is one of when records go. */
    @Test
    void what_is_counted_and_what_another_category_reads_asks_nobody() {
        map("{column: ended_at, zone: Europe/Stockholm}", "{column: ended_at, zone: UTC}");
        assertThat(run().exit()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void where_the_mapping_of_then_is_not_on_record_or_was_changed_another_version_waits() {
        work.admin().update("DELETE FROM policy_text");
        lead(6);
        remapped(run());
        lead(7);
        assertThat(run().exit()).as("the version that ran").isEqualTo(ExitCode.DONE);
        put(3);
        work.admin().execute("ALTER TABLE policy_text DROP CONSTRAINT text_gives_fingerprint");
        work.admin().update("UPDATE policy_text SET sources = CONCAT(sources, 'x')");
        lead(6);
        remapped(run());
    }
}
