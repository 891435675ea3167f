package se.partnersec.gallra.approvals.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static se.partnersec.gallra.testing.assertion.Refusals.refusedWith;

import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.approvals.plankey.PlanKeyBlock;
import se.partnersec.gallra.approvals.plankey.PlanKeyRole;
import se.partnersec.gallra.approvals.request.Approval;
import se.partnersec.gallra.approvals.request.ApprovalService;
import se.partnersec.gallra.approvals.request.RunTerms;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.PlanPeople;
import se.partnersec.gallra.testing.Workplace;
import se.partnersec.gallra.testing.assertion.AtOnce;
import se.partnersec.gallra.testing.assertion.AtOnce.Act;

/** What the tables of plans allow whoever has a SQL prompt, or comes at the same moment as somebody else. */
@GallraTest
@Tag("full")
class PlanTablesIT {
    private static final String TOO_LATE =
            "p-[0-9-]+ (is (approved already|withdrawn), by|was settled by somebody else).*";

    private static final DataCategory IPS = CategoryIds.IP_LOGS;

    private final Workplace work;
    private final PlanPeople staff;
    private final JdbcTemplate anna;

    PlanTablesIT(Workplace work, PlanPeople staff) {
        this.work = work;
        this.staff = staff;
        anna = new JdbcTemplate(staff.people.anna);
    }

    @BeforeEach
    void fill() {
        work.ipLogs(1, 1, 3 * 366, null);
    }

    @Test
    void nobody_approves_a_plan_of_his_own_and_two_at_once_are_told_so() throws Exception {
        SavedPlan plan = staff.made(IPS);
        assertThat(plan.approved()).isFalse();
        assertThatThrownBy(() -> staff.annas.approve(plan.id(), plan.policy()))
                .satisfies(refusedWith(ExitCode.USAGE))
                .hasMessageContaining("another person must approve it, with a login of their own");
        assertThat(staff.now(plan).approved()).isFalse();
        assertThat(staff.approve(plan).approved()).isTrue();
        assertThatThrownBy(() -> staff.approve(plan)).hasMessageContaining("approved already, by ");
    }

    /** Whoever writes a plan by SQL can hash whatever he writes; what limits and people go by must still be what would go. */
    @Test
    void figures_that_are_not_those_of_its_keys_are_found_out_though_the_hash_fits() {
        SavedPlan plan = staff.made(IPS);
        String figures = work.admin().queryForObject("SELECT figures FROM plan_category", String.class);
        String none = String.valueOf(figures).replace("ERASED=1", "NOT_DUE=1");
        assertThat(none).isNotEqualTo(figures);
        for (long going : List.of(0L, 1L)) {
            hashed(plan, going, none);
            assertThat(staff.run(IPS, plan).why()).contains("is not what was saved");
        }
        hashed(plan, 0, String.valueOf(figures));
        assertThat(staff.run(IPS, plan).why()).contains("is not what was saved");
        assertThat(work.count("ip_log", "TRUE")).isEqualTo(1);
        hashed(plan, 1, String.valueOf(figures));
        assertThat(staff.run(IPS, plan).exit())
                .as("the control: hashed the same way")
                .isEqualTo(ExitCode.DONE);
    }

    private void hashed(SavedPlan plan, long going, String figures) {
        work.admin().update("UPDATE plan_category SET going = ?, figures = ?", going, figures);
        PlanHash content = new PlanHash(plan.asOf(), plan.policy());
        content.category(IPS.id(), going, figures);
        work.admin()
                .query(
                        "SELECT role, form, number, size, first_key, last_key, body FROM plan_block"
                                + " ORDER BY role, form, number",
                        row -> {
                            content.block(
                                    IPS.id(),
                                    new PlanKeyBlock(
                                            PlanKeyRole.GOING,
                                            row.getString(2),
                                            row.getInt(3),
                                            row.getInt(4),
                                            row.getLong(5),
                                            row.getLong(6),
                                            row.getBytes(7)));
                        });
        work.admin().update("UPDATE plan SET content = ?", content.hash());
    }

    @Test
    void what_is_about_a_plan_is_approved_and_withdrawn_as_a_plan_only() {
        SavedPlan plan = staff.made(IPS);
        ApprovalService service = Workplace.approvals(staff.people.bo);
        long number = plan.request().number();
        assertThatThrownBy(() -> service.approve(number, RunTerms.KIND))
                .hasMessageContaining("gallra plans show " + plan.id());
        assertThatThrownBy(() -> service.withdraw(number, "x")).hasMessageContaining("gallra plans show " + plan.id());
        assertThat(service.list(true, 9)).extracting(Approval::kind).doesNotContain(PlanTerms.KIND);
    }

