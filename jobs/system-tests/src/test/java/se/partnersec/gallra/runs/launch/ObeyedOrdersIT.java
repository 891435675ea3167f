package se.partnersec.gallra.runs.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.control.RunOrderService;
import se.partnersec.gallra.runs.control.StartOptions;
import se.partnersec.gallra.runs.throttle.RunSession;
import se.partnersec.gallra.runs.throttle.RunWatcher;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.Child;
import se.partnersec.gallra.testing.CrashingRun;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;
import se.partnersec.gallra.testing.assertion.LooseLimits;

/** What a run does when it is given an order on its way. */
@GallraTest
@Tag("full")
class ObeyedOrdersIT {
    private static final DataCategory IPS = CategoryIds.IP_LOGS;
    private static final int RECORDS = 55;

    private final Workplace work;
    private final LocalDate today;
    private final RunOrderService service;
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());

    ObeyedOrdersIT(Workplace work, SuiteContext suite, LocalDate today) {
        this.work = work;
        this.today = today;
        service = new RunOrderService(new JdbcTemplate(suite.pool(DatabaseRole.FINANCE)));
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

    private long run() {
        return work.number("SELECT MAX(run_id) FROM run_scope");
    }

    /** A suite whose first chunk, once committed, makes somebody act. */
    private SuiteContext suite(Runnable afterFirstChunk) {
        boolean[] done = new boolean[1];
        return work.suite(point -> {
            if (point == CrashPoint.LEDGER_WRITTEN && !done[0]) {
                done[0] = true;
                afterFirstChunk.run();
            }
        });
    }

    /** Of runs that tell us when they stand still. */
    private RunSession session(StartOptions options) {
        return new RunSession(options, new RunWatcher() {
            @Override
            public void stands(DataCategory category, @Nullable String why) {
                told.add(why == null ? "goes on" : why);
            }
        });
    }

    private RunResult last(SuiteContext suite) {
        return last(suite, session(StartOptions.NONE));
    }

    private RunResult last(SuiteContext suite, RunSession session) {
        List<RunResult> results = suite.bean(RunService.class).run(IPS, today, session);
        return results.get(results.size() - 1);
    }

    private static void await(String what, BooleanSupplier so) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!so.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(until);
            sleep(20);
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<@Nullable String> statuses() {
        return work.admin()
                .queryForList(
                        "SELECT STATUS FROM BATCH_JOB_EXECUTION WHERE JOB_INSTANCE_ID = ? ORDER BY JOB_EXECUTION_ID",
                        String.class,
                        run());
    }

    @Test
    void stands_still_after_the_chunk_in_hand_holding_nothing_and_goes_on_when_it_may() throws Exception {
        try (SuiteContext suite = suite(() -> service.pause(run(), null, "month end"))) {
            CompletableFuture<RunResult> running = CompletableFuture.supplyAsync(() -> last(suite));
            await("it never stood still", () -> !told.isEmpty());
            assertThat(told.get(0)).matches("paused by \\w+ \\S+ \\d\\d:\\d\\d UTC\\+\\d \"month end\"");
            assertThat(left()).isEqualTo(RECORDS - 10);

            // No transaction, no gate, no row.
            String job = work.settings().account(DatabaseRole.JOB).user();
            assertThat(work.admin()
                            .queryForObject(
                                    "SELECT COUNT(*) FROM information_schema.innodb_trx t JOIN information_schema.processlist p"
                                            + " ON p.id = t.trx_mysql_thread_id WHERE p.user = ?",
                                    Long.class,
                                    job))
                    .isZero();
            assertThat(work.admin()
                            .queryForList("SELECT id FROM " + work.table("ip_log") + " FOR UPDATE NOWAIT", Long.class))
                    .hasSize(RECORDS - 10);
            long began = System.nanoTime();
            work.hold(ScopeType.CUSTOMER, "99");
            assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(2));

            // Its heart beats on, so nobody takes it for dead.
            String beat = beat();
            sleep(6000);
            assertThat(beat()).isGreaterThan(beat);
            assertThat(work.run(IPS, today).exit()).isEqualTo(ExitCode.RUNNING);
            assertThat(left()).isEqualTo(RECORDS - 10);

            service.resume(run(), "books are closed");
            RunResult result = running.get(60, TimeUnit.SECONDS);
            assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
            assertThat(result.counts().of(Outcome.ERASED)).isEqualTo(RECORDS);
            assertThat(told).endsWith("goes on");
            assertThat(left()).isZero();
        }
    }

    private String beat() {
        return String.valueOf(
                work.admin().queryForObject("SELECT beat_at FROM heartbeat WHERE category = 'ip-logs'", String.class));
    }

    @Test
    void goes_on_by_itself_when_the_time_of_its_pause_is_over() {
        try (SuiteContext suite = suite(() -> service.pause(run(), Duration.ofSeconds(2), "short"))) {
            long began = System.nanoTime();
            assertThat(last(suite).exit()).isEqualTo(ExitCode.DONE);
            assertThat(System.nanoTime() - began).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(1900));
        }
        assertThat(told).hasSize(2);
        assertThat(left()).isZero();
    }

    @Test
    void obeys_a_stop_and_a_signal_while_it_stands_still_and_is_gone_on_with() throws Exception {
        for (boolean signal : new boolean[] {true, false}) {
            told.clear();
            try (SuiteContext suite = suite(() -> service.pause(run(), null, "month end"))) {
                RunSession session = session(StartOptions.NONE);
                CompletableFuture<RunResult> running = CompletableFuture.supplyAsync(() -> last(suite, session));
                await("it never stood still", () -> !told.isEmpty());
                long before = left();
                if (signal) {
                    session.stop();
                } else {
                    service.stop(run(), "wrong night");
                }
                long began = System.nanoTime();
                RunResult result = running.get(30, TimeUnit.SECONDS);
                assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(5));
                assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.STOPPED);
                assertThat(result.why()).contains(signal ? "stopped on request" : "wrong night");
                assertThat(left()).isEqualTo(before);
                assertThat(statuses()).containsOnly("STOPPED");
            }
            if (signal) {
                service.resume(run(), "it is still paused, for whoever goes on with it");
            }
        }
        RunResult result = work.run(IPS, today);
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
        assertThat(result.resumed()).isTrue();
        assertThat(left()).isZero();
    }

    /** Given up it would be followed by one that nobody paused. */
    @Test
    void one_that_is_paused_is_not_given_up_for_another_when_the_policy_changes() {
        assertThat(CrashingRun.kill(work, IPS, CrashPoint.LEDGER_WRITTEN, 2)).isTrue();
        service.pause(run(), null, "month end");
        work.change("policy.yml", text -> text.replaceFirst("(?m)^version: .*$", "version: later"));
        try (SuiteContext suite = suite(() -> {})) {
            RunResult refused = last(suite);
            assertThat(refused.exit()).isEqualTo(ExitCode.REFUSED);
            assertThat(refused.why()).contains("is paused by ", "month end", "gallra runs resume " + run());
            assertThat(left()).isEqualTo(RECORDS - 10);
            service.resume(run(), "read");
            assertThat(last(suite).exit()).as("the control").isEqualTo(ExitCode.DONE);
        }
    }

    @Test
    void one_that_dies_while_it_stands_still_is_recovered_as_any_and_stands_still_again() throws Exception {
        // The first chunk is committed by a process that dies in the second; somebody pauses the run, and it is started
        // again.
        assertThat(CrashingRun.kill(work, IPS, CrashPoint.LEDGER_WRITTEN, 2)).isTrue();
        service.pause(run(), null, "month end");
        Process paused = Child.start(
                work.settings(), CrashingRun.class, IPS.id(), today.toString(), CrashPoint.LEDGER_WRITTEN.name(), "1");
        await(
                "it ended",
                () -> !paused.isAlive()
                        || work
                                .admin()
                                .queryForList(
                                        "SELECT holder FROM lease WHERE category = 'ip-logs' AND token >= 2",
                                        String.class)
                                .stream()
                                .anyMatch(holder -> String.valueOf(holder).endsWith(" " + paused.pid())));
        sleep(2500);
        assertThat(paused.isAlive())
                .as("it did not die at its first chunk: it stands still")
                .isTrue();
        paused.destroyForcibly().waitFor();
        work.admin().update("UPDATE heartbeat SET beat_at = beat_at - INTERVAL 1 MINUTE");
        assertThat(left()).isEqualTo(RECORDS - 10);

        try (SuiteContext suite = suite(() -> {})) {
            CompletableFuture<RunResult> running = CompletableFuture.supplyAsync(() -> last(suite));
            await("it never stood still", () -> !told.isEmpty());
            assertThat(left()).isEqualTo(RECORDS - 10);
            service.resume(run(), "books are closed");
            RunResult result = running.get(60, TimeUnit.SECONDS);
            assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
            assertThat(result.counts().of(Outcome.ERASED)).isEqualTo(RECORDS);
        }
        assertThat(statuses()).containsExactly("FAILED", "FAILED", "COMPLETED");
    }

    @Test
    void takes_chunks_of_another_size_from_the_next_on_also_after_a_crash() {
        assertThat(CrashingRun.kill(work, IPS, CrashPoint.LEDGER_WRITTEN, 2)).isTrue();
        service.set(run(), null, 7, "smaller");
        assertThat(CrashingRun.kill(work, IPS, CrashPoint.CHUNK_COMMITTED, 2)).isTrue();
        try (SuiteContext suite = suite(() -> service.set(run(), null, 20, "larger"))) {
            RunResult result = last(suite);
            assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
            assertThat(result.counts().of(Outcome.ERASED)).isEqualTo(RECORDS);
        }
        assertThat(sizes()).containsExactly(10, 7, 7, 20, 11);
        assertThat(left()).isZero();
    }

    /** Candidates of each chunk, in the order of the ledger. */
    private List<Integer> sizes() {
        return work
                .admin()
                .queryForList(
                        "SELECT counts FROM ledger_chunk WHERE kind = 'C' AND run_id = ? ORDER BY seq",
                        String.class,
                        run())
                .stream()
                .map(counts ->
                        (int) Outcome.Counts.parse(String.valueOf(counts)).total())
                .toList();
    }

    @Test
    void keeps_to_a_rate_that_is_set_on_its_way() {
        try (SuiteContext suite = suite(() -> service.set(run(), 20, null, "slow replica"))) {
            long began = System.nanoTime();
            assertThat(last(suite).exit()).isEqualTo(ExitCode.DONE);
            double seconds = (System.nanoTime() - began) / 1e9;
            System.out.printf("rate: 55 rows in chunks of 10 at 20/s took %.1f s%n", seconds);
            // After each of five full chunks it waits for half a second's worth of rows.
            assertThat(seconds).isBetween(2.4, 20.0);
        }
    }

    @Test
    void all_stop_and_none_starts_until_they_may_go() {
        try (SuiteContext suite = suite(() -> service.stopAll("holds are missing"))) {
            RunResult stopped = last(suite);
            assertThat(stopped.exit()).as(stopped.toString()).isEqualTo(ExitCode.STOPPED);
            assertThat(stopped.why())
                    .contains("all runs were stopped by", "holds are missing", "gallra runs resume --all");
            assertThat(left()).isEqualTo(RECORDS - 10);
        }
        RunResult refused = work.run(IPS, today);
        assertThat(refused.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(refused.runId()).isZero();
        assertThat(refused.why()).contains("all runs were stopped by", "holds are missing");
        try (SuiteContext suite = work.suite()) {
            assertThat(suite.runs().restart(run()).exit()).isEqualTo(ExitCode.REFUSED);
        }
        RunResult other = work.run(CategoryIds.CHAT_LOGS, today);
        assertThat(other.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(left()).isEqualTo(RECORDS - 10);
        service.resumeAll("holds are entered");
        assertThat(work.run(IPS, today).exit()).isEqualTo(ExitCode.DONE);
        assertThat(left()).isZero();
    }

    @Test
    void none_starts_and_none_goes_on_where_nobody_can_read_whether_it_may() {
        work.admin().execute("RENAME TABLE run_order TO run_order_gone");
        try {
            assertThatThrownBy(() -> work.run(IPS, today)).rootCause().hasMessageContaining("run_order");
            assertThat(left()).isEqualTo(RECORDS);
        } finally {
            work.admin().execute("RENAME TABLE run_order_gone TO run_order");
        }
        try (SuiteContext suite = suite(() -> work.admin().execute("RENAME TABLE run_order TO run_order_gone"))) {
            RunResult result = last(suite);
            assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.FAILED);
            assertThat(left()).isEqualTo(RECORDS - 10);
        } finally {
            work.admin().execute("RENAME TABLE run_order_gone TO run_order");
        }
        assertThat(work.run(IPS, today).exit()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void stops_while_the_limits_ask_the_rules_about_every_candidate() {
        LooseLimits.write(
                work.configFolder(),
                "every-category: {max-records: 54, max-percent: 100, max-percent-of-customer: 100, max-times-median: 1000,"
                        + " few: 0, approve: none}\n");
        try (SuiteContext suite = work.suite(point -> {
            if (point == CrashPoint.SCOPE_FROZEN) {
                // Its scope is not committed yet, so the service does not know it.
                work.admin()
                        .update("INSERT INTO run_order (uuid, run_id, action, reason)"
                                + " SELECT UUID(), MAX(JOB_INSTANCE_ID), 'STOP', 'too long' FROM BATCH_JOB_INSTANCE");
            }
        })) {
            RunResult result = last(suite);
            assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.STOPPED);
            assertThat(result.why()).contains("too long");
        }
        assertThat(statuses()).containsExactly("STOPPED");
        assertThat(left()).isEqualTo(RECORDS);
        assertThat(work.run(IPS, today).exit())
                .as("asked to its end it refuses: the step was not skipped")
                .isEqualTo(ExitCode.REFUSED);
        assertThat(left()).isEqualTo(RECORDS);
    }

    /** The first chunk must begin in time on a busy machine too. */
    @Test
    void ends_when_its_time_is_over_and_begins_no_other() {
        try (SuiteContext suite = suite(() -> sleep(4100))) {
            RunSession session = session(new StartOptions(null, null, null, Duration.ofSeconds(4)));
            RunResult result = last(suite, session);
            assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.STOPPED);
            assertThat(result.why()).contains("time limit reached, 4s by --run-for");
            assertThat(left()).isEqualTo(RECORDS - 10);
            RunResult next = suite.bean(RunService.class)
                    .run(CategoryIds.CHAT_LOGS, today, session)
                    .get(0);
            assertThat(next.exit()).isEqualTo(ExitCode.STOPPED);
            assertThat(next.runId()).isZero();
        }
        assertThat(work.run(IPS, today).exit()).isEqualTo(ExitCode.DONE);
    }
}
