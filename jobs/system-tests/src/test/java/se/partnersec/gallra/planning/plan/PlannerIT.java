package se.partnersec.gallra.planning.plan;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.database.jdbc.ReadOnlySnapshot;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.testing.CategoryScene.Spec;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.PlanPeople;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

@GallraTest(chunk = 3)
@Tag("full")
class PlannerIT {
    private final PlanningFixture finance;
    private final LocalDate today;

    PlannerIT(PlanningFixture finance, LocalDate today) {
        this.finance = finance;
        this.today = today;
    }

    /** One record at each boundary; the customer of 3 and 8 is in court. */
    private void eightRecords(Scene scene) {
        put(scene, Spec.of(1, scene.firstDue(today)));
        put(scene, Spec.of(2, scene.lastKept(today)));
        put(scene, Spec.of(3, scene.firstDue(today)).customer(2));
        put(scene, Spec.of(4, scene.firstDue(today)).processed());
        put(scene, Spec.of(5, null));
        put(scene, Spec.of(6, scene.firstDue(today)).booked(LocalDate.of(today.getYear() - 1, 5, 17)));
        put(scene, Spec.of(7, today.minusDays(200)));
        put(scene, Spec.of(8, today.minusDays(300)).customer(2));
        finance.hold(ScopeType.CUSTOMER, "K-2");
    }

    private void put(Scene scene, Spec spec) {
        scene.put(finance.work, spec);
    }

    @Test
    void counts_every_candidate_once_and_says_why_it_stays() {
        eightRecords(Scene.CALLS);
        CategoryPlan plan = finance.plan(Scene.CALLS);
        assertThat(plan.candidates()).isEqualTo(8);
        assertThat(plan.wouldErase()).isEqualTo(2);
        assertThat(plan.samples()).containsExactly("1", "7");
        assertThat(plan.heldBy()).isEqualTo(Map.of("LEGAL_CLAIM", 2L, "BOOKKEEPING", 1L));
        assertThat(plan.held()).isEqualTo(4);
        assertThat(plan.processor()).isEqualTo(1);
        assertThat(plan.notDue()).isEqualTo(1);
        assertThat(plan.reviewBy()).isEqualTo(Map.of("MISSING_START_EVENT", 1L));
        assertThat(plan.startedBefore()).isEqualTo(today.minusDays(3));
    }

    @Test
    void a_hold_placed_after_the_last_day_does_not_excuse_the_delay() {
        eightRecords(Scene.CALLS);
        CategoryPlan plan = finance.plan(Scene.CALLS);
        assertThat(plan.overdue()).isEqualTo(2);
        assertThat(plan.overdueHeld()).isEqualTo(1);
        assertThat(plan.oldestDue()).isEqualTo(today.minusDays(200 - 15));
        assertThat(plan.dueForDays()).isEqualTo(185);
        assertThat(plan.oldestEraseBy()).isEqualTo(today.minusDays(300 - 28));
        assertThat(plan.overdueDays()).isEqualTo(272);
    }

    /** Of the eight that are not on hold one is late: the call of 200 days ago, since the 28th day after it. */
    @Test
    void records_are_late_by_the_day_of_the_plan() {
        eightRecords(Scene.CALLS);
        LocalDate last = today.minusDays(200 - 28);
        CategoryPlan in = finance.plan(Scene.CALLS, last);
        CategoryPlan late = finance.plan(Scene.CALLS, last.plusDays(1));
        assertThat(in.wouldErase()).isOne();
        assertThat(in.overdue() - in.overdueHeld()).as("its last day").isZero();
        assertThat(late.overdue() - late.overdueHeld()).as("the day after").isOne();
        assertThat(late.overdueDays()).as("the one on hold").isEqualTo(101);
        assertThat(finance.plan(Scene.CALLS, today.plusYears(1)).overdue())
                .as("without a run until then")
                .isGreaterThan(finance.plan(Scene.CALLS).overdue());
    }

