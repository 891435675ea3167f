package se.partnersec.gallra.runs.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static se.partnersec.gallra.testing.assertion.Refusals.refusedWith;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.partnersec.gallra.approvals.plan.SavedPlan;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.Child;
import se.partnersec.gallra.testing.PlanPeople;
import se.partnersec.gallra.testing.Program;
import se.partnersec.gallra.testing.Program.Answer;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/** A replay erases again what the rules let go, puts the ledger back, and says what it leaves. */
@Tag("once")
@Tag("full")
class ReplayRunnerIT extends RestoredPlace {
    ReplayRunnerIT(Workplace work, PlanPeople people) {
        super(work, people);
    }

    @Test
    void erases_again_puts_the_ledger_back_and_lets_others_run_after_the_seals_are_back() {
        eraseAfterTheBackup();
        SavedPlan plan = approved();
        assertThat(plan.going()).isEqualTo(LAID + 3);
        assertThat(refused()).contains("replay " + plan.id() + " is not finished");
        // Of one record the object came back too; of the others the bucket knows better than the database.
        work.bucket().put(String.valueOf(Scene.CALLS.objectKey(2)), "igen".getBytes(StandardCharsets.UTF_8));

        ReplayResult result = replay(plan);

        assertThat(Scene.CALLS.gone(work, 2)).isTrue();

        assertThat(result.residue()).isZero();
        assertThat(result.kept()).isZero();
        assertThat(result.records()).isEqualTo(LAID + 3);
        assertThat(result.ended()).isTrue();
        assertThat(left()).isZero();
        assertThat(verified().problems()).isEmpty();
        assertThat(verified().returned())
                .extracting(each -> each.chain().category() + " " + each.from() + " " + each.to())
                .containsExactly("call-recordings 1 2", "ip-logs 3 6");
        // Rows 3 to 6 of lost run 2 are back, and no run since has its number.
        assertThat(work.admin()
                        .queryForList(
                                "SELECT DISTINCT run_id FROM ledger_chunk WHERE category = 'ip-logs'", Long.class))
                .hasSize(3);
        assertThat(refused()).contains("seal 2 of the ledger was exported");
        assertThat(place.seal().made()).isNotEmpty();
        run(IPS);
        run(CALLS);
        place.seal();
        assertThat(work.admin().queryForList("SELECT seq FROM ledger_seal ORDER BY seq", Long.class))
                .startsWith(1L, 2L, 3L);
        assertThat(verified().problems()).isEmpty();
        assertThatThrownBy(() -> replay(plan))
                .satisfies(refusedWith(ExitCode.REFUSED))
                .hasMessageContaining("is finished already");
    }

    @Test
    void a_hold_placed_since_and_a_key_that_names_another_record_keep_what_is_there() {
        eraseAfterTheBackup();
        work.hold(ScopeType.CUSTOMER, "8");
        work.update("ip_log", "seen_at = UTC_TIMESTAMP() WHERE id = 10");
        lay(Scene.IPS, 100, 2, 7);

        ReplayResult result = replay(approved());

        assertThat(result.residue()).isZero();
        assertThat(result.kept()).isEqualTo(4);
        assertThat(result.ended()).isTrue();
        assertThat(work.count("call_recording", "TRUE")).isEqualTo(3);
        // What is due and was never erased is for the next run, not for this one.
        assertThat(work.admin().queryForList("SELECT id FROM " + work.table("ip_log") + " ORDER BY id", Long.class))
                .containsExactly(10L, 100L, 101L);
        assertThat(work.admin().queryForList("SELECT subject FROM finding WHERE code = 'REPLAY_KEPT'", String.class))
                .hasSize(4)
                .contains("10");
    }

    @Test
    void a_replay_that_is_cut_off_goes_on_to_the_same_end() {
        eraseAfterTheBackup();
        SavedPlan plan = approved();
        AtomicInteger chunks = new AtomicInteger();
        CrashPoint.Witness fatal = point -> {
            if (point == CrashPoint.ROWS_ERASED && chunks.incrementAndGet() == 2) {
                throw new IllegalStateException("broken on purpose");
            }
        };
        assertThatThrownBy(() -> replay(plan, fatal)).isInstanceOf(AssertionError.class);
        assertThat(left()).isPositive();
        assertThat(refused()).contains("is not finished");

        ReplayResult result = replay(plan);

        assertThat(result.residue()).isZero();
        assertThat(result.ended()).isTrue();
        assertThat(left()).isZero();
        assertThat(verified().problems()).isEmpty();
    }

