package se.partnersec.gallra.runs.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.runs.control.RunOrderService;
import se.partnersec.gallra.runs.control.StartOptions;
import se.partnersec.gallra.runs.throttle.RunSession;
import se.partnersec.gallra.runs.throttle.RunWatcher;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.AlteredRuns;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.GateByHand;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.TestServers;
import se.partnersec.gallra.testing.Workplace;

/** A run relies on what preflight proved only for a short while, and not beyond a standstill or a change of servers. */
@GallraTest(chunk = 5)
@Tag("full")
class ProvedAgainIT {
    private static final int RECORDS = 20;

    private final Workplace work;
    private final LocalDate today;
    private final AtomicLong passed = new AtomicLong();

    ProvedAgainIT(Workplace work, LocalDate today) {
        this.work = work;
        this.today = today;
    }

    @BeforeEach
    void fill() {
        work.customer(1);
        for (long id = 1; id <= RECORDS; id++) {
            Scene.IPS.put(work, Scene.Spec.of(id, Scene.IPS.firstDue(today)));
        }
    }

    /** Runs; after the first chunk something happens. */
    private RunResult run(Scene scene, RunSession.Sleeper sleeper, Runnable between) {
        AtomicBoolean done = new AtomicBoolean();
        try (SuiteContext suite = work.suite(point -> {
            if (point == CrashPoint.CHUNK_COMMITTED && done.compareAndSet(false, true)) {
                between.run();
            }
        })) {
            RunSession session =
                    new RunSession(StartOptions.NONE, RunWatcher.NONE, () -> System.nanoTime() + passed.get(), sleeper);
            RunResult result = suite.bean(RunService.class)
                    .run(scene.category(), today, session)
                    .get(0);
            assertThat(done).isTrue();
            return result;
        }
    }

    private RunResult run(Runnable between) {
        return run(Scene.IPS, length -> Thread.sleep(length.toMillis()), between);
    }

    private void copyWhatIsDeleted() {
        work.admin()
                .execute("CREATE TABLE " + work.table("ip_log_note")
                        + " (log_id BIGINT UNSIGNED, note VARCHAR(20), KEY (log_id), FOREIGN KEY (log_id) REFERENCES "
                        + work.table("ip_log") + " (id) ON DELETE CASCADE)");
    }

    private void withoutNotes() {
        work.admin().execute("DROP TABLE IF EXISTS " + work.table("ip_log_note"));
    }

    @Test
    void a_table_whose_rows_would_go_with_ours_ends_it_within_half_a_minute() {
        try {
            RunResult result = run(() -> {
                copyWhatIsDeleted();
                passed.addAndGet(TimeUnit.SECONDS.toNanos(31));
            });
            assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.FAILED);
            assertThat(result.why())
                    .contains("what was checked before the run is not so any more")
                    .contains("ip_log_note");
            assertThat(work.count("ip_log", "TRUE")).isBetween(5L, RECORDS - 5L);
        } finally {
            withoutNotes();
        }
    }

    @Test
    void before_that_time_nobody_looks() {
        try {
            assertThat(run(this::copyWhatIsDeleted).exit()).isEqualTo(ExitCode.DONE);
            assertThat(work.count("ip_log", "TRUE")).isZero();
        } finally {
            withoutNotes();
        }
    }

    @Test
    void a_bucket_that_stopped_keeping_versions_during_a_pause_ends_it() {
        for (long id = 1; id <= RECORDS; id++) {
            Scene.CALLS.put(work, Scene.Spec.of(id, Scene.CALLS.firstDue(today)));
        }
        try {
            RunResult result = paused(() -> versions(false));
            assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.FAILED);
            assertThat(result.why()).contains("the bucket deletes in another way than when the run started");
            assertThat(work.count("call_recording", "TRUE")).isPositive();
        } finally {
            versions(true);
        }
    }

    @Test
    void after_a_pause_in_which_nothing_changed_it_goes_on() {
        for (long id = 1; id <= RECORDS; id++) {
            Scene.CALLS.put(work, Scene.Spec.of(id, Scene.CALLS.firstDue(today)));
        }
        assertThat(paused(() -> {}).exit()).isEqualTo(ExitCode.DONE);
        assertThat(work.count("call_recording", "TRUE")).isZero();
    }

    private RunResult paused(Runnable meanwhile) {
        try (SuiteContext suite = work.suite()) {
            RunOrderService orders = new RunOrderService(new JdbcTemplate(suite.pool(DatabaseRole.FINANCE)));
            AtomicBoolean resumed = new AtomicBoolean();
            RunSession.Sleeper sleeper = length -> {
                if (resumed.compareAndSet(false, true)) {
                    meanwhile.run();
                    orders.resume(runId(), "a test");
                }
            };
            return run(Scene.CALLS, sleeper, () -> orders.pause(runId(), null, "a test"));
        }
    }

    private long runId() {
        return work.number("SELECT MAX(run_id) FROM run_scope");
    }

    private void versions(boolean kept) {
        try (var client = TestServers.objectStore().client()) {
            client.putBucketVersioning(r -> r.bucket(work.bucket().name())
                    .versioningConfiguration(v -> v.status(kept ? "Enabled" : "Suspended")));
        }
    }

    private RunResult onAServer(UnaryOperator<String> another) {
        AtomicBoolean switched = new AtomicBoolean();
        try (AlteredRuns runs = AlteredRuns.rewriting(work, sql -> switched.get() ? another.apply(sql) : sql, point -> {
            if (point == CrashPoint.CHUNK_COMMITTED) {
                switched.set(true);
            }
        })) {
            return runs.run(Scene.IPS.category(), today).get(0);
        }
    }

    @Test
    void another_server_under_the_same_address_ends_it() {
        RunResult result = onAServer(sql -> sql.replace("@@server_id", "@@server_id + 1"));
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.REFUSED);
        assertThat(result.why()).contains("another database server answers than the one the run began on");
        assertThat(work.count("ip_log", "TRUE")).isEqualTo(RECORDS - 5L);
    }

    @Test
    void the_same_server_does_not() {
        assertThat(onAServer(UnaryOperator.identity()).exit()).isEqualTo(ExitCode.DONE);
    }

    /** As where a replica took over that had not received the last holds: its gate and its steps agree, and both are behind. */
    @Test
    void a_gate_behind_what_the_process_has_seen_ends_it() {
        AtomicLong chunks = new AtomicLong();
        RunResult result = work.run(Scene.IPS.category(), today, point -> {
            if (point == CrashPoint.CHUNK_COMMITTED && chunks.incrementAndGet() == 1) {
                work.hold(ScopeType.RECORD, "ip-logs:" + RECORDS);
            } else if (point == CrashPoint.CHUNK_COMMITTED && chunks.get() == 2) {
                work.admin().update("DELETE FROM hold");
                GateByHand.to(work.admin(), work.number("SELECT v FROM gate") - 1);
            }
        });
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.REFUSED);
        assertThat(result.why()).contains("and this process has seen epoch");
        assertThat(work.count("ip_log", "id = " + RECORDS)).isOne();
    }
}
