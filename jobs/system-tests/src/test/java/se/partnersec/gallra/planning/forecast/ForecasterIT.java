package se.partnersec.gallra.planning.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.holds.hold.NewHold;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.planning.forecast.Forecast.Line;
import se.partnersec.gallra.planning.forecast.Forecast.What;
import se.partnersec.gallra.planning.plan.PlanningFixture;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.testing.CategoryScene.Spec;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.SuiteContext;

/** What is foretold of each day is what a plan for that day says, and a run would do. */
@GallraTest(chunk = 3)
@Tag("full")
class ForecasterIT {
    private final PlanningFixture service;
    private final LocalDate today;
    private final LocalDate last;
    private final SuiteContext suite;
    private final Forecaster forecaster;

    ForecasterIT(PlanningFixture service, SuiteContext suite, LocalDate today) {
        this.service = service;
        this.suite = suite;
        this.today = today;
        last = YearMonth.from(today).plusMonths(2).atEndOfMonth();
        forecaster = forecaster(service.reader);
    }

    private Forecaster forecaster(DataSource database) {
        KeyTypes kinds = KeyTypes.read(new JdbcTemplate(database), suite.sources());
        return new Forecaster(
                database,
                suite.policy(),
                suite.sources(),
                kinds,
                suite.settings().tags());
    }

    private Forecast look(Scene scene) {
        return forecaster.look(PlanningFixture.category(scene.category()), 2);
    }

    private void put(Scene scene, Spec spec) {
        scene.put(service.work, spec);
    }

    private static Line taken(What what, LocalDate day, String reason, long records) {
        return new Line(what, day, Outcome.ERASED, reason.isEmpty() ? null : reason, records);
    }

    @Test
    void each_record_is_foretold_on_its_first_day_up_to_the_last_day_looked_at() {
        put(Scene.IPS, Spec.of(1, Scene.IPS.firstDue(today)));
        put(Scene.IPS, Spec.of(2, Scene.IPS.firstDue(today).minusDays(100)));
        put(Scene.IPS, Spec.of(3, Scene.IPS.lastKept(today)));
        put(Scene.IPS, Spec.of(4, Scene.IPS.firstDue(last)));
        put(Scene.IPS, Spec.of(5, Scene.IPS.lastKept(last)));

        Forecast forecast = look(Scene.IPS);

        assertThat(forecast.today()).isEqualTo(today);
        assertThat(forecast.last()).isEqualTo(last);
        assertThat(forecast.candidates()).as("5 goes the day after").isEqualTo(4);
        assertThat(forecast.lines())
                .containsExactly(
                        taken(What.NOW, today, "", 2),
                        taken(What.DUE, today.plusDays(1), "", 1),
                        taken(What.DUE, last, "", 1));
    }

    @Test
    void what_a_hold_lets_go_is_foretold_for_the_day_after_its_last_and_what_has_none_for_no_day() {
        service.hold(ScopeType.CUSTOMER, "K-2"); // until today + 10
        put(Scene.IPS, Spec.of(1, Scene.IPS.firstDue(today)).customer(2));
        put(Scene.IPS, Spec.of(2, Scene.IPS.firstDue(today.plusDays(10))).customer(2));
        put(Scene.IPS, Spec.of(3, Scene.IPS.firstDue(today.plusDays(20))).customer(2));
        put(Scene.IPS, Spec.of(4, Scene.IPS.firstDue(today)).processed());
        put(Scene.IPS, Spec.of(5, null));
        put(Scene.IPS, Spec.of(6, Scene.IPS.firstDue(today)));
        put(Scene.IPS, Spec.of(7, Scene.IPS.firstDue(today)));
        hold("ip-logs:6", null, today.plusDays(5));
        hold("ip-logs:7", last, null);

        assertThat(look(Scene.IPS).lines())
                .containsExactly(
                        taken(What.DUE, today.plusDays(20), "", 1),
                        taken(What.RELEASED, today.plusDays(11), "LEGAL_CLAIM", 2),
                        new Line(What.LATER, null, null, "TAX_AUDIT", 1),
                        new Line(What.OPEN, null, null, "OUT_OF_SCOPE_PROCESSOR", 1),
                        new Line(What.OPEN, null, null, "TAX_AUDIT", 1),
                        new Line(What.REVIEW, today, null, "MISSING_START_EVENT", 1));
    }

    private void hold(String record, @Nullable LocalDate until, @Nullable LocalDate review) {
        service.work
                .holdService()
                .add(new NewHold(
                        HoldType.TAX_AUDIT,
                        new HoldScope(ScopeType.RECORD, record),
                        null,
                        until,
                        review,
                        null,
                        "revision"));
    }