    /** Otherwise a plan could borrow the approval that somebody gave to something else. */
    @Test
    void a_plan_points_at_its_own_request_by_its_own_maker() {
        SavedPlan approved = staff.approved(IPS);
        ApprovalService service = Workplace.approvals(staff.people.anna);
        long run = service.allow(IPS, new RunTerms(approved.policy(), null, null), "läst")
                .number();
        String terms = PlanTerms.text(approved.policy(), approved.content());
        String insert = "INSERT INTO plan (id, request_id, as_of, policy, content, valid_hours)"
                + " VALUES (?, ?, '2026-11-24', ?, ?, 24)";
        for (Object[] wrong :
                new Object[][] {{"p-1", run}, {"p-1", approved.request().number()}}) {
            assertThatThrownBy(() -> anna.update(insert, wrong[0], wrong[1], approved.policy(), approved.content()))
                    .as(wrong[1] + "")
                    .rootCause()
                    .hasMessageContaining("a plan is asked for first, by who makes it");
        }
        long bos = Workplace.approvals(staff.people.bo)
                .ask("00000000-0000-0000-0000-000000000000", PlanTerms.KIND, "p-1", terms, "x");
        assertThatThrownBy(() -> anna.update(insert, "p-1", bos, approved.policy(), approved.content()))
                .rootCause()
                .hasMessageContaining("a plan is asked for first, by who makes it");
        long own = service.ask("00000000-0000-0000-0000-000000000001", PlanTerms.KIND, "p-2", terms, "x");
        assertThat(anna.update(insert, "p-2", own, approved.policy(), approved.content()))
                .as("the control")
                .isEqualTo(1);
    }

    @Test
    void who_made_it_and_when_is_not_for_the_statement_to_say() {
        for (String column : List.of("made_by", "made_at", "kind")) {
            assertThatThrownBy(() -> anna.update("INSERT INTO plan (id, " + column + ") VALUES ('p-1', 'x')"))
                    .as(column)
                    .rootCause()
                    .hasMessageContaining("denied");
        }
        assertThatThrownBy(() -> anna.update("UPDATE plan SET valid_hours = 700"))
                .rootCause()
                .hasMessageContaining("denied");
        assertThatThrownBy(() -> anna.update("DELETE FROM plan_end"))
                .rootCause()
                .hasMessageContaining("denied");
        SavedPlan plan = staff.made(IPS);
        String end = "INSERT INTO plan_end (plan_id, category, run_id) VALUES (?, 'ip-logs', 1)";
        assertThatThrownBy(() -> anna.update(end, plan.id())).rootCause().hasMessageContaining("denied");
        assertThat(plan.madeBy())
                .startsWith(work.settings().account(DatabaseRole.FINANCE).user() + "@");
    }

    /** The run asks once more what the tables say: another content, or another maker, is not what was approved. */
    @Test
    void terms_of_another_plan_approve_nothing() {
        SavedPlan plan = staff.approved(IPS);
        assertThat(staff.now(plan).approved()).isTrue();
        work.admin().update("UPDATE plan SET content = ? WHERE id = ?", "0".repeat(64), plan.id());
        assertThat(staff.now(plan).approved()).isFalse();
        work.admin().update("UPDATE plan SET content = ? WHERE id = ?", plan.content(), plan.id());
        work.admin().execute("ALTER TABLE plan DROP FOREIGN KEY request_of_plan");
        try {
            work.admin()
                    .update(
                            "UPDATE plan SET made_by = ? WHERE id = ?",
                            plan.request().approvedBy() + "x",
                            plan.id());
            assertThat(staff.now(plan).approved())
                    .as("asked for by somebody else than who made it")
                    .isFalse();
        } finally {
            work.admin().update("UPDATE plan SET made_by = ? WHERE id = ?", plan.madeBy(), plan.id());
            work.admin()
                    .execute(
                            "ALTER TABLE plan ADD CONSTRAINT request_of_plan FOREIGN KEY (request_id, made_by, kind, id)"
                                    + " REFERENCES approval_request (id, requested_by, subject_kind, subject_id)");
        }
        assertThat(staff.now(plan).approved()).as("the control").isTrue();
    }

    @Test
    void of_two_runs_and_of_a_run_and_somebody_who_says_no_one_wins() throws Exception {
        for (int round = 1; round <= 10; round++) {
            SavedPlan plan = staff.made(IPS);
            assertThat(AtOnce.succeeded(use(plan, round * 2L), use(plan, round * 2L + 1)))
                    .as("round " + round)
                    .containsExactlyInAnyOrder(true, false);
            SavedPlan other = staff.made(IPS);
            List<Boolean> won = AtOnce.succeeded(use(other, 100L + round), reject(other));
            assertThat(won).as("round " + round).containsExactlyInAnyOrder(true, false);
            assertThat(staff.now(other).end(IPS))
                    .hasValueSatisfying(end -> assertThat(end.run() != null).isEqualTo(won.get(0)));
        }
    }

