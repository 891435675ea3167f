package se.partnersec.gallra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.runs.control.RunOrder;
import se.partnersec.gallra.runs.control.RunOrderService;
import se.partnersec.gallra.runs.control.WorkerOrders;
import se.partnersec.gallra.runs.launch.OrderWorker;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.JsonSchemas;
import se.partnersec.gallra.testing.Program;
import se.partnersec.gallra.testing.Program.Answer;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/** Orders to start, restart and recover runs are carried out once, by whichever worker takes them, and never without need. */
@GallraTest
@Tag("core")
class WorkerCommandIT {
    private static final long PATIENCE_SECONDS = 60;
    private static final int AT_ONCE = 200;

    private final Workplace work;
    private final LocalDate today;
    private final RunOrderService service;
    private final JdbcTemplate job;
    private final Program gallra;

    WorkerCommandIT(Workplace work, LocalDate today, SuiteContext suite, @TempDir Path home) {
        this.work = work;
        this.today = today;
        this.service = new RunOrderService(new JdbcTemplate(suite.pool(DatabaseRole.FINANCE)));
        this.job = new JdbcTemplate(suite.pool(DatabaseRole.JOB));
        this.gallra = Program.at(work, home)
                .here()
                .granted(work, DatabaseRole.JOB, DatabaseRole.FINANCE, DatabaseRole.READER);
    }

    @BeforeEach
    void fill() {
        for (long id = 1; id <= 25; id++) {
            Scene.IPS.put(work, Scene.Spec.of(id, Scene.IPS.firstDue(today)));
        }
    }

    private Answer gallra(String... words) {
        return gallra.run(words);
    }

    /** A run that fails after its first chunk. */
    private long failed() {
        RunResult result = work.run(Scene.IPS.category(), today, point -> {
            if (point == CrashPoint.CHUNK_COMMITTED) {
                throw new IllegalStateException("planted");
            }
        });
        assertThat(result.exit()).isEqualTo(ExitCode.FAILED);
        assertThat(work.count("ip_log", "TRUE")).isEqualTo(15);
        return result.runId();
    }

    private List<String> outcomes() {
        return work.texts("SELECT COALESCE(outcome, '-') FROM order_execution ORDER BY order_id");
    }

    private long attempts(long run) {
        return work.number("SELECT COUNT(*) FROM BATCH_JOB_EXECUTION WHERE JOB_INSTANCE_ID = " + run);
    }

    @Test
    void a_start_that_was_ordered_is_carried_out_once() {
        assertThat(gallra("runs", "order", "start", "ip-logs", "--reason", "released")
                        .exit())
                .isZero();
        assertThat(gallra("runs", "order", "start", "ip-logs", "--reason", "released")
                        .err())
                .contains("waits already: start ip-logs");
        assertThat(gallra("runs", "order", "start", "ip-log", "--reason", "typo")
                        .exit())
                .isEqualTo(2);
        Answer worker = gallra("worker", "--once", "--json");
        assertThat(worker.exit()).as(worker.err()).isZero();
        assertThat(JsonSchemas.read(worker.out()))
                .extractingByKey("orders")
                .asString()
                .contains("what=start ip-logs", "outcome=DONE");
        assertThat(work.count("ip_log", "TRUE")).isZero();
        Answer again = gallra("worker", "--once");
        assertThat(again.exit()).isZero();
        assertThat(work.number("SELECT COUNT(*) FROM run_scope")).isOne();
        Answer list = gallra("runs", "order", "list", "--plain");
        assertThat(list.cells()).singleElement().asString().contains("start ip-logs", "done", "released");
    }

