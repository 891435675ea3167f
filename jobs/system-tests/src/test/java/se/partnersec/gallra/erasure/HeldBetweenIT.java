package se.partnersec.gallra.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.erasure.object.ObjectEraser;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.ledger.entry.LedgerNames;
import se.partnersec.gallra.objectstore.client.DeletePrecondition;
import se.partnersec.gallra.planning.holding.HoldReceipt.Coverage;
import se.partnersec.gallra.planning.holding.HoldReceiptService;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.AlteredRuns;
import se.partnersec.gallra.testing.CrashingRun;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/**
 * A process dies, or loses touch with the store, and a hold comes before the next run. What the store had done by then, or does
 * late, is in the ledger once and among the findings, and no receipt calls it kept.
 */
@GallraTest(chunk = 3)
class HeldBetweenIT {
    private static final Set<CrashPoint> AROUND_OBJECTS = EnumSet.of(
            CrashPoint.INTENTS_WRITTEN,
            CrashPoint.INTENTS_COMMITTED,
            CrashPoint.OBJECTS_DECIDED,
            CrashPoint.OBJECTS_REQUESTED,
            CrashPoint.OBJECTS_ANSWERED,
            CrashPoint.OBJECTS_VERIFIED,
            CrashPoint.GATE_ENTERED,
            CrashPoint.DECIDED,
            CrashPoint.ROWS_ERASED,
            CrashPoint.LEDGER_WRITTEN,
            CrashPoint.CHUNK_COMMITTED);

    private final Workplace work;
    private final LocalDate today;

    HeldBetweenIT(Workplace work, LocalDate today) {
        this.work = work;
        this.today = today;
    }

    private void lay(Scene scene) {
        work.clear();
        work.customer(1);
        for (long id = 1; id <= 7; id++) {
            scene.put(work, Scene.Spec.of(id, scene.firstDue(today)));
        }
    }

    @Tag("core")
    @Test
    void an_object_that_went_before_the_hold_is_on_record_once_and_its_row_goes_later() {
        lay(Scene.CALLS);
        assertThat(CrashingRun.kill(work, Scene.CALLS.category(), CrashPoint.OBJECTS_ANSWERED, 1))
                .isTrue();
        PlacedHold hold = work.hold(ScopeType.RECORD, "call-recordings:2");
        RunResult result = work.run(Scene.CALLS.category(), today);
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.SKIPPED);
        assertThat(emptied(Scene.CALLS)).containsExactly(2L);
        assertThat(ledger()).containsOnlyOnce("call-recordings:2 OBJECT_ONLY");
        assertThat(tooLate()).containsExactly("2");
        assertThat(coverage(hold)).containsExactly(new Coverage(Scene.CALLS.category(), 0, 1, 0L, 0));

