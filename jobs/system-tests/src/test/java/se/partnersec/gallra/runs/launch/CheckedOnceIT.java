package se.partnersec.gallra.runs.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.control.StartOptions;
import se.partnersec.gallra.runs.preflight.Preflight;
import se.partnersec.gallra.runs.preflight.PreflightReport;
import se.partnersec.gallra.runs.preflight.RunPreflight;
import se.partnersec.gallra.runs.throttle.RunSession;
import se.partnersec.gallra.runs.throttle.RunWatcher;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/** The run that begins at once after the checks of its category makes no others; every other run is checked itself. */
@GallraTest
@Tag("full")
class CheckedOnceIT {
    private static final DataCategory IPS = Scene.IPS.category();

    private final Workplace work;
    private final LocalDate today;
    private final List<List<DataCategory>> asked = new ArrayList<>();
    private SuiteContext suite;
    private RunLauncher launcher;

    CheckedOnceIT(Workplace work, LocalDate today) {
        this.work = work;
        this.today = today;
        this.suite = work.suite(point -> {});
        this.launcher = launcher(suite.bean(Preflight.class));
    }

    @BeforeEach
    void fill() {
        work.customer(1);
        Scene.IPS.put(work, Scene.Spec.of(1, Scene.IPS.firstDue(today)));
    }

    @AfterEach
    void close() {
        suite.close();
    }

    private RunLauncher launcher(RunPreflight real) {
        return new RunLauncher(() -> suite.bean(RunLauncher.Environment.class), (categories, asOf) -> {
            asked.add(List.copyOf(categories));
            return real.check(categories, asOf);
        });
    }

    private RunResult run(DataCategory category, LocalDate asOf) {
        return launcher.run(category, asOf, new RunSession(StartOptions.NONE, RunWatcher.NONE))
                .get(0);
    }

    @Test
    void a_run_that_begins_at_once_is_checked_once_and_the_next_one_again() {
        launcher.preflight(List.of(IPS), today);
        assertThat(run(IPS, today).exit()).isEqualTo(ExitCode.DONE);
        assertThat(asked).containsExactly(List.of(IPS));
        assertThat(run(IPS, today).exit()).isEqualTo(ExitCode.DONE);
        assertThat(asked).containsExactly(List.of(IPS), List.of(IPS));
    }

    @Test
    void checks_of_another_category_day_or_of_several_are_none_of_a_run() {
        launcher.preflight(List.of(IPS, Scene.CALLS.category()), today);
        run(IPS, today);
        launcher.preflight(List.of(Scene.CALLS.category()), today);
        run(IPS, today);
        launcher.preflight(List.of(IPS), today.minusDays(1));
        run(IPS, today);
        assertThat(asked).hasSize(6);
    }

    @Test
    void checks_of_more_than_five_seconds_ago_are_made_again() throws InterruptedException {
        launcher.preflight(List.of(IPS), today);
        Thread.sleep(5_100);
        run(IPS, today);
        assertThat(asked).hasSize(2);
    }

    @Test
    void checks_that_refuse_are_made_again() {
        launcher = launcher((categories, asOf) -> new PreflightReport(
                asked.size() > 1
                        ? List.of()
                        : suite.bean(Preflight.class)
                                .check(List.of(IPS), today.plusDays(9))
                                .checks(),
                KeyTypes.read(work.admin(), suite.sources())));
        assertThat(launcher.preflight(List.of(IPS), today).passes()).isFalse();
        run(IPS, today);
        assertThat(asked).hasSize(2);
    }
}