    /** A process dies without a goodbye; its leases are as good as dead half a minute later. */
    @ParameterizedTest
    @CsvSource({"RECORDS_LOCKED,1", "LEDGER_WRITTEN,3", "CLOSED,1"})
    void a_replay_whose_process_was_killed_ends_the_same(CrashPoint point, int pass) {
        eraseAfterTheBackup();
        SavedPlan plan = approved();
        Process killed = Child.start(
                work.settings(),
                CrashingReplay.class,
                plan.id(),
                place.ledger.toString(),
                place.folder.toString(),
                place.publicKey.toString(),
                point.name(),
                Integer.toString(pass));
        assertThat(Child.await(killed, 120)).isEqualTo(137);
        work.admin().update("UPDATE heartbeat SET beat_at = beat_at - INTERVAL 60 SECOND");

        ReplayResult result = replay(plan);

        assertThat(result.residue()).isZero();
        assertThat(result.ended()).isTrue();
        assertThat(left()).isZero();
        assertThat(Scene.CALLS.gone(work, 1)).isTrue();
        assertThat(verified().problems()).isEmpty();
    }

    @Test
    void a_database_that_has_everything_is_not_replayed_unless_the_business_tables_alone_went_back() {
        lay(Scene.IPS, 10, LAID, 7);
        run(IPS);
        place.seal();
        place.export();
        assertThatThrownBy(() -> ask(false))
                .satisfies(refusedWith(ExitCode.REFUSED))
                .hasMessageContaining("nothing is to be erased again");
        lay(Scene.IPS, 10, LAID, 7);
        SavedPlan plan = people.approve(ask(true));
        assertThat(refused()).contains("is not finished");
        assertThat(replay(plan).residue()).isZero();
        assertThat(left()).isZero();
        run(IPS);
    }

    @Test
    void counts_as_residue_what_is_there_and_would_go() {
        eraseAfterTheBackup();
        SavedPlan plan = approved();
        assertThat(replay(plan, NOBODY).ended()).isTrue();
        work.admin().update("DELETE FROM replay_end");
        lay(Scene.IPS, 10, 2, 7);
        try (SuiteContext suite = place.suite()) {
            ReplayResult result = suite.replays().finish(plan.id());
            assertThat(result.residue()).isEqualTo(2);
            assertThat(result.ended()).isFalse();
        }
        assertThat(work.admin().queryForList("SELECT plan_id FROM replay_end")).isEmpty();
        assertThat(refused()).contains("is not finished");
    }

    @Test
    void while_it_is_open_everybody_is_told_how_to_go_on_and_nothing_tells_to_restart(@TempDir Path home) {
        eraseAfterTheBackup();
        SavedPlan plan = approved();
        AtomicInteger chunks = new AtomicInteger();
        assertThatThrownBy(() -> replay(plan, point -> {
                    if (point == CrashPoint.ROWS_ERASED && chunks.incrementAndGet() == 2) {
                        throw new IllegalStateException("broken on purpose");
                    }
                }))
                .isInstanceOf(AssertionError.class);
        String failed = String.valueOf(work.admin().queryForObject("SELECT MAX(run_id) FROM run_scope", Long.class));
        String cure = "gallra ledger replay run " + plan.id() + " --ledger FILE";
        Program gallra = Program.at(work, home).here();

        Answer status = gallra.run("status");
        assertThat(status.exit()).as(status.err()).isZero();
        assertThat(status.out())
                .contains("replay " + plan.id() + " is not finished", cure)
                .doesNotContain("runs restart");
        assertThat(gallra.run("runs", "show", failed).out()).contains(cure).doesNotContain("runs restart");
        Answer restart = gallra.run("runs", "restart", failed);
        assertThat(restart.exit()).isEqualTo(8);
        assertThat(restart.err()).contains(cure);

        assertThat(replay(plan).ended()).isTrue();
        assertThat(gallra.run("status").out()).doesNotContain("is not finished");
    }
}
