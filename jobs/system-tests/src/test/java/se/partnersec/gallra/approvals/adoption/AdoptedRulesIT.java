package se.partnersec.gallra.approvals.adoption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static se.partnersec.gallra.testing.assertion.Refusals.refusedWith;

import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.approvals.plan.SavedPlan;
import se.partnersec.gallra.approvals.request.Approval;
import se.partnersec.gallra.approvals.request.RunTerms;
import se.partnersec.gallra.config.rules.PolicyFingerprint;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.config.settings.SealSettings;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.PermitPeople;
import se.partnersec.gallra.testing.PlanPeople;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;
import se.partnersec.gallra.testing.assertion.LooseLimits;

/** Runs erase only by rules that two people put in force, and under limits no looser than those. */
@GallraTest(chunk = 1)
@Tag("full")
class AdoptedRulesIT {
    private static final DataCategory IPS = CategoryIds.IP_LOGS;
    private static final String TIGHTER =
            "every-category: {max-records: 5, max-percent: 100, max-percent-of-customer: 100, max-times-median: 1000,"
                    + " few: 999999999, approve: none}\n";

    private final Workplace work;
    private final PlanPeople staff;
    private final PermitPeople people;

    AdoptedRulesIT(Workplace work, PlanPeople staff, PermitPeople people) {
        this.work = work;
        this.staff = staff;
        this.people = people;
    }

    @BeforeEach
    void fill() {
        work.ipLogs(1, 3, 200, null);
    }

    private void lead(int days) {
        work.change("policy.yml", text -> text.replaceFirst("(?s)(\n  ip-logs:.*?lead: P)\\d+D", "$1" + days + "D"));
    }

    private AdoptionService service(HikariDataSource person) {
        try (SuiteContext suite = work.suite()) {
            return new AdoptionService(
                    new JdbcTemplate(person),
                    new TransactionTemplate(new JdbcTransactionManager(person)),
                    suite.policy(),
                    suite.sources(),
                    suite.limits());
        }
    }

    private Approval ask() {
        return service(people.anna).ask("beslut av den 20 november");
    }

    private void adopt() {
        service(people.bo).approve(ask().number());
    }

    private RunResult run() {
        return work.run(IPS, work.today());
    }

    private void refused(String why) {
        refused(run(), why);
    }

    private void refused(RunResult result, String why) {
        assertThat(result.exit()).as(String.valueOf(result.why())).isEqualTo(ExitCode.REFUSED);
        assertThat(result.why()).contains(why).contains("gallra policy adopt");
        assertThat(work.count("ip_log", "TRUE")).isEqualTo(3);
    }

    private void done() {
        RunResult result = run();
        assertThat(result.exit()).as(String.valueOf(result.why())).isEqualTo(ExitCode.DONE);
        assertThat(work.count("ip_log", "TRUE")).isZero();
    }

    /** From here on nothing is in force. */
    private void nothingInForce() {
        work.adoptNothing();
        work.admin().update("DELETE FROM policy_adopted");
    }

    @Test
    void nothing_goes_before_two_people_have_put_rules_in_force() {
        nothingInForce();
        refused("no rules are in force");
        Approval asked = ask();
        refused("no rules are in force");
        assertThatThrownBy(() -> service(people.anna).approve(asked.number()))
                .satisfies(refusedWith(ExitCode.USAGE))
                .hasMessageContaining("another person must approve it");
        refused("no rules are in force");
        assertThat(service(people.bo).approve(asked.number()).state()).isEqualTo(Approval.State.APPROVED);
        done();
    }