        assertThat(work.run(Scene.CALLS.category(), today).exit()).isEqualTo(ExitCode.DONE);
        assertThat(ledger()).containsOnlyOnce("call-recordings:2 OBJECT_ONLY");
        // Days after it was released.
        work.admin().update("DELETE FROM hold");
        RunResult last = work.run(Scene.CALLS.category(), today);
        assertThat(work.count("call_recording", "TRUE")).as(last.toString()).isZero();
        assertThat(ledger())
                .containsOnlyOnce("call-recordings:2 OBJECT_ONLY")
                .containsOnlyOnce("call-recordings:2 ERASED");
    }

    @Tag("core")
    @Test
    void so_is_one_that_goes_after_the_hold_by_a_request_from_before() {
        lay(Scene.CALLS);
        assertThat(CrashingRun.kill(work, Scene.CALLS.category(), CrashPoint.OBJECTS_REQUESTED, 1))
                .isTrue();
        PlacedHold hold = work.hold(ScopeType.CATEGORY, "call-recordings");
        assertThat(coverage(hold)).singleElement().satisfies(told -> {
            assertThat(told.inFlight()).isPositive();
            assertThat(told.kept()).isLessThan(7);
        });
        AtomicInteger looks = new AtomicInteger();
        RunResult result = work.run(Scene.CALLS.category(), today, point -> {
            if (point == CrashPoint.VERIFY_STARTED && looks.incrementAndGet() == 3) {
                carriedOutLate(2);
            }
        });
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.SKIPPED);
        assertThat(ledger()).containsExactly("call-recordings:2 OBJECT_ONLY");
        assertThat(tooLate()).containsExactly("2");
        assertThat(coverage(hold)).containsExactly(new Coverage(Scene.CALLS.category(), 6, 1, 0L, 0));

        RunResult next = work.run(Scene.CALLS.category(), today);
        assertThat(work.passedOver(next)).as("the register knows them as kept").isGreaterThanOrEqualTo(3);
        assertThat(ledger()).containsExactly("call-recordings:2 OBJECT_ONLY");
    }

    /** Twice, and only once no request can be carried out any more: until then a hold on the record says that it may go. */
    @Tag("full")
    @Test
    void a_request_of_which_nothing_was_seen_is_taken_back_when_its_time_is_over() {
        lay(Scene.CALLS);
        assertThat(CrashingRun.kill(work, Scene.CALLS.category(), CrashPoint.OBJECTS_REQUESTED, 1))
                .isTrue();
        PlacedHold hold = work.hold(ScopeType.CATEGORY, "call-recordings");
        List<String> states = new ArrayList<>();
        RunResult result = work.run(Scene.CALLS.category(), today, point -> {
            if (point == CrashPoint.VERIFY_STARTED) {
                states.add(String.join(" ", work.texts("SELECT DISTINCT state FROM object_intent ORDER BY state")));
            }
        });
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
        assertThat(states).allMatch(state -> state.equals("IN_DOUBT"));
        assertThat(work.texts("SELECT DISTINCT state FROM object_intent")).containsExactly("WITHDRAWN");
        assertThat(coverage(hold)).containsExactly(new Coverage(Scene.CALLS.category(), 7, 0, 0L, 0));
    }

    /** The process that found it out dies before it could say so. */
    @Tag("core")
    @Test
    void and_it_is_found_again_by_whoever_comes_after_the_one_that_found_it() {
        lay(Scene.CALLS);
        CrashingRun.kill(work, Scene.CALLS.category(), CrashPoint.OBJECTS_ANSWERED, 1);
        work.hold(ScopeType.RECORD, "call-recordings:2");
        assertThat(CrashingRun.kill(work, Scene.CALLS.category(), CrashPoint.INTENTS_RECONCILED, 1))
                .isTrue();
        assertThat(work.number("SELECT COUNT(*) FROM object_intent WHERE state = 'GONE'"))
                .isPositive();
        work.run(Scene.CALLS.category(), today);
        assertThat(ledger()).containsOnlyOnce("call-recordings:2 OBJECT_ONLY");
        assertThat(tooLate()).containsExactly("2");
    }

    @Tag("core")
    @Test
    void without_the_look_into_the_tables_nobody_hears_of_it() {
        lay(Scene.CALLS);
        CrashingRun.kill(work, Scene.CALLS.category(), CrashPoint.OBJECTS_ANSWERED, 1);
        work.hold(ScopeType.RECORD, "call-recordings:2");
        UnaryOperator<String> blind =
                sql -> sql.contains("DISTINCT record_key FROM object_intent") ? sql.replace("'GONE'", "'NEVER'") : sql;
        try (AlteredRuns altered = AlteredRuns.rewriting(work, blind, point -> {})) {
            altered.run(Scene.CALLS.category(), today);
        }
        assertThat(emptied(Scene.CALLS)).containsExactly(2L);
        assertThat(ledger()).noneMatch(name -> name.contains("OBJECT_ONLY"));
        assertThat(tooLate()).isEmpty();
    }

    @Tag("full")
    @ParameterizedTest
    @EnumSource(names = {"CALLS", "CHATS", "LOG_FILES"})
    void wherever_it_died_each_row_that_lost_its_content_is_on_record_once(Scene scene) {
        List<String> failures = new ArrayList<>();
        for (CrashPoint point : AROUND_OBJECTS) {
            lay(scene);
            boolean died = CrashingRun.kill(work, scene.category(), point, 1);
            work.hold(ScopeType.CATEGORY, scene.category().id());
            for (int night = 0; night < 2; night++) {
                work.run(scene.category(), today);
                List<String> expected = emptied(scene).stream()
                        .map(id -> scene.category() + ":" + id + " OBJECT_ONLY")
                        .toList();
                List<String> said = ledger().stream()
                        .filter(name -> name.endsWith("OBJECT_ONLY"))
                        .toList();
                if (!died || !said.equals(expected) || tooLate().size() != expected.size()) {
                    failures.add(point + ": emptied " + expected + ", ledger " + said + ", findings " + tooLate());
                }
            }
        }
        assertThat(failures).isEmpty();
    }

    /** Records whose row is there and whose object is not. */
    private List<Long> emptied(Scene scene) {
        return work.texts("SELECT id FROM " + work.table(scene.table()) + " ORDER BY id").stream()
                .map(Long::valueOf)
                .filter(id -> work.bucket()
                        .versionsOf(String.valueOf(scene.objectKey(id)))
                        .isEmpty())
                .toList();
    }

    private List<Coverage> coverage(PlacedHold hold) {
        try (SuiteContext suite = work.suite()) {
            DataSource finance = suite.pool(DatabaseRole.FINANCE);
            KeyTypes kinds = KeyTypes.read(new JdbcTemplate(finance), suite.sources());
            return new HoldReceiptService(
                            finance, suite.sources(), kinds, work.settings().tags())
                    .of(hold)
                    .coverage();
        }
    }

    private void carriedOutLate(long id) {
        work.bucket()
                .deleteEach(
                        List.of(work.bucket().versionsOf(String.valueOf(Scene.CALLS.objectKey(id)))),
                        DeletePrecondition.VERSION_IDS,
                        ObjectEraser.GateBudget.WHOLE,
                        work.bucket().storeTime());
    }

    private List<String> ledger() {
        return LedgerNames.all(work.admin());
    }

    private List<String> tooLate() {
        return work.texts("SELECT subject FROM finding WHERE code = 'HOLD_TOO_LATE'");
    }
}
