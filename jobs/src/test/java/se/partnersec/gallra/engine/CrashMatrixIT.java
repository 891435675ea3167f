package se.partnersec.gallra.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import se.partnersec.gallra.hold.HoldScope;
import se.partnersec.gallra.hold.NewHold;
import se.partnersec.gallra.ledger.LedgerNames;
import se.partnersec.gallra.ledger.LedgerVerification;
import se.partnersec.gallra.policy.HoldType;
import se.partnersec.gallra.policy.ScopeKind;
import se.partnersec.gallra.run.ExitCode;
import se.partnersec.gallra.run.RunResult;
import se.partnersec.gallra.testing.Child;
import se.partnersec.gallra.testing.CrashingRun;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.TestServers;
import se.partnersec.gallra.testing.Workplace;

/**
 * A process is killed at every named point, once and twice in a row. After a restart the stores and the ledger are what
 * an undisturbed run leaves.
 */
@Tag("soak")
class CrashMatrixIT {
    /** On a real MySQL server a few points that stand for the rest; all of them on the embedded one. */
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
            CrashPoint.OBJECTS_ANSWERED,
            CrashPoint.OBJECTS_VERIFIED);

    @ParameterizedTest
    @EnumSource
    void ends_like_an_undisturbed_run_wherever_it_was_killed(Scene scene) {
        List<String> failures = new ArrayList<>();
        int cells = 0;
        int killed = 0;
        try (Workplace work = new Workplace(3)) {
            work.insert("customer", "id, customer_no, org_no, name", 1, "K-1", "559900-0001", "Första AB");
            LocalDate today = work.today();
            lay(work, scene, today);
            assertThat(work.run(scene.category(), today).exit()).isEqualTo(ExitCode.DONE);
            Set<String> undisturbed = snapshot(work, scene);
            for (CrashPoint point : CrashPoint.values()) {
                if (scene == Scene.IPS && ONLY_WITH_OBJECTS.contains(point)) {
                    continue;
                }
                if (TestServers.database().real() && !SMOKE.contains(point)) {
                    continue;
                }
                for (int times = 1; times <= 2; times++) {
                    cells++;
                    lay(work, scene, today);
                    boolean died = false;
                    for (int i = 0; i < times; i++) {
                        died |= crash(work, scene, today, point, times == 1 ? 2 : 1);
                    }
                    killed += died ? 1 : 0;
                    List<RunResult> results = restart(work, scene, today);
                    Set<String> after = snapshot(work, scene);
                    if (!after.equals(undisturbed) || !verified(work)) {
                        failures.add(point + " x" + times + ": " + difference(undisturbed, after) + " " + results);
                    }
                }
            }
        }
        System.out.println("crash cells of " + scene + ": " + (cells - failures.size()) + " of " + cells
                + " passed, killed in " + killed);
        assertThat(failures).isEmpty();
        assertThat(killed).isEqualTo(cells);
    }

    private static boolean crash(Workplace work, Scene scene, LocalDate today, CrashPoint point, int pass) {
        // Points passed once a run are hit the first time.
        boolean once = EnumSet.of(
                        CrashPoint.SCOPE_FROZEN,
                        CrashPoint.INTENTS_RECONCILED,
                        CrashPoint.VERIFY_STARTED,
                        CrashPoint.VERIFIED,
                        CrashPoint.CLOSED)
                .contains(point);
        Process child = Child.start(
                work.settings(),
                CrashingRun.class,
                scene.category().id(),
                today.toString(),
                point.name(),
                String.valueOf(once ? 1 : pass));
        int exit = Child.await(child, 120);
        // The dead process keeps its lease until its heart has been still long enough; the test does not wait.
        work.admin().update("UPDATE heartbeat SET beat_at = beat_at - INTERVAL 1 MINUTE");
        return exit == 137;
    }

    private static List<RunResult> restart(Workplace work, Scene scene, LocalDate today) {
        try (var house = work.house()) {
            return house.runs().run(scene.category(), today);
        }
    }

    private static void lay(Workplace work, Scene scene, LocalDate today) {
        JdbcTemplate admin = work.admin();
        for (String table : List.of(
                "BATCH_STEP_EXECUTION_CONTEXT",
                "BATCH_STEP_EXECUTION",
                "BATCH_JOB_EXECUTION_CONTEXT",
                "BATCH_JOB_EXECUTION_PARAMS",
                "BATCH_JOB_EXECUTION",
                "BATCH_JOB_INSTANCE",
                "ledger_chunk",
                "run_scope",
                "object_intent",
                "finding",
                "hold_release",
                "hold",
                "lease",
                "heartbeat")) {
            admin.update("DELETE FROM " + table);
        }
        scene.children().forEach(c -> admin.update("DELETE FROM " + work.table(c)));
        admin.update("DELETE FROM " + work.table(scene.table()));
        for (long id = 1; id <= 12; id++) {
            String key = scene.objectKey(id);
            if (key != null) {
                var versions = work.bucket().versionsOf(key);
                if (!versions.isEmpty()) {
                    work.bucket()
                            .delete(
                                    versions,
                                    se.partnersec.gallra.store.DeleteGuard.VERSION_IDS,
                                    java.time.Duration.ofSeconds(10));
                }
            }
            LocalDate start =
                    id == 11 ? scene.lastKept(today) : scene.firstDue(today).minusDays(id % 3);
            Scene.Spec spec = Scene.Spec.of(id, start);
            scene.put(work, id == 12 ? spec.processed() : spec);
        }
        work.desk()
                .add(new NewHold(
                        HoldType.LEGAL_CLAIM,
                        new HoldScope(ScopeKind.RECORD, scene.category() + ":5"),
                        null,
                        null,
                        today.plusMonths(6),
                        null,
                        "tvist"));
    }

    /** What is left in the stores, and what the ledger and the findings say. */
    private static Set<String> snapshot(Workplace work, Scene scene) {
        Set<String> all = new TreeSet<>();
        List<String> tables = new ArrayList<>(scene.children());
        tables.add(scene.table());
        for (String table : tables) {
            work.admin()
                    .queryForList("SELECT id FROM " + work.table(table), String.class)
                    .forEach(id -> all.add(table + " " + id));
        }
        for (String prefix : List.of("calls/", "chats/")) {
            int[] n = {0};
            work.bucket().forEachVersion(prefix, v -> all.add(v.key() + " " + n[0]++));
        }
        int item = 0;
        for (String name : LedgerNames.all(work.admin())) {
            all.add("ledger " + item++ + " " + name);
        }
        work.admin()
                .queryForList("SELECT CONCAT(category, ' ', subject, ' ', code) FROM finding", String.class)
                .forEach(all::add);
        work.admin()
                .queryForList(
                        "SELECT CONCAT('intent ', state, ' ', COUNT(*)) FROM object_intent"
                                + " WHERE state IN ('OPEN', 'ASKED', 'IN_DOUBT') GROUP BY state",
                        String.class)
                .forEach(all::add);
        return all;
    }

    private static boolean verified(Workplace work) {
        return new LedgerVerification(work.admin(), new JdbcTransactionManager(work.adminPool()))
                .verify(Optional.empty())
                .ok();
    }

    private static String difference(Set<String> expected, Set<String> got) {
        Set<String> missing = new TreeSet<>(expected);
        missing.removeAll(got);
        Set<String> extra = new TreeSet<>(got);
        extra.removeAll(expected);
        return "missing " + missing + ", extra " + extra;
    }
}