    @Test
    void a_failed_run_is_restarted_once_however_often_that_was_ordered() {
        long run = failed();
        String number = Long.toString(run);
        assertThat(gallra("runs", "order", "restart", number, "--reason", "again")
                        .exit())
                .isZero();
        // By SQL, as two browsers could that looked at the same moment.
        work.admin()
                .update(
                        "INSERT INTO run_order (uuid, run_id, action, attempt, until_at, reason)"
                                + " SELECT ?, run_id, action, attempt, until_at, 'the same moment' FROM run_order",
                        UUID.randomUUID().toString());
        Answer worker = gallra("worker", "--once");
        assertThat(worker.exit()).as(worker.err()).isZero();
        assertThat(worker.out()).contains("restart " + number, "was restarted or recovered since this was ordered");
        assertThat(outcomes()).containsExactly("DONE", "REFUSED");
        assertThat(attempts(run)).isEqualTo(2);
        assertThat(work.count("ip_log", "TRUE")).isZero();
        assertThat(gallra("runs", "order", "restart", number, "--reason", "again")
                        .err())
                .contains("run " + number + " is DONE");
        assertThat(gallra("runs", "show", number).out()).contains("restart");
    }

    @Test
    void of_many_restarts_ordered_at_once_one_is_carried_out() throws Exception {
        long run = failed();
        List<Callable<RunOrder>> orders = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            orders.add(() -> service.restart(run, "at once"));
        }
        int given = together(orders);
        assertThat(given).isPositive();
        gallra("worker", "--once");
        assertThat(attempts(run)).as("one more").isEqualTo(2);
        assertThat(outcomes()).hasSize(given).containsOnlyOnce("DONE");
        assertThat(outcomes().stream().distinct()).isSubsetOf("DONE", "REFUSED");
    }

    @Test
    void of_many_workers_one_takes_an_order() throws Exception {
        service.start(Scene.IPS.category(), "who takes it");
        List<Callable<OrderWorker.Ended>> workers = new ArrayList<>();
        List<RunOrder> carriedOut = Collections.synchronizedList(new ArrayList<>());
        RunOrder order = new OrderWorker(job, "here").waiting().get(0);
        for (int i = 0; i < AT_ONCE; i++) {
            OrderWorker worker = new OrderWorker(job, "worker " + i);
            workers.add(() -> worker.carryOut(order, taken -> {
                carriedOut.add(taken);
                return List.of();
            }));
        }
        assertThat(together(workers)).isOne();
        assertThat(carriedOut).containsExactly(order);
    }

    /** How many of them answered something; those that were refused did not. */
    private static <T> int together(List<Callable<T>> all) throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        List<CompletableFuture<Boolean>> answers = new ArrayList<>();
        for (Callable<T> each : all) {
            answers.add(CompletableFuture.supplyAsync(() -> {
                try {
                    go.await();
                    return each.call() != null;
                } catch (RefusedException e) {
                    return false;
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        go.countDown();
        int answered = 0;
        for (CompletableFuture<Boolean> each : answers) {
            answered += each.get(PATIENCE_SECONDS, TimeUnit.SECONDS) ? 1 : 0;
        }
        return answered;
    }

    @Test
    void what_is_cancelled_or_over_or_stopped_for_all_is_not_carried_out() {
        RunOrder start = service.start(Scene.IPS.category(), "by mistake");
        assertThat(gallra("runs", "order", "cancel", Long.toString(start.id()), "--reason", "wrong one")
                        .exit())
                .isZero();
        assertThat(gallra("runs", "order", "cancel", Long.toString(start.id()), "--reason", "wrong one")
                        .err())
                .contains("is cancelled already");
        service.start(Scene.IPS.category(), "forgotten");
        work.admin()
                .update(
                        "UPDATE run_order SET until_at = UTC_TIMESTAMP(6) - INTERVAL 1 SECOND WHERE reason = 'forgotten'");
        assertThat(gallra("worker", "--once").exit()).isZero();
        assertThat(outcomes()).isEmpty();

        service.stopAll("holds are not entered");
        service.start(Scene.IPS.category(), "waits");
        Answer stopped = gallra("worker", "--once");
        assertThat(stopped.err()).contains("holds are not entered");
        assertThat(outcomes()).isEmpty();
        assertThat(work.count("ip_log", "TRUE")).isEqualTo(25);
        service.resumeAll("entered");
        assertThat(gallra("worker", "--once").exit()).isZero();
        assertThat(outcomes()).containsExactly("DONE");
        assertThat(gallra("runs", "order", "list", "--plain").cells())
                .extracting(row -> row.get(5))
                .containsExactly("done", "expired", "cancelled");
    }

    @Test
    void a_hold_that_was_placed_after_the_order_is_kept() {
        service.start(Scene.IPS.category(), "tonight");
        work.hold(ScopeType.RECORD, "ip-logs:7");
        gallra("worker", "--once");
        assertThat(work.texts("SELECT id FROM " + work.table("ip_log"))).containsExactly("7");
    }

    @Test
    void a_run_of_all_categories_carries_orders_out_first() {
        long run = failed();
        service.restart(run, "with the night");
        Answer night = gallra("run", "--all", "--json");
        assertThat(JsonSchemas.read(night.out()))
                .extractingByKey("orders")
                .asString()
                .contains("what=restart " + run, "outcome=DONE");
        assertThat(attempts(run)).isEqualTo(2);
        assertThat(outcomes()).containsExactly("DONE");
    }

    @Test
    void a_run_whose_process_is_dead_is_recovered_and_a_live_one_is_not() {
        long run = failed();
        assertThat(gallra("runs", "order", "recover", Long.toString(run), "--reason", "x")
                        .err())
                .contains("is FAILED: only a run whose process is dead");
        work.admin().update("UPDATE run_scope SET outcome = NULL, ended_at = NULL WHERE run_id = ?", run);
        assertThat(gallra("runs", "order", "recover", Long.toString(run), "--reason", "x")
                        .exit())
                .isZero();
        gallra("worker", "--once");
        assertThat(outcomes()).containsExactly("FAILED");
        assertThat(work.texts("SELECT outcome FROM run_scope WHERE run_id = " + run))
                .containsExactly("FAILED");
        assertThat(attempts(run)).isOne();
    }

    @Test
    void an_order_that_is_refused_says_why_and_the_next_is_carried_out() {
        service.start(Scene.CHATS.category(), "first");
        service.start(Scene.IPS.category(), "second");
        work.admin().execute("RENAME TABLE " + work.table("chat_message") + " TO " + work.table("chat_gone"));
        Answer worker = gallra("worker", "--once");
        assertThat(worker.exit()).as(worker.err()).isZero();
        assertThat(outcomes().get(0)).isNotEqualTo("DONE");
        assertThat(outcomes().get(1)).isEqualTo("DONE");
        assertThat(work.texts("SELECT note FROM order_execution ORDER BY order_id LIMIT 1"))
                .singleElement()
                .asString()
                .contains("chat_message");
    }

    @Test
    void what_somebody_wrote_by_sql_is_refused_and_keeps_nothing_from_running() {
        for (String category : List.of("no-such", "IP-LOGS", "ip-logs\n", "' OR 1=1", "")) {
            work.admin()
                    .update(
                            "INSERT INTO run_order (uuid, run_id, action, category, until_at, reason)"
                                    + " VALUES (?, 0, 'START', ?, UTC_TIMESTAMP(6) + INTERVAL 1 HOUR, 'by SQL')",
                            UUID.randomUUID().toString(),
                            category);
        }
        for (String action : List.of("RESTART", "RECOVER")) {
            work.admin()
                    .update(
                            "INSERT INTO run_order (uuid, run_id, action, attempt, until_at, reason)"
                                    + " VALUES (?, 9999, ?, 0, UTC_TIMESTAMP(6) + INTERVAL 1 HOUR, 'by SQL')",
                            UUID.randomUUID().toString(),
                            action);
        }
        work.admin()
                .update(
                        "INSERT INTO run_order (uuid, run_id, action, lifts, reason) VALUES (?, 0, 'CANCEL', 9999, 'by SQL')",
                        UUID.randomUUID().toString());
        work.admin()
                .update(
                        "INSERT INTO run_order (uuid, run_id, action, category, until_at, reason)"
                                + " VALUES (?, 0, 'START', 'ip-logs', '9999-01-01', 'some other year')",
                        UUID.randomUUID().toString());
        work.admin()
                .update(
                        "INSERT INTO run_order (uuid, run_id, action, reason) VALUES (?, 0, 'GO ', 'with a space')",
                        UUID.randomUUID().toString());
        work.admin().execute((ConnectionCallback<Boolean>) connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET SESSION sql_mode = 'ALLOW_INVALID_DATES'");
                statement.execute("INSERT INTO run_order (uuid, run_id, action, category, until_at, reason)"
                        + " VALUES (UUID(), 0, 'START', 'ip-logs', '2026-02-31', 'no such day')");
                statement.execute("SET SESSION sql_mode = DEFAULT");
            }
            return true;
        });
        Answer night = gallra("run", "--all");
        assertThat(work.count("ip_log", "TRUE")).as(night.out() + night.err()).isZero();
        assertThat(outcomes()).hasSize(7).doesNotContain("DONE", "-");
        assertThat(gallra("runs", "order", "list").exit()).isZero();
    }

    @Test
    void an_order_for_a_paused_run_waits_and_keeps_no_other_from_beginning() {
        long run = failed();
        work.admin()
                .update(
                        "INSERT INTO run_order (uuid, run_id, action, reason) VALUES (?, ?, 'PAUSE', 'month end')",
                        UUID.randomUUID().toString(),
                        run);
        service.restart(run, "while it is paused");
        service.start(Scene.CHATS.category(), "behind it");
        assertThat(gallra("worker", "--once").exit()).isZero();
        assertThat(attempts(run)).isOne();
        assertThat(work.texts("SELECT o.category FROM order_execution e JOIN run_order o ON o.id = e.order_id"))
                .containsExactly(Scene.CHATS.category().id());
        service.resume(run, "over");
        assertThat(gallra("worker", "--once").exit()).isZero();
        assertThat(attempts(run)).isEqualTo(2);
    }

    @Test
    void a_stop_of_all_runs_leaves_the_orders_behind_the_one_in_hand_waiting() {
        service.start(Scene.CHATS.category(), "first");
        service.start(Scene.IPS.category(), "second");
        work.admin()
                .execute("CREATE TRIGGER stop_all AFTER UPDATE ON order_execution FOR EACH ROW INSERT INTO run_order"
                        + " (uuid, run_id, action, reason) VALUES (UUID(), 0, 'STOP_ALL', 'holds are missing')");
        try {
            Answer round = gallra("worker", "--once");
            assertThat(round.exit()).as(round.out() + round.err()).isZero();
        } finally {
            work.admin().execute("DROP TRIGGER stop_all");
        }
        assertThat(outcomes()).hasSize(1);
        service.resumeAll("entered");
        gallra("worker", "--once");
        assertThat(outcomes()).hasSize(2).endsWith("DONE");
    }

    @Test
    void a_night_with_limits_of_its_own_leaves_orders_waiting() {
        service.start(Scene.IPS.category(), "waits");
        gallra("run", "--all", "--max-delete", "1");
        assertThat(outcomes()).isEmpty();
    }

    @Test
    void an_order_whose_worker_died_is_not_carried_out_again() {
        RunOrder start = service.start(Scene.IPS.category(), "the machine went down");
        assertThat(new WorkerOrders(job).take(start, "elsewhere pid 7")).isTrue();
        gallra("worker", "--once");
        assertThat(work.count("ip_log", "TRUE")).isEqualTo(25);
        assertThat(gallra("runs", "order", "list").out()).contains("taken by elsewhere pid 7");
        assertThat(gallra("runs", "order", "cancel", Long.toString(start.id()), "--reason", "x")
                        .err())
                .contains("was taken by elsewhere pid 7");
        // Nobody knows how far it came; a new order is what whoever looked gives.
        assertThat(gallra("runs", "order", "start", "ip-logs", "--reason", "looked")
                        .exit())
                .isZero();
    }

    @Test
    void a_worker_waits_for_orders_until_it_is_told_to_end(@TempDir Path home) throws Exception {
        Program.Started worker = Program.at(work, home).start("worker", "--every", "1s", "--json");
        worker.awaitWords("Waiting for orders");
        service.start(Scene.IPS.category(), "now");
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (outcomes().isEmpty() || outcomes().contains("-") && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        assertThat(outcomes()).containsExactly("DONE");
        worker.process().destroy();
        Answer answer = worker.await();
        assertThat(answer.exit()).as(answer.out() + answer.err()).isZero();
        assertThat(answer.out()).contains("\"outcome\": \"DONE\"");
    }
}