    @Test
    void the_register_says_who_put_which_rules_and_limits_in_force() {
        nothingInForce();
        Approval asked = ask();
        service(people.bo).approve(asked.number());
        assertThat(RulesInForce.inForce(work.admin())).hasValueSatisfying(adoption -> {
            assertThat(adoption.id()).isEqualTo(asked.id());
            assertThat(adoption.rules()).isEqualTo(work.fingerprint());
            assertThat(adoption.requestedBy()).isEqualTo(asked.requestedBy());
            assertThat(adoption.adoptedBy()).isNotEqualTo(asked.requestedBy());
        });
        assertThat(work.texts("SELECT subject FROM audit WHERE action = 'policy.adopt'"))
                .containsExactly(asked.id());
        assertThat(work.number("SELECT COUNT(*) FROM policy_text WHERE fingerprint = ?", work.fingerprint()))
                .isEqualTo(1);
        done();
        RulesInForce.Standing standing = standing();
        assertThat(standing.state()).isEqualTo(RulesInForce.State.IN_FORCE);
        assertThat(work.texts("SELECT limits FROM run_limit"))
                .containsExactly(PolicyFingerprint.of(RulesInForce.inForce(work.admin())
                        .map(RulesInForce.Adoption::limits)
                        .orElseThrow()));
    }

    private RulesInForce.Standing standing() {
        try (SuiteContext suite = work.suite()) {
            return new RulesInForce(
                            work.admin(),
                            suite.fingerprint(),
                            suite.limits(),
                            suite.settings().single())
                    .standing();
        }
    }

    /** Whatever the change: nobody has to judge whether it lets records go earlier. */
    @Test
    void a_shorter_a_longer_rule_and_another_mapping_wait_for_two_people() {
        work.adoptNothing();
        for (Runnable change : List.<Runnable>of(
                () -> lead(8),
                () -> lead(6),
                () -> work.change(
                        "sources.yml",
                        text -> text.replace(
                                "{column: seen_at, zone: UTC}", "{column: seen_at, zone: Europe/Stockholm}")))) {
            change.run();
            refused("are not those in force");
            adopt();
            done();
            fill();
        }
    }

    @Test
    void rules_that_were_in_force_before_are_not_by_themselves_again() {
        lead(8);
        work.adoptNothing();
        lead(7);
        refused("are not those in force");
        adopt();
        done();
    }

    @Test
    void limits_are_tightened_by_anybody_and_loosened_by_two() {
        LooseLimits.write(work.configFolder(), TIGHTER);
        adopt();
        work.adoptNothing();
        work.adoptNothing();
        LooseLimits.write(work.configFolder(), TIGHTER.replace("max-records: 5", "max-records: 4"));
        assertThat(standing().state()).isEqualTo(RulesInForce.State.IN_FORCE);
        for (String looser : List.of(
                TIGHTER.replace("max-records: 5", "max-records: 6"),
                TIGHTER + "categories:\n  ip-logs: {max-records: 6}\n",
                TIGHTER + "plan-hours: 25\n",
                TIGHTER + "approval-days: 15\n")) {
            LooseLimits.write(work.configFolder(), looser);
            refused("limits.yml here is looser than the limits in force");
        }
        adopt();
        done();
    }

    @Test
    void what_was_asked_for_before_the_rules_in_force_were_cannot_be_approved_any_more() {
        work.adoptNothing();
        lead(8);
        Approval earlier = ask();
        lead(9);
        adopt();
        lead(8);
        assertThatThrownBy(() -> service(people.bo).approve(earlier.number()))
                .satisfies(refusedWith(ExitCode.USAGE))
                .hasMessageContaining("void: other rules or limits were adopted by A-");
        refused("are not those in force");
        assertThat(Workplace.approvals(people.bo).list(false, 10))
                .as("it waits for nobody")
                .extracting(Approval::number)
                .doesNotContain(earlier.number());
        assertThat(Workplace.approvals(people.bo).list(true, 10))
                .filteredOn(each -> each.number() == earlier.number())
                .extracting(Approval::state)
                .containsExactly(Approval.State.VOID);
        adopt();
        done();
    }

