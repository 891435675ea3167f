package se.partnersec.gallra.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import se.partnersec.gallra.erasure.partition.PartitionsIT;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CrashingRun;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

/**
 * A process is killed at every named point, once and twice in a row. After a restart the stores and the ledger are what
 * an undisturbed run leaves.
 */
@GallraTest(chunk = 3)
class CrashMatrixIT {
    /** A few points that stand for the rest. */
    private static final Set<CrashPoint> SMOKE = EnumSet.of(
            CrashPoint.ROWS_ERASED,
            CrashPoint.LEDGER_WRITTEN,
            CrashPoint.INTENTS_COMMITTED,
            CrashPoint.OBJECTS_ANSWERED,
            CrashPoint.VERIFIED);

    private static final Set<CrashPoint> ONLY_WITH_OBJECTS = EnumSet.of(
            CrashPoint.INTENTS_RECONCILED,
            CrashPoint.INTENTS_WRITTEN,
            CrashPoint.INTENTS_COMMITTED,
            CrashPoint.OBJECTS_DECIDED,
            CrashPoint.OBJECTS_REQUESTED,
            CrashPoint.OBJECTS_ALLOWED,
            CrashPoint.OBJECTS_ANSWERED,
            CrashPoint.OBJECTS_VERIFIED);

    /** The last of them is passed once a run, the others once a period. */
    private static final Set<CrashPoint> ONLY_WITH_STATISTICS =
            EnumSet.of(CrashPoint.STATISTIC_WRITTEN, CrashPoint.PERIOD_SETTLED, CrashPoint.COUNTED);

    /** {@link PartitionsIT} has them. */
    private static final Set<CrashPoint> ONLY_WITH_PARTITIONS =
            EnumSet.range(CrashPoint.PARTITION_OPENED, CrashPoint.PARTITION_WRITTEN);

    private static final Set<Scene> COUNTED = EnumSet.of(Scene.CALLS, Scene.CHATS, Scene.IPS);

    private final Workplace work;
    private final LocalDate today;

    CrashMatrixIT(Workplace work, LocalDate today) {
        this.work = work;
        this.today = today;
    }

    @Tag("core")
    @ParameterizedTest
    @EnumSource(names = {"IPS", "CALLS"})
    void ends_like_an_undisturbed_run_killed_at_a_point_of_each_kind(Scene scene) {
        endsLikeAnUndisturbedRun(scene, SMOKE, 1);
    }

    @Tag("soak")
    @ParameterizedTest
    // Rows alone by the same path as the IP log: they would only cost time.
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"LEADS", "VISITS", "USAGE", "EMAILS", "INVOICES", "USERS", "LOGINS", "CAMPAIGNS"})
    void ends_like_an_undisturbed_run_wherever_it_was_killed(Scene scene) {
        endsLikeAnUndisturbedRun(scene, EnumSet.allOf(CrashPoint.class), 2);
    }

    /** @param most so many times in a row the process is killed at the same point */
    private void endsLikeAnUndisturbedRun(Scene scene, Set<CrashPoint> points, int most) {
        List<String> failures = new ArrayList<>();
        int cells = 0;
        int killed = 0;
        Rehearsal rehearsal = new Rehearsal(work, scene);
        rehearsal.lay();
        assertThat(work.run(scene.category(), today).exit()).isEqualTo(ExitCode.DONE);
        Set<String> undisturbed = rehearsal.snapshot();
        for (CrashPoint point : points) {
            if (scene.objectKey(1) == null && ONLY_WITH_OBJECTS.contains(point)) {
                continue;
            }
            if (ONLY_WITH_PARTITIONS.contains(point)) {
                continue;
            }
            if (!COUNTED.contains(scene) && ONLY_WITH_STATISTICS.contains(point)) {
                continue;
            }
            for (int times = 1; times <= most; times++) {
                cells++;
                rehearsal.lay();
                boolean died = false;
                for (int i = 0; i < times; i++) {
                    died |= crash(scene, point, times == 1 ? 2 : 1);
                }
                killed += died ? 1 : 0;
                List<RunResult> results = restart(scene);
                Set<String> after = rehearsal.snapshot();
                if (!after.equals(undisturbed) || !rehearsal.verified()) {
                    failures.add(
                            point + " x" + times + ": " + Rehearsal.difference(undisturbed, after) + " " + results);
                }
            }
        }
        System.out.println("crash cells of " + scene + ": " + (cells - failures.size()) + " of " + cells
                + " passed, killed in " + killed);
        assertThat(failures).isEmpty();
        assertThat(killed).isEqualTo(cells);
    }

    private boolean crash(Scene scene, CrashPoint point, int pass) {
        // Points passed once a run are hit the first time.
        boolean once = EnumSet.of(
                        CrashPoint.SCOPE_FROZEN,
                        CrashPoint.LIMITS_FROZEN,
                        CrashPoint.INTENTS_RECONCILED,
                        // How many periods three days lie in hangs on the day.
                        CrashPoint.STATISTIC_WRITTEN,
                        CrashPoint.PERIOD_SETTLED,
                        CrashPoint.COUNTED,
                        CrashPoint.VERIFY_STARTED,
                        CrashPoint.VERIFIED,
                        CrashPoint.CLOSED)
                .contains(point);
        return CrashingRun.kill(work, scene.category(), today, point, once ? 1 : pass);
    }

    private List<RunResult> restart(Scene scene) {
        try (var suite = work.suite()) {
            return suite.runs().run(scene.category(), today);
        }
    }
}