    /** By the verdict of today it would be foretold for the day after the review, or after the block's last. */
    @Test
    void the_rules_are_asked_about_the_days_themselves() {
        put(Scene.BLOCKS, Spec.of(1, null));
        service.work.update(
                "blocked_address", "blocked_until = ?, review_by = ?", today.plusDays(5), today.plusDays(90));
        assertThat(look(Scene.BLOCKS).lines())
                .containsExactly(taken(What.RELEASED, today.plusDays(35), "ACTIVE_BLOCK", 1));
        assertThat(going(Scene.BLOCKS, today.plusDays(34))).isZero();
        assertThat(going(Scene.BLOCKS, today.plusDays(35))).isEqualTo(1);
    }

    @Test
    void a_start_that_lies_ahead_comes_by_itself() {
        put(Scene.LETTERS, Spec.of(1, today.plusDays(4)));
        assertThat(look(Scene.LETTERS).lines()).containsExactly(taken(What.DUE, today.plusDays(4), "", 1));
    }

    /** A day is foretold by its noon, when this no longer lies ahead: nobody has to look at it for that. */
    @Test
    void so_does_one_of_this_morning_while_it_is_night() throws SQLException {
        put(Scene.IPS, Spec.of(1, today)); // at eleven
        try (Connection night = service.reader.getConnection();
                Statement clock = night.createStatement()) {
            clock.execute("SET SESSION timestamp = "
                    + today.atTime(0, 30).atZone(SwedishCalendar.ZONE).toEpochSecond());
            Forecast forecast = forecaster(new SingleConnectionDataSource(night, true))
                    .look(PlanningFixture.category(Scene.IPS.category()), 7);
            clock.execute("SET SESSION timestamp = DEFAULT");
            assertThat(forecast.lines()).containsExactly(taken(What.DUE, today.plusDays(173), "", 1));
        }
    }

    private long going(Scene scene, LocalDate day) {
        return service.planner
                .plan(PlanningFixture.category(scene.category()), day)
                .going();
    }

    @Test
    void an_object_of_two_rows_is_for_review_on_the_day_it_would_go() {
        put(Scene.CALLS, Spec.of(1, Scene.CALLS.lastKept(today)));
        put(Scene.CALLS, Spec.of(2, Scene.CALLS.firstDue(today.plusDays(3))));
        service.work.update("call_recording", "object_key = ?", Scene.CALLS.objectKey(1));
        assertThat(look(Scene.CALLS).lines())
                .containsExactly(
                        new Line(What.REVIEW, today.plusDays(1), null, "OBJECT_SHARED", 1),
                        new Line(What.REVIEW, today.plusDays(3), null, "OBJECT_SHARED", 1));
    }

    @ParameterizedTest
    @EnumSource(
            value = Scene.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"LEADS", "VISITS", "USAGE", "EMAILS", "INVOICES", "USERS", "LOGINS", "CAMPAIGNS"})
    void a_plan_for_each_day_says_the_same(Scene scene) {
        put(scene, Spec.of(1, scene.firstDue(today)));
        put(scene, Spec.of(2, scene.lastKept(today)));
        put(scene, Spec.of(3, scene.firstDue(today)).customer(2));
        put(scene, Spec.of(4, scene.firstDue(today)).processed());
        put(scene, Spec.of(5, null));
        put(scene, Spec.of(6, scene.firstDue(today)).booked(LocalDate.of(today.getYear() - 1, 5, 17)));
        put(scene, Spec.of(7, scene.firstDue(today.plusDays(12))).customer(2));
        put(scene, Spec.of(8, scene.firstDue(last).isAfter(today) ? today : scene.firstDue(last)));
        service.hold(ScopeType.CUSTOMER, "K-2");

        Forecast forecast = look(scene);

        for (LocalDate day : List.of(
                today,
                today.plusDays(1),
                today.plusDays(10),
                today.plusDays(11),
                today.plusDays(12),
                last.minusDays(1),
                last)) {
            long foretold = forecast.lines().stream()
                    .filter(line -> line.becomes() != null)
                    .filter(line -> line.day() != null && !line.day().isAfter(day))
                    .mapToLong(Line::records)
                    .sum();
            assertThat(going(scene, day)).as("%s on %s", scene, day).isEqualTo(foretold);
        }
        assertThat(forecast.candidates())
                .isEqualTo(service.planner
                        .plan(PlanningFixture.category(scene.category()), last)
                        .candidates());
    }

    @Test
    void figures_that_contradict_each_other_are_refused() {
        Forecast good = look(Scene.IPS);
        assertThatThrownBy(() -> new Forecast(good.category(), today, last, 1, List.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("add up to 0");
    }
}