    @Test
    void an_approval_of_a_run_is_void_once_other_rules_are_in_force_and_the_refusal_says_so() {
        work.adoptNothing();
        LooseLimits.write(work.configFolder(), TIGHTER.replace("approve: none", "approve: [first-run]"));
        adopt();
        Approval run = Workplace.approvals(people.anna)
                .allow(IPS, new RunTerms(work.fingerprint(), null, null), "planen är läst");
        Workplace.approvals(people.bo).approveRun(run.number(), work.fingerprint());
        assertThat(Workplace.approvals(people.bo).list(false, 10))
                .extracting(Approval::number)
                .contains(run.number());
        lead(8);
        Approval rules = ask();
        service(people.bo).approve(rules.number());
        RunResult refused = run();
        assertThat(refused.exit()).as(String.valueOf(refused.why())).isEqualTo(ExitCode.REFUSED);
        assertThat(refused.why())
                .contains("Approval " + run.id() + " is void: other rules or limits were adopted by " + rules.id());
        assertThat(Workplace.approvals(people.bo).list(false, 10))
                .as("it lets nothing go")
                .extracting(Approval::number)
                .doesNotContain(run.number());
        assertThat(Workplace.approvals(people.bo).list(true, 10))
                .filteredOn(each -> each.number() == run.number())
                .extracting(Approval::state, Approval::voidedBy)
                .containsExactly(tuple(Approval.State.VOID, rules.number()));
        assertThatThrownBy(() -> Workplace.approvals(people.anna).withdraw(run.number(), "fel regler"))
                .hasMessageContaining("void: other rules or limits were adopted by " + rules.id());
    }

    @Test
    void an_approval_that_had_expired_before_other_rules_came_is_expired_and_not_void() {
        work.adoptNothing();
        adopt();
        Approval run = Workplace.approvals(people.anna)
                .allow(IPS, new RunTerms(work.fingerprint(), null, null), "planen är läst");
        Workplace.approvals(people.bo).approveRun(run.number(), work.fingerprint());
        work.admin()
                .update("UPDATE approval SET approved_at = approved_at - INTERVAL 15 DAY WHERE request_id = "
                        + run.number());
        lead(8);
        adopt();
        assertThat(Workplace.approvals(people.bo).list(true, 10))
                .filteredOn(each -> each.number() == run.number())
                .extracting(Approval::state)
                .containsExactly(Approval.State.EXPIRED);
    }

    @Test
    void whoever_approves_has_the_same_files() {
        work.adoptNothing();
        lead(8);
        Approval asked = ask();
        lead(9);
        assertThatThrownBy(() -> service(people.bo).approve(asked.number()))
                .satisfies(refusedWith(ExitCode.USAGE))
                .hasMessageContaining("is about other rules");
        lead(8);
        LooseLimits.write(work.configFolder(), TIGHTER);
        assertThatThrownBy(() -> service(people.bo).approve(asked.number()))
                .satisfies(refusedWith(ExitCode.USAGE))
                .hasMessageContaining("is about other limits");
        LooseLimits.in(work.configFolder());
        service(people.bo).approve(asked.number());
        done();
    }

    @Test
    void what_was_taken_back_puts_nothing_in_force() {
        work.adoptNothing();
        lead(8);
        Approval asked = ask();
        assertThatThrownBy(this::ask).satisfies(refusedWith(ExitCode.USAGE)).hasMessageContaining("asked for already");
        Workplace.approvals(people.anna).withdraw(asked.number(), "fel dag");
        assertThatThrownBy(() -> service(people.bo).approve(asked.number()))
                .satisfies(refusedWith(ExitCode.USAGE))
                .hasMessageContaining("withdrawn");
        refused("are not those in force");
        adopt();
        done();
    }

    /** Longer rules are put in force while a run is at work by the shorter ones: no chunk after that goes by them. */
    @ParameterizedTest
    @CsvSource({"LIMITS_FROZEN, 0", "CHUNK_COMMITTED, 1"})
    void a_run_at_work_ends_before_its_next_chunk_when_other_rules_are_put_in_force(CrashPoint when, long gone) {
        RunResult result = whileAtWork(when, () -> lead(8));
        assertThat(result.exit()).as(String.valueOf(result.why())).isEqualTo(ExitCode.REFUSED);
        assertThat(result.why()).contains("are not those in force");
        assertThat(result.counts().of(Outcome.ERASED)).isEqualTo(gone);
        assertThat(work.count("ip_log", "TRUE")).isEqualTo(3 - gone);
    }

    /** The control: another adoption by itself ends nothing. */
    @ParameterizedTest
    @EnumSource(names = {"LIMITS_FROZEN", "CHUNK_COMMITTED"})
    void a_run_at_work_goes_on_when_its_own_rules_are_put_in_force_once_more(CrashPoint when) {
        RunResult result = whileAtWork(when, () -> {});
        assertThat(result.exit()).as(String.valueOf(result.why())).isEqualTo(ExitCode.DONE);
        assertThat(work.count("ip_log", "TRUE")).isZero();
    }

