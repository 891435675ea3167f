package se.partnersec.gallra.runs.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.jdbc.ReplicaLag;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.policy.limit.ThrottlePolicy;
import se.partnersec.gallra.policy.limit.TimeWindow;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.control.StartOptions;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.AlteredRuns;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/** What the time of day, the load of the database and the lag of a replica do to runs. */
@GallraTest(ownServer = true)
@Tag("full")
class LoadThrottleIT {
    private static final DataCategory IPS = CategoryIds.IP_LOGS;
    private static final int RECORDS = 35;
    private static final Duration SHORT = ThrottlePolicy.NONE.chunkTime();

    private final Workplace work;
    private final SuiteContext suite;
    private final LocalDate today;
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());
    private Instant now = Instant.parse("2026-11-25T01:00:00Z");
    private Runnable afterChunk = () -> {};

    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    LoadThrottleIT(Workplace work, SuiteContext suite, LocalDate today) {
        this.work = work;
        this.suite = suite;
        this.today = today;
    }

    @BeforeEach
    void fill() {
        for (long id = 1; id <= RECORDS; id++) {
            Scene.IPS.put(work, Scene.Spec.of(id, Scene.IPS.firstDue(today)));
        }
    }

    private long left() {
        return work.count("ip_log", "TRUE");
    }

    private RunResult run(ThrottlePolicy policy, List<ReplicaLag> replicas) {
        try (AlteredRuns altered = new AlteredRuns(
                work.settings(),
                UnaryOperator.identity(),
                UnaryOperator.identity(),
                new LoadThrottle.Conditions(policy, clock, replicas),
                point -> {
                    if (point == CrashPoint.LEDGER_WRITTEN) {
                        afterChunk.run();
                    }
                })) {
            RunSession session = new RunSession(StartOptions.NONE, new RunWatcher() {
                @Override
                public void stands(DataCategory category, @Nullable String why) {
                    told.add(why == null ? "goes on" : why);
                }
            });
            List<RunResult> results = altered.run(IPS, today, session);
            return results.get(results.size() - 1);
        }
    }

    private static ThrottlePolicy windows(String... windows) {
        List<TimeWindow> all = List.of(windows).stream()
                .map(text -> TimeWindow.parse(text).orElseThrow())
                .toList();
        ThrottlePolicy none = ThrottlePolicy.NONE;
        return new ThrottlePolicy(
                Map.of(IPS, all),
                List.of(),
                List.of(),
                none.maxLag(),
                none.maxThreads(),
                none.chunkTime(),
                none.patience());
    }

    private static ThrottlePolicy load(int threads, int patience) {
        return new ThrottlePolicy(
                Map.of(), List.of(), List.of(), Duration.ofSeconds(30), threads, SHORT, Duration.ofSeconds(patience));
    }

    @Test
    void a_run_stops_at_the_first_chunk_after_its_window_and_starts_in_the_next() {
        ThrottlePolicy night = windows("22:00-06:00");
        afterChunk = () -> now = Instant.parse("2026-11-25T05:00:00Z");
        RunResult stopped = run(night, List.of());
        assertThat(stopped.exit()).as(stopped.toString()).isEqualTo(ExitCode.STOPPED);
        assertThat(stopped.why())
                .startsWith("ip-logs may run at 22:00-06:00 only (throttle.yml), next from 2026-11-25 22:00 UTC+1");
        assertThat(left()).isEqualTo(RECORDS - 10);

        RunResult refused = run(night, List.of());
        assertThat(refused.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(refused.runId()).isZero();
        assertThat(refused.why()).contains("next from 2026-11-25 22:00 UTC+1");
        RunResult elsewhere = run(windows("02:00-03:00", "12:00-13:00"), List.of());
        assertThat(elsewhere.why()).contains("at 02:00-03:00 and 12:00-13:00 only", "next from 2026-11-25 12:00 UTC+1");
        assertThat(left()).isEqualTo(RECORDS - 10);

        afterChunk = () -> {};
        now = Instant.parse("2026-11-25T21:00:00Z");
        RunResult on = run(night, List.of());
        assertThat(on.exit()).as(on.toString()).isEqualTo(ExitCode.DONE);
        assertThat(on.resumed()).isTrue();
        assertThat(left()).isZero();
    }

    @Test
    void waits_while_more_threads_are_at_work_than_may_be_and_stops_when_that_takes_too_long() throws Exception {
        List<CompletableFuture<Void>> busy = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            busy.add(CompletableFuture.runAsync(() -> busy(6), command -> new Thread(command).start()));
        }
        await(() -> running() > 25);
        RunResult tired = run(load(25, 1), List.of());
        assertThat(tired.exit()).as(tired.toString()).isEqualTo(ExitCode.STOPPED);
        assertThat(tired.why()).containsPattern("waits: \\d+ running threads, more than 25, for too long");
        assertThat(left()).isEqualTo(RECORDS);

        RunResult patient = run(load(25, 60), List.of());
        assertThat(patient.exit()).as(patient.toString()).isEqualTo(ExitCode.DONE);
        assertThat(told).contains("goes on");
        assertThat(left()).isZero();
        for (CompletableFuture<Void> each : busy) {
            each.get(30, TimeUnit.SECONDS);
        }
    }

    private void busy(int seconds) {
        try (Connection connection = work.schemas()
                        .database()
                        .connect(work.schemas().database().admin(), "");
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT SLEEP(" + seconds + ")");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private long running() {
        return work.admin().query("SHOW GLOBAL STATUS LIKE 'Threads_running'", row -> row.next() ? row.getLong(2) : 0L);
    }

    private static void await(BooleanSupplier so) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (!so.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(until);
            Thread.sleep(20);
        }
    }

    /** Stands in for a replica: another schema of the same server, to which nothing is copied but what the test copies. */
    private ReplicaLag replica() {
        work.admin()
                .execute("CREATE TABLE IF NOT EXISTS " + work.table("heartbeat")
                        + " (category VARCHAR(32) PRIMARY KEY, beat_at DATETIME(6) NOT NULL)");
        return new ReplicaLag(
                work.schemas().database().url(work.schemas().business()),
                work.adminSettings().account(DatabaseRole.JOB));
    }

    private void arrives(int secondsAgo) {
        work.admin()
                .update("REPLACE INTO " + work.table("heartbeat") + " VALUES ('ip-logs', UTC_TIMESTAMP(6) - INTERVAL "
                        + secondsAgo + " SECOND)");
    }

    private static ThrottlePolicy lag(int seconds, int patience) {
        return new ThrottlePolicy(
                Map.of(), List.of(), List.of(), Duration.ofSeconds(seconds), 0, SHORT, Duration.ofSeconds(patience));
    }

    @Test
    void waits_for_a_replica_that_is_behind_or_silent_and_stops_when_that_takes_too_long() throws Exception {
        try (ReplicaLag replica = replica()) {
            RunResult unknown = run(lag(10, 2), List.of(replica));
            assertThat(unknown.exit()).as(unknown.toString()).isEqualTo(ExitCode.STOPPED);
            assertThat(unknown.why()).contains("is unknown, for too long");
            assertThat(left()).isEqualTo(RECORDS);

            arrives(15);
            CompletableFuture<RunResult> waiting =
                    CompletableFuture.supplyAsync(() -> run(lag(10, 60), List.of(replica)));
            await(() -> told.stream().anyMatch(why -> why.endsWith("is more than 10 s behind")));
            Thread.sleep(1500);
            assertThat(left()).isEqualTo(RECORDS);
            arrives(0);
            RunResult result = waiting.get(30, TimeUnit.SECONDS);
            assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
            assertThat(told).endsWith("goes on");
            assertThat(left()).isZero();
        }
    }

    @Test
    void a_lag_within_its_bound_makes_nobody_wait_and_a_lost_line_is_made_anew() {
        try (ReplicaLag replica = replica()) {
            arrives(5);
            assertThat(replica.beat("ip-logs")).isNotNull();
            replica.close();
            assertThat(run(lag(10, 1), List.of(replica)).exit()).isEqualTo(ExitCode.DONE);
            assertThat(told).isEmpty();
        }
        try (ReplicaLag nowhere = new ReplicaLag(
                new se.partnersec.gallra.config.settings.DatabaseUrl("127.0.0.1", 1, "gallra", Map.of()),
                work.adminSettings().account(DatabaseRole.JOB))) {
            assertThat(nowhere.beat("ip-logs")).isNull();
        }
    }
}
