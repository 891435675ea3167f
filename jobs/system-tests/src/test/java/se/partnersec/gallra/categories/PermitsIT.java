package se.partnersec.gallra.categories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.approvals.request.NewPermit;
import se.partnersec.gallra.books.reconcile.Reconciler;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.holds.permit.PlacedPermit;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.planning.explain.RecordExplainer;
import se.partnersec.gallra.planning.plan.CategoryPlan;
import se.partnersec.gallra.planning.plan.LimitPreview;
import se.partnersec.gallra.planning.plan.Planner;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.CategoryScene.Spec;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.PermitPeople;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/** What a permit of Skatteverket lets go before the seven years are over, and what stays all the same. */
@GallraTest(chunk = 3)
@Tag("once")
@Tag("full")
class PermitsIT {
    private static final DataCategory INVOICES = CategoryIds.INVOICES;

    private final Workplace work;
    private final PermitPeople people;
    private final LocalDate today;
    private final LocalDate booked;

    PermitsIT(Workplace work, PermitPeople people, LocalDate today) {
        this.work = work;
        this.people = people;
        this.today = today;
        // A year that was over long ago, and is kept for years yet.
        this.booked = LocalDate.of(today.getYear() - 3, 3, 1);
    }

    @BeforeEach
    void fill() {
        work.customer(1);
        for (long id = 1; id <= 3; id++) {
            invoice(id);
        }
    }

    private void invoice(long id) {
        Scene.INVOICES.put(work, Spec.of(id, booked));
    }

    private PlacedPermit permitted(long id) {
        return people.approved(PermitPeople.ofRecord(INVOICES, "" + id, today));
    }

    private RunResult run() {
        RunResult result = work.run(INVOICES, today);
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
        return result;
    }

    private List<Long> left() {
        return work.admin()
                .query("SELECT id FROM " + work.table("invoice") + " ORDER BY id", (row, i) -> row.getLong(1));
    }

    @Test
    void a_permitted_invoice_goes_with_its_children_and_its_neighbours_stay() {
        PlacedPermit permit = permitted(2);
        assertThat(run().counts().of(Outcome.ERASED)).isOne();
        assertThat(Scene.INVOICES.gone(work, 2)).isTrue();
        assertThat(Scene.INVOICES.whole(work, 1)).isTrue();
        assertThat(Scene.INVOICES.whole(work, 3)).isTrue();
        assertThat(work.texts("SELECT CONCAT(permit_id, ' ', category, ':', subject) FROM permit_use"))
                .containsExactly(permit.permit().number() + " invoices:2");
        assertThat(run().counts().of(Outcome.ERASED)).as("a second run").isZero();
    }