    private RunResult whileAtWork(CrashPoint when, Runnable others) {
        work.adopt();
        work.adoptNothing();
        AtomicBoolean once = new AtomicBoolean(true);
        return work.run(IPS, work.today(), point -> {
            if (point == when && once.getAndSet(false)) {
                others.run();
                adopt();
            }
        });
    }

    /** A run that froze a million does not go on with that where two people have agreed on less since, whatever its own row says. */
    @ParameterizedTest
    @ValueSource(strings = {"request_id = request_id", "request_id = 1", "limits = NULL"})
    void a_run_that_was_cut_off_does_not_go_on_by_the_limit_of_looser_limits(String vouched) {
        RunResult cut = cutOff();
        assertThat(cut.exit()).isEqualTo(ExitCode.FAILED);
        work.admin().update("UPDATE run_limit SET " + vouched);
        work.adoptNothing();
        work.adoptNothing();
        LooseLimits.write(work.configFolder(), TIGHTER.replace("max-records: 5", "max-records: 2"));
        adopt();
        try (SuiteContext suite = work.suite()) {
            RunResult again = suite.runs().restart(cut.runId());
            assertThat(again.exit()).isEqualTo(ExitCode.REFUSED);
            assertThat(again.why()).contains("a looser limits.yml");
        }
        RunResult anew = run();
        assertThat(anew.runId()).isNotEqualTo(cut.runId());
        assertThat(anew.exit()).as(String.valueOf(anew.why())).isEqualTo(ExitCode.REFUSED);
        assertThat(anew.why()).contains("3 records to erase, more than the limit of 2 for one run");
        assertThat(work.count("ip_log", "TRUE")).isEqualTo(3);
    }

    /** Two people agreed on so many records; or that it may do what it otherwise may not, within the limits. */
    @ParameterizedTest
    @CsvSource({"100, DONE", ", REFUSED"})
    void a_run_that_was_cut_off_goes_on_by_its_approval_under_tighter_limits(@Nullable Long most, ExitCode exit) {
        LooseLimits.write(
                work.configFolder(),
                most == null
                        ? TIGHTER.replace("approve: none", "approve: first-run")
                        : TIGHTER.replace("max-records: 5", "max-records: 2"));
        adopt();
        work.adoptNothing();
        work.allow(IPS, new RunTerms(work.fingerprint(), most, null));
        RunResult cut = cutOff();
        LooseLimits.write(
                work.configFolder(),
                TIGHTER.replace("max-records: 5", "max-records: 1").replace("approve: none", "approve: first-run"));
        try (SuiteContext suite = work.suite()) {
            RunResult again = suite.runs().restart(cut.runId());
            assertThat(again.exit()).as(String.valueOf(again.why())).isEqualTo(exit);
        }
    }

    private RunResult cutOff() {
        return work.run(IPS, work.today(), point -> {
            if (point == CrashPoint.GATE_ENTERED) {
                throw new IllegalStateException("broken on purpose");
            }
        });
    }

    /** Whoever may approve does not keep a request, an approval or older rules for later. */
    @Test
    void nothing_comes_out_of_a_drawer() {
        work.adoptNothing();
        lead(8);
        JdbcTemplate bo = new JdbcTemplate(people.bo);
        for (String aged : List.of(
                "UPDATE approval_request SET requested_at = requested_at - INTERVAL 15 DAY WHERE id = ?",
                "UPDATE approval SET approved_at = approved_at - INTERVAL 1 HOUR WHERE request_id = ?")) {
            long number = ask().number();
            approveBySql(bo, number);
            work.admin().update(aged, number);
            assertThatThrownBy(() -> adoptBySql(bo, number))
                    .rootCause()
                    .hasMessageContaining("rules are put in force by two people");
            work.admin().update("INSERT INTO approval_end (request_id, reason) VALUES (?, 'x')", number);
        }
        long older = ask().number();
        approveBySql(bo, older);
        lead(9);
        adopt();
        lead(8);
        assertThatThrownBy(() -> adoptBySql(bo, older))
                .rootCause()
                .hasMessageContaining("the rules in force were asked for later than these");
        work.admin().update("INSERT INTO approval_end (request_id, reason) VALUES (?, 'x')", older);
        long now = ask().number();
        approveBySql(bo, now);
        adoptBySql(bo, now);
        done();
    }