    /** The control: without the keys all would have it. */
    @Test
    void without_the_key_both_would_get_it() throws Exception {
        work.admin().execute("ALTER TABLE plan_end DROP FOREIGN KEY end_of_category");
        work.admin().execute("ALTER TABLE plan_end DROP PRIMARY KEY");
        try {
            SavedPlan plan = staff.made(IPS);
            assertThat(AtOnce.succeeded(useBeforeTheOtherCommits(plan, 1), useBeforeTheOtherCommits(plan, 2)))
                    .containsExactly(true, true);
        } finally {
            work.admin().update("DELETE FROM plan_end");
            work.admin()
                    .execute("ALTER TABLE plan_end ADD PRIMARY KEY (plan_id, category), ADD CONSTRAINT end_of_category"
                            + " FOREIGN KEY (plan_id, category) REFERENCES plan_category (plan_id, category)");
        }
    }

    private Act use(SavedPlan plan, long run) {
        return both -> used(plan, run, () -> AtOnce.await(both), () -> {});
    }

    /** Neither sees the other's row: only a key could stop it. */
    private Act useBeforeTheOtherCommits(SavedPlan plan, long run) {
        return both -> used(plan, run, () -> {}, () -> AtOnce.await(both));
    }

    /** @param ready once it has its connection, so that both begin at the same moment */
    private boolean used(SavedPlan plan, long run, Runnable ready, Runnable beforeCommit) {
        try (HikariDataSource job = DataSourceFactory.pool(work.settings(), DatabaseRole.JOB, 1)) {
            TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(job));
            PlanRepository register = new PlanRepository(new JdbcTemplate(job));
            ready.run();
            transaction.executeWithoutResult(t -> {
                register.use(plan.id(), IPS, plan.policy(), run);
                beforeCommit.run();
            });
            return true;
        } catch (PlanRejectedException e) {
            return false;
        }
    }

    private Act approve(SavedPlan plan) {
        return both -> {
            AtOnce.await(both);
            try {
                return staff.bos.approve(plan.id(), plan.policy()).approved();
            } catch (RefusedException e) {
                // Whoever comes too late is told so; any other refusal would be a fault.
                assertThat(e).satisfies(refusedWith(ExitCode.USAGE)).hasMessageMatching(TOO_LATE);
                return false;
            }
        };
    }

    @Test
    void of_two_who_approve_at_once_one_has_and_the_other_is_told() throws Exception {
        for (int round = 1; round <= 10; round++) {
            SavedPlan plan = staff.made(IPS);
            assertThat(AtOnce.succeeded(approve(plan), approve(plan)))
                    .as("round " + round)
                    .containsExactlyInAnyOrder(true, false);
        }
    }

    /** As the service does it; its look before it writes would hide from the test what the key is for. */
    private Act reject(SavedPlan plan) {
        return both -> {
            JdbcTemplate jdbc = new JdbcTemplate(staff.people.bo);
            AtOnce.await(both);
            try {
                return jdbc.update(
                                "INSERT INTO plan_end (plan_id, category, reason) VALUES (?, 'ip-logs', 'nej')",
                                plan.id())
                        == 1;
            } catch (DuplicateKeyException e) {
                return false;
            }
        };
    }

    /** Whoever may save plans may write such a row by SQL; it must not keep others from their lists, nor be taken for a plan. */
    @Test
    void a_row_of_a_category_that_nobody_knows_is_named_and_the_others_are_listed() {
        SavedPlan good = staff.made(IPS);
        SavedPlan strange = staff.made(IPS);
        anna.update(
                "INSERT INTO plan_category (plan_id, category, going, figures) VALUES (?, 'cookies', 1, 'x')",
                strange.id());
        SavedPlan plausible = staff.made(IPS);
        anna.update(
                "INSERT INTO plan_category (plan_id, category, going, figures)"
                        + " SELECT plan_id, 'biscuits', going, figures FROM plan_category WHERE plan_id = ?",
                plausible.id());
        SavedPlan garbled = staff.made(IPS);
        work.admin().update("UPDATE plan_category SET figures = 'x=1' WHERE plan_id = ?", garbled.id());
        PlanRepository register = new PlanRepository(work.admin(), CategoryIds.ALL::contains);
        assertThat(register.list(false, 9))
                .extracting(SavedPlan::id, SavedPlan::foreign, plan -> plan.state(plan.policy()))
                .containsExactlyInAnyOrder(
                        tuple(good.id(), List.of(), SavedPlan.State.OPEN),
                        tuple(strange.id(), List.of("cookies"), SavedPlan.State.ALTERED),
                        tuple(plausible.id(), List.of("biscuits"), SavedPlan.State.ALTERED),
                        tuple(garbled.id(), List.of("ip-logs"), SavedPlan.State.ALTERED));
        for (SavedPlan plan : List.of(strange, plausible, garbled)) {
            assertThatThrownBy(() -> staff.approve(plan))
                    .isInstanceOf(PlanRejectedException.class)
                    .hasMessageContaining("has rows that nobody can read");
            assertThat(staff.run(IPS, plan).exit()).isEqualTo(ExitCode.REFUSED);
        }
        assertThat(work.count("ip_log", "TRUE")).isEqualTo(1);
        assertThat(staff.run(IPS, good).exit()).as("the control").isEqualTo(ExitCode.DONE);
    }
}