    @Test
    void without_a_permit_all_stay_and_none_is_even_asked_about() {
        assertThat(run().counts().total()).isZero();
        assertThat(left()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void one_that_begins_tomorrow_keeps_it_today() {
        people.approved(PermitPeople.ofRecord(INVOICES, "2", today.plusDays(1)));
        run();
        assertThat(left()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void one_that_nobody_approved_and_one_that_was_withdrawn_keep_it() {
        people.annas.add(PermitPeople.ofRecord(INVOICES, "1", today));
        PlacedPermit taken = permitted(2);
        people.annas.withdraw(taken.permit().number(), "Skatteverket ändrade sig");
        run();
        assertThat(left()).containsExactly(1L, 2L, 3L);
        assertThat(people.annas.list(true, 9)).extracting(PlacedPermit::used).containsOnly(0L);
    }

    @Test
    void a_hold_an_open_claim_and_an_open_dispute_keep_it_all_the_same() {
        invoice(4);
        for (long id = 1; id <= 4; id++) {
            permitted(id);
        }
        work.hold(HoldType.TAX_AUDIT, ScopeType.RECORD, "invoices:1");
        work.update("invoice", "status = 'OPEN', settled_on = NULL WHERE id = 2");
        work.insert("invoice_dispute", "id, invoice_id, opened_at", 3, 3, booked.atTime(9, 0));
        work.insert(
                "invoice_dispute",
                "id, invoice_id, opened_at, closed_at",
                4,
                4,
                booked.atTime(9, 0),
                booked.plusDays(1).atTime(9, 0));
        run();
        assertThat(left()).as("only the dispute that was closed").containsExactly(1L, 2L, 3L);
    }

    @Test
    void one_for_a_fiscal_year_means_what_concerns_no_later_year() {
        LocalDate end = LocalDate.of(booked.getYear(), 12, 31);
        invoice(4);
        invoice(5);
        update(1, "booked_on", end.minusYears(1));
        work.update("invoice_payment", "paid_on = ? WHERE invoice_id = 2", end.plusDays(1));
        update(3, "concerns_until", end.plusYears(1));
        update(4, "booked_on", end.plusDays(1));
        update(5, "booked_on", end.minusYears(1));
        update(5, "concerns_until", end);
        invoice(6);
        people.approved(PermitPeople.ofYear(INVOICES, end, today));
        run();
        // The first was paid in the year, the fifth is an agreement that ran to its end, and the sixth is all of it.
        assertThat(left()).containsExactly(2L, 3L, 4L);
    }

    private void update(long id, String column, LocalDate day) {
        work.update("invoice", column + " = ? WHERE id = ?", day, id);
    }

    @Test
    void finds_each_candidate_once_however_many_permits_are_about_it() {
        for (long id = 4; id <= 20; id++) {
            invoice(id);
        }
        Scene.INVOICES.put(work, Spec.of(30, Scene.INVOICES.firstDue(today)));
        people.approved(PermitPeople.ofYear(INVOICES, LocalDate.of(booked.getYear(), 12, 31), today));
        permitted(7);
        permitted(7);
        permitted(30);
        RunResult result = run();
        assertThat(result.counts().of(Outcome.ERASED)).isEqualTo(21);
        assertThat(work.admin()
                        .queryForObject(
                                "SELECT candidates FROM run_scope WHERE run_id = ?", Long.class, result.runId()))
                .isEqualTo(21);
        assertThat(left()).isEmpty();
        assertThat(work.admin().queryForObject("SELECT COUNT(*) FROM permit_use", Long.class))
                .as("the one that was due went by no permit")
                .isEqualTo(20);
    }

    /** The look after the run sees what a permit lets go as well: it is swept, not forgotten. */
    @Test
    void what_somebody_else_held_a_lock_on_is_swept() throws Exception {
        permitted(2);
        try (var other = work.adminPool().getConnection()) {
            other.setAutoCommit(false);
            other.createStatement()
                    .executeQuery("SELECT id FROM " + work.table("invoice") + " WHERE id = 2 FOR UPDATE")
                    .close();
            RunResult result = work.run(INVOICES, today, point -> {
                if (point == CrashPoint.VERIFY_STARTED) {
                    release(other);
                }
            });
            assertThat(result.counts().of(Outcome.ERASED)).isOne();
        }
        assertThat(left()).containsExactly(1L, 3L);
    }

    private static void release(Connection other) {
        try {
            other.rollback();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void nobody_approves_his_own_neither_at_the_desk_nor_in_sql() {
        PlacedPermit permit = people.annas.add(PermitPeople.ofRecord(INVOICES, "2", today));
        long number = permit.permit().number();
        String anna = permit.permit().requestedBy();
        assertThatThrownBy(() -> people.annas.approve(number))
                .hasMessageContaining("permit P-" + number + " was entered by " + anna)
                .hasMessageContaining("another person must approve it");
        String insert = "INSERT INTO approval (request_id, requested_by%s) VALUES (" + permit.request() + ", '%s'%s)";
        JdbcTemplate sql = new JdbcTemplate(people.anna);
        assertThatThrownBy(() -> sql.update(insert.formatted("", anna, "")))
                .as("as herself")
                .rootCause()
                .hasMessageContaining("who asked may not approve");
        for (String other : List.of("eva@%", anna.replace('@', '\uFF20'))) {
            assertThatThrownBy(() -> sql.update(insert.formatted("", other, "")))
                    .as("as if it had been asked for by " + other)
                    .rootCause()
                    .hasMessageContaining("there is no such request of this login");
        }
        assertThatThrownBy(() -> sql.update(insert.formatted(", approved_by", anna, ", 'bo@%'")))
                .as("as if she were Bo")
                .rootCause()
                .hasMessageContaining("denied");
        assertThatThrownBy(() -> work.admin().update(insert.formatted(", approved_by", anna, ", '" + anna + "'")))
                .as("whoever may write anything")
                .rootCause()
                .hasMessageContaining("an approval is given under the own login");
        String second = "INSERT INTO permit (uuid, request_id, permit_ref, category, year_end, allowed_from, reason%s)"
                + " VALUES (UUID(), %d, 'x', 'invoices', '2020-12-31', '2021-01-01', 'x'%s)";
        assertThatThrownBy(() -> sql.update(second.formatted(", requested_by", permit.request(), ", 'eva@%'")))
                .as("entering it as if she were Eva")
                .rootCause()
                .hasMessageContaining("denied");
        assertThatThrownBy(() -> sql.update(second.formatted("", permit.request(), "")))
                .as("entering another by the request for this one")
                .rootCause()
                .hasMessageContaining("a permit is asked for first, by who enters it");
        run();
        assertThat(left()).containsExactly(1L, 2L, 3L);
        people.bos.approve(number);
        run();
        assertThat(left()).as("the control: Bo may").containsExactly(1L, 3L);
    }

    @Test
    void refuses_what_cannot_be_meant_and_writes_nothing() {
        refused(
                PermitPeople.ofRecord(INVOICES, "99", today),
                "there is no record invoices:99: give the key of its row");
        refused(PermitPeople.ofRecord(INVOICES, "F1", today), "there is no record invoices:F1");
        refused(
                PermitPeople.ofRecord(CategoryIds.IP_LOGS, "1", today),
                "nothing of ip-logs is kept by the Bookkeeping Act, so no permit is needed");
        refused(
                PermitPeople.ofYear(INVOICES, LocalDate.of(2022, 6, 30), today),
                "no fiscal year on record ends on 2022-06-30: give the last day of one that gallra holds years lists");
        LocalDate end = LocalDate.of(today.getYear(), 12, 31);
        refused(
                PermitPeople.ofYear(CategoryIds.USER_DATA, end, end.plusDays(1)),
                "what the books need of a user hangs on the vouchers that name them");
        refused(PermitPeople.ofYear(INVOICES, end, end), "so nothing of it can go from " + end + ": change --from");
        refused(
                new NewPermit(" ", INVOICES, "1", null, null, today, ""),
                "a permit needs Skatteverket's reference, 1 to 190 characters: give --reference");
        assertThatThrownBy(() -> people.bos.approve(99)).hasMessageContaining("there is no permit P-99");
        assertThatThrownBy(() -> people.bos.withdraw(99, "x")).hasMessageContaining("there is no permit P-99");
        assertThat(people.annas.list(true, 9)).isEmpty();
        assertThat(work.texts("SELECT action FROM audit")).isEmpty();
    }

    private void refused(NewPermit permit, String why) {
        assertThatThrownBy(() -> people.annas.add(permit)).hasMessageContaining(why);
    }

    @Test
    void each_step_is_taken_once_and_told_to_the_audit() {
        PlacedPermit permit = permitted(2);
        long number = permit.permit().number();
        assertThatThrownBy(() -> people.bos.approve(number)).hasMessageContaining("was approved already, by ");
        people.annas.withdraw(number, "återkallat");
        assertThatThrownBy(() -> people.bos.withdraw(number, "igen")).hasMessageContaining("was withdrawn by ");
        assertThatThrownBy(() -> people.bos.approve(number)).hasMessageContaining("stays so: enter it anew");
        assertThat(work.texts("SELECT CONCAT(action, ' ', subject) FROM audit ORDER BY id"))
                .filteredOn(each -> each.startsWith("permit"))
                .containsExactly("permit.add P-" + number, "permit.approve P-" + number, "permit.withdraw P-" + number);
        assertThat(work.texts("SELECT DISTINCT who FROM audit")).hasSize(2);
    }

    @Test
    void plan_and_explanation_say_it_before_and_after() {
        permitted(2);
        try (SuiteContext suite = work.suite()) {
            var reader = suite.pool(DatabaseRole.READER);
            KeyTypes kinds = KeyTypes.read(new JdbcTemplate(reader), suite.sources());
            CategoryPlan line = new Planner(
                            reader,
                            suite.policy(),
                            new LimitPreview(suite.limits(), suite.fingerprint()),
                            suite.sources(),
                            kinds,
                            suite.settings().tags())
                    .plan(suite.category(INVOICES), today);
            assertThat(line.wouldErase()).isOne();
            assertThat(line.early()).isOne();
            RecordExplainer explainer = new RecordExplainer(
                    reader,
                    suite.policy(),
                    suite.sources(),
                    kinds,
                    work.settings().tags(),
                    work.bucket());
            String law = (booked.getYear() + 7) + "-12-31";
            assertThat(said(explainer, Locale.ENGLISH))
                    .contains(
                            "Skatteverket's 8-1234567: may be destroyed from " + today,
                            "without it kept through " + law,
                            "early, by Skatteverket's permit",
                            "erases it; due since " + today);
            run();
            assertThat(new Reconciler(
                                    reader,
                                    Objects.requireNonNull(suite.sources().books()),
                                    suite.sources())
                            .reconcile(9)
                            .destroyedByPermit())
                    .isOne();
            assertThat(said(explainer, new Locale("sv")))
                    .contains("RADERAD", "raderad i förtid, enligt P-", "Skatteverket 8-1234567, godkänt av ");
        }
    }

    private static String said(RecordExplainer explainer, Locale language) {
        return explainer.explain(new Invoices(), "2").text(language).replaceAll("\\s+", " ");
    }
}