    private static void approveBySql(JdbcTemplate bo, long number) {
        bo.update(
                "INSERT INTO approval (request_id, requested_by) SELECT id, requested_by FROM approval_request WHERE id = ?",
                number);
    }

    private void adoptBySql(JdbcTemplate bo, long number) {
        try (SuiteContext suite = work.suite()) {
            bo.update(
                    "INSERT INTO policy_adopted (request_id, rules, limits) VALUES (?, ?, ?)",
                    number,
                    suite.fingerprint(),
                    suite.limits().canonical());
        }
    }

    @Test
    void where_the_newest_adoption_is_nobodys_no_older_one_comes_back() {
        work.adopt();
        lead(8);
        work.adoptNothing();
        work.admin().update("DELETE FROM approval_end WHERE request_id = (SELECT MAX(request_id) FROM policy_adopted)");
        lead(7);
        refused("no rules are in force");
        lead(8);
        refused("no rules are in force");
        adopt();
        done();
    }

    @Test
    void an_approval_that_was_asked_for_before_the_rules_were_put_in_force_lets_no_run_pass() {
        work.adoptNothing();
        LooseLimits.write(work.configFolder(), TIGHTER.replace("max-records: 5", "max-records: 2"));
        adopt();
        work.adoptNothing();
        work.allow(IPS, new RunTerms(work.fingerprint(), 100L, null));
        adopt();
        RunResult result = run();
        assertThat(result.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(result.why()).contains("more than the limit of 2 for one run");
        work.allow(IPS, new RunTerms(work.fingerprint(), 100L, null));
        done();
    }

    @Test
    void an_approval_of_a_run_or_a_plan_is_none_of_rules() {
        work.adoptNothing();
        lead(8);
        work.allow(IPS, new RunTerms(work.fingerprint(), 100L, null));
        refused("are not those in force");
        SavedPlan plan = staff.approved(IPS);
        refused(staff.run(IPS, plan), "are not those in force");
        adopt();
        RunResult result = staff.run(IPS, plan);
        assertThat(result.exit()).as(String.valueOf(result.why())).isEqualTo(ExitCode.DONE);
    }

    /** It would decide by the new rules, and write that it went by the old. */
    @Test
    void a_run_that_was_cut_off_does_not_go_on_under_another_policy_whoever_starts_it_again() {
        RunResult cut = cutOff();
        assertThat(cut.exit()).isEqualTo(ExitCode.FAILED);
        lead(8);
        try (SuiteContext suite = work.suite()) {
            RunResult again = suite.runs().restart(cut.runId());
            assertThat(again.exit()).isEqualTo(ExitCode.REFUSED);
            assertThat(again.why())
                    .contains("run " + cut.runId() + " started under another version of policy.yml")
                    .contains("gallra run ip-logs");
        }
        lead(7);
        assertThat(run().exit()).as("the control").isEqualTo(ExitCode.DONE);
    }

    @Test
    void where_one_person_is_enough_runs_go_by_the_files_at_hand() {
        nothingInForce();
        GallraSettings usual = work.settings();
        GallraSettings single = new GallraSettings(
                usual.url(),
                usual.accounts(),
                usual.bucket(),
                usual.config(),
                usual.tags(),
                usual.chunk(),
                SealSettings.NONE,
                true);
        try (SuiteContext suite = SuiteContext.of(single)) {
            assertThat(new RulesInForce(
                                    work.admin(),
                                    suite.fingerprint(),
                                    suite.limits(),
                                    suite.settings().single())
                            .standing()
                            .state())
                    .isEqualTo(RulesInForce.State.SINGLE);
            assertThat(suite.runs().run(IPS, work.today()).get(0).exit()).isEqualTo(ExitCode.DONE);
        }
    }
}
