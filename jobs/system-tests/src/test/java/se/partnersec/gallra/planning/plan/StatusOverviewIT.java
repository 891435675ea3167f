package se.partnersec.gallra.planning.plan;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.categories.Categories;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.testing.CategoryScene.Spec;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Scene;

@GallraTest(chunk = 3)
@Tag("full")
class StatusOverviewIT {
    private final PlanningFixture service;
    private final LocalDate today;

    StatusOverviewIT(PlanningFixture service, LocalDate today) {
        this.service = service;
        this.today = today;
    }

    private CategoryStatus state(Scene scene) {
        return service.overview.look().stream()
                .filter(s -> s.category().equals(scene.category()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shows_every_mapped_category_also_before_its_first_run() {
        assertThat(service.overview.look(today)).hasSameSizeAs(Categories.all());
        CategoryStatus state = state(Scene.CHATS);
        assertThat(state.lastRun()).isNull();
        assertThat(state.holder()).isNull();
        assertThat(state.plan().candidates()).isZero();
    }

    @Test
    void shows_what_is_due_late_and_held() {
        Scene.IPS.put(service.work, Spec.of(1, Scene.IPS.firstDue(today)));
        Scene.IPS.put(service.work, Spec.of(2, today.minusDays(190)));
        Scene.IPS.put(service.work, Spec.of(3, Scene.IPS.firstDue(today)).user(2));
        service.hold(ScopeType.USER, "bo");
        CategoryPlan plan = state(Scene.IPS).plan();
        assertThat(plan.wouldErase()).isEqualTo(2);
        assertThat(plan.overdue()).isEqualTo(1);
        assertThat(plan.overdueDays()).isEqualTo(10);
        assertThat(plan.held()).isEqualTo(1);
    }

    @Test
    void shows_the_newest_run_and_what_it_found() {
        Scene.IPS.put(service.work, Spec.of(4, null));
        service.work.run(Scene.IPS.category(), today);
        RunResult last = service.work.run(Scene.IPS.category(), today);
        CategoryStatus state = state(Scene.IPS);
        CategoryStatus.LastRun run = requireNonNull(state.lastRun());
        assertThat(run.runId()).isEqualTo(last.runId());
        assertThat(run.outcome()).isEqualTo(last.exit().name());
        assertThat(run.ended()).isNotNull();
        assertThat(state.findings()).isEqualTo(Map.of("MISSING_START_EVENT", 1L));
        service.work.delete("ip_log", "TRUE");
        service.work.run(Scene.IPS.category(), today);
        assertThat(state(Scene.IPS).findings())
                .as("what the last whole run did not meet again is settled")
                .isEmpty();
    }

    @Test
    void a_run_that_broke_off_settles_no_finding() {
        Scene.IPS.put(service.work, Spec.of(5, null));
        RunResult whole = service.work.run(Scene.IPS.category(), today);
        service.work
                .admin()
                .update(
                        "INSERT INTO run_scope (run_id, part, category, number, as_of, policy, started_before, candidates,"
                                + " opened_at, outcome) VALUES (?, 0, 'ip-logs', 99, ?, 'p', ?, 0, UTC_TIMESTAMP(6),"
                                + " 'FAILED')",
                        whole.runId() + 1000,
                        today,
                        today);
        CategoryStatus state = state(Scene.IPS);
        assertThat(state.findings()).hasSize(1);
        assertThat(state.lastRun())
                .isNotNull()
                .extracting(CategoryStatus.LastRun::outcome)
                .isEqualTo("FAILED");
    }

    @Test
    void tells_a_living_holder_from_a_dead_one() {
        JdbcTemplate admin = service.work.admin();
        admin.update("INSERT INTO lease (category, token, holder, taken_at) VALUES ('ip-logs', 1, 'batch1 pid 7',"
                + " UTC_TIMESTAMP(6))");
        assertThat(state(Scene.IPS).holder())
                .as("without any heartbeat")
                .isNotNull()
                .extracting(CategoryStatus.Holder::alive)
                .isEqualTo(false);
        admin.update("INSERT INTO heartbeat (category, token, beat_at) VALUES ('ip-logs', 1, UTC_TIMESTAMP(6))");
        CategoryStatus.Holder holder = requireNonNull(state(Scene.IPS).holder());
        assertThat(holder.name()).isEqualTo("batch1 pid 7");
        assertThat(holder.alive()).isTrue();
        admin.update("UPDATE heartbeat SET beat_at = UTC_TIMESTAMP(6) - INTERVAL 31 SECOND WHERE category = 'ip-logs'");
        assertThat(state(Scene.IPS).holder())
                .isNotNull()
                .extracting(CategoryStatus.Holder::alive)
                .isEqualTo(false);
        admin.update("UPDATE lease SET holder = NULL WHERE category = 'ip-logs'");
    }
}
