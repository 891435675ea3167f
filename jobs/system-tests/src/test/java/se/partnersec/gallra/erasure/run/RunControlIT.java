package se.partnersec.gallra.erasure.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.GateByHand;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

/** A run reads what must stay once for each value of the gate: what comes between two of its chunks counts in the next. */
@GallraTest(chunk = 3)
@Tag("full")
class RunControlIT {
    private static final long LAST = 9;

    private final Workplace work;
    private final LocalDate today;

    RunControlIT(Workplace work, LocalDate today) {
        this.work = work;
        this.today = today;
    }

    @BeforeEach
    void fill() {
        work.customer(1);
        for (long id = 1; id <= LAST; id++) {
            Scene.IPS.put(work, Scene.Spec.of(id, Scene.IPS.firstDue(today)));
        }
    }

    private RunResult run(Runnable between) {
        AtomicBoolean done = new AtomicBoolean();
        RunResult result = work.run(CategoryIds.IP_LOGS, today, point -> {
            if (point == CrashPoint.CHUNK_COMMITTED && done.compareAndSet(false, true)) {
                between.run();
            }
        });
        assertThat(done).isTrue();
        return result;
    }

    @Test
    void a_hold_placed_between_two_chunks_keeps_its_record() {
        work.hold(ScopeType.RECORD, "ip-logs:1");
        RunResult result = run(() -> work.hold(ScopeType.RECORD, "ip-logs:" + LAST));
        assertThat(result.counts().of(Outcome.HELD)).isEqualTo(2);
        assertThat(work.count("ip_log", "id IN (1, " + LAST + ")")).isEqualTo(2);
    }

    @Test
    void a_hold_released_between_two_chunks_lets_its_record_go() {
        PlacedHold hold = work.hold(ScopeType.RECORD, "ip-logs:" + LAST);
        run(() -> work.release(hold));
        assertThat(work.count("ip_log", "TRUE")).isZero();
    }

    /** Such a run met nothing, so it has no last key that would keep what comes later apart. */
    @Test
    void a_record_that_comes_in_while_a_run_without_work_looks_is_left_to_the_next() {
        Scene.IPS.clear(work);
        AtomicBoolean came = new AtomicBoolean();
        RunResult result = work.run(CategoryIds.IP_LOGS, today, point -> {
            if (point == CrashPoint.VERIFY_STARTED && came.compareAndSet(false, true)) {
                Scene.IPS.put(work, Scene.Spec.of(LAST + 1, Scene.IPS.firstDue(today)));
            }
        });
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
        assertThat(work.count("ip_log", "TRUE")).isOne();
        assertThat(work.run(CategoryIds.IP_LOGS, today).exit()).isEqualTo(ExitCode.DONE);
        assertThat(work.count("ip_log", "TRUE")).as("the control").isZero();
    }

    /** Also where the register has more holds than a run reads whole. */
    @ParameterizedTest
    @ValueSource(ints = {1, 600})
    void a_hold_that_somebody_inserts_between_two_chunks_keeps_its_record(int others) {
        for (int i = 0; i < others; i++) {
            insert("chat-logs:" + (1000 + i));
        }
        RunResult result = run(() -> insert("ip-logs:" + LAST));
        assertThat(result.counts().of(Outcome.HELD)).isEqualTo(1);
        assertThat(work.count("ip_log", "id = " + LAST)).isOne();
    }

    private void insert(String key) {
        work.admin()
                .update(
                        "INSERT INTO hold (uuid, type, scope_kind, scope_text, review_by, reason) VALUES (UUID(), 'LEGAL_CLAIM',"
                                + " 'RECORD', ?, '2030-01-01', 'x')",
                        key);
    }

    /** Whoever sets the gate back can take its trigger away, but not the steps that it has left. */
    @Test
    void a_run_at_work_ends_where_the_gate_was_set_back_and_its_steps_are_on_record() {
        work.hold(ScopeType.RECORD, "ip-logs:1");
        RunResult result = run(() -> {
            long before = work.number("SELECT v FROM gate");
            work.hold(ScopeType.RECORD, "ip-logs:" + LAST);
            GateByHand.withoutGuard(
                    work.admin(), "gate_step", () -> work.admin().update("UPDATE gate SET v = ?", before));
        });
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.REFUSED);
        assertThat(result.why()).contains("the newest step on record is");
        assertThat(work.count("ip_log", "id = " + LAST)).isOne();
        assertThat(work.run(CategoryIds.IP_LOGS, today).exit())
                .as("nor does another begin")
                .isEqualTo(ExitCode.CONFIGURATION);
        GateByHand.to(work.admin(), work.number("SELECT MAX(epoch) FROM gate_log"));
        assertThat(work.run(CategoryIds.IP_LOGS, today).exit())
                .as("the control")
                .isEqualTo(ExitCode.DONE);
        assertThat(work.count("ip_log", "id = " + LAST)).isOne();
    }

    /** Negative control: a hold written by hand beside the gate is not seen by a run that has read the register. */
    @Test
    void without_a_gate_transaction_the_first_test_would_fail() {
        work.hold(ScopeType.RECORD, "ip-logs:1");
        run(() -> {
            long before = work.number("SELECT v FROM gate");
            work.hold(ScopeType.RECORD, "ip-logs:" + LAST);
            GateByHand.to(work.admin(), before);
        });
        assertThat(work.count("ip_log", "id = " + LAST)).isZero();
    }
}