    @ParameterizedTest
    @EnumSource(
            value = Scene.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"LEADS", "VISITS", "USAGE", "EMAILS", "INVOICES", "USERS", "LOGINS", "CAMPAIGNS"})
    void foretells_what_the_run_does(Scene scene) {
        eightRecords(scene);
        CategoryPlan plan = finance.plan(scene);
        RunResult run = finance.work.run(scene.category(), today);
        assertThat(run.counts().asMap()).isEqualTo(plan.counts().asMap());
        assertThat(plan.wouldErase()).isPositive();
        CategoryPlan after = finance.plan(scene);
        assertThat(after.wouldErase()).isZero();
        assertThat(after.candidates()).isEqualTo(plan.candidates() - plan.wouldErase());
    }

    /** A run reads none of them; all the same they are there, and nobody has said for how long. */
    @Test
    void counts_records_for_which_no_period_is_set_as_to_be_reviewed() {
        eightRecords(Scene.LEADS);
        CategoryPlan plan = finance.plan(Scene.LEADS);
        assertThat(plan.reviewBy()).isEqualTo(Map.of("REVIEW_OVERDUE", 8L));
        assertThat(plan.candidates()).isEqualTo(8);
        assertThat(plan.going()).isZero();
        try (Workplace reviewed =
                        new Workplace(100, policy -> policy.replace("review-by: not set", "review-by: 2999-12-31"));
                SuiteContext suite = reviewed.suite()) {
            Scene.LEADS.put(reviewed, Spec.of(1, today.minusDays(400)));
            CategoryPlan kept = PlanPeople.planner(suite).plan(suite.category(Scene.LEADS.category()), today);
            assertThat(kept.heldBy()).isEqualTo(Map.of("ACTIVE_REVIEW", 1L));
            assertThat(kept.review()).isZero();
        }
    }

    @Test
    void knows_that_a_shared_object_is_not_touched() {
        put(Scene.CALLS, Spec.of(1, Scene.CALLS.firstDue(today)));
        put(Scene.CALLS, Spec.of(2, Scene.CALLS.lastKept(today)));
        finance.work.update("call_recording", "object_key = ?", Scene.CALLS.objectKey(1));
        CategoryPlan plan = finance.plan(Scene.CALLS);
        assertThat(plan.wouldErase()).isZero();
        assertThat(plan.reviewBy()).isEqualTo(Map.of("OBJECT_SHARED", 1L));
    }

    @Test
    void a_later_day_is_planned_as_it_will_be_then() {
        put(Scene.IPS, Spec.of(1, Scene.IPS.lastKept(today)));
        put(Scene.IPS, Spec.of(2, Scene.IPS.firstDue(today)).customer(2));
        finance.hold(ScopeType.CUSTOMER, "2"); // until today + 10
        assertThat(finance.plan(Scene.IPS).wouldErase()).isZero();
        CategoryPlan tomorrow = finance.planner.plan(PlanningFixture.category(Scene.IPS.category()), today.plusDays(1));
        assertThat(tomorrow.samples()).containsExactly("1");
        assertThat(tomorrow.held()).isEqualTo(1);
        assertThat(tomorrow.today()).isEqualTo(today.plusDays(1));
        CategoryPlan later = finance.planner.plan(PlanningFixture.category(Scene.IPS.category()), today.plusDays(11));
        assertThat(later.samples()).containsExactly("1", "2");
        assertThat(later.overdue()).isEqualTo(1);
        assertThat(finance.plan(Scene.IPS).today())
                .as("the session's clock goes again")
                .isEqualTo(today);
    }

    @Test
    void an_earlier_day_selects_what_was_due_then() {
        put(Scene.IPS, Spec.of(1, Scene.IPS.firstDue(today)));
        put(Scene.IPS, Spec.of(2, Scene.IPS.firstDue(today).minusDays(1)));
        CategoryPlan yesterday =
                finance.planner.plan(PlanningFixture.category(Scene.IPS.category()), today.minusDays(1));
        assertThat(yesterday.samples()).containsExactly("2");
    }

    @Test
    void reads_page_after_page() {
        List<Object[]> rows = IntStream.rangeClosed(1, 2500)
                .mapToObj(i -> new Object[] {today.minusDays(174).atTime(11, 0)})
                .toList();
        finance.work
                .admin()
                .batchUpdate(
                        "INSERT INTO " + finance.work.table("ip_log")
                                + " (seen_at, service, address) VALUES (?, 'mail', '192.0.2.7')",
                        rows);
        CategoryPlan plan = finance.plan(Scene.IPS);
        assertThat(plan.wouldErase()).isEqualTo(2500);
        assertThat(plan.samples()).hasSize(5);
    }

    @Test
    void figures_that_contradict_each_other_are_refused() {
        CategoryPlan good = finance.plan(Scene.IPS);
        Outcome.Counts one = new Outcome.Counts().add(Outcome.HELD, 1);
        assertThatThrownBy(() -> with(good, 0, one, Map.of("DISPUTE", 1L)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("add up to 1 and not to the 0 candidates of the plan. Indicates a bug");
        assertThatThrownBy(() -> with(good, 1, one, Map.of()))
                .hasMessageContaining("reasons to hold add up to 0 and not to the 1 held");
        assertThat(with(good, 1, one, Map.of("DISPUTE", 1L)).held()).isEqualTo(1);
    }

    private static CategoryPlan with(
            CategoryPlan line, long candidates, Outcome.Counts counts, Map<String, Long> heldBy) {
        return new CategoryPlan(
                line.category(),
                line.rule(),
                line.asOf(),
                line.startedBefore(),
                line.decidedAt(),
                candidates,
                counts,
                heldBy,
                0,
                Map.of(),
                0,
                0,
                0,
                null,
                null,
                null,
                List.of(),
                LimitPreviewResult.NONE);
    }

    @Test
    void the_server_refuses_to_write_in_the_transaction_of_a_plan() {
        HikariDataSource mighty = finance.work.adminPool();
        JdbcTemplate jdbc = new JdbcTemplate(mighty);
        String write = "INSERT INTO audit (action, subject) VALUES ('x', 'x')";
        assertThatThrownBy(() -> new ReadOnlySnapshot(mighty).look(() -> jdbc.update(write)))
                .as("the driver is the first to refuse")
                .rootCause()
                .hasMessageContaining("Connection is read-only");
        assertThatThrownBy(() -> new ReadOnlySnapshot(mighty).look(() -> behindTheDriver(jdbc, write)))
                .as("the server refuses even an account that may write")
                .rootCause()
                .hasMessageContaining("READ ONLY transaction");
        assertThat(behindTheDriver(jdbc, write))
                .as("outside it, that account can")
                .isTrue();
        assertThatThrownBy(() -> behindTheDriver(new JdbcTemplate(finance.reader), "DELETE FROM finding"))
                .as("the reader never can")
                .rootCause()
                .hasMessageContaining("denied");
    }

    @Test
    void a_plan_sees_one_state_from_its_first_look_to_its_last() {
        String count = "SELECT COUNT(*) FROM " + finance.work.table("ip_log");
        JdbcTemplate reader = new JdbcTemplate(finance.reader);
        long later = new ReadOnlySnapshot(finance.reader).look(() -> {
            reader.queryForObject(count, Long.class);
            put(Scene.IPS, Spec.of(1, today));
            return requireNonNull(reader.queryForObject(count, Long.class));
        });
        assertThat(later).isZero();
        assertThat(reader.queryForObject(count, Long.class)).isEqualTo(1);
    }

    /** The driver judges a statement by its first word. */
    private static boolean behindTheDriver(JdbcTemplate jdbc, String write) {
        jdbc.execute("PREPARE hidden FROM \"" + write + "\"");
        jdbc.execute("EXECUTE hidden");
        return true;
    }
}
