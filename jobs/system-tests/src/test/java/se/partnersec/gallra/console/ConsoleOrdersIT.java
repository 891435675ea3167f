package se.partnersec.gallra.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.schema.PersonRole;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Program;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/** Orders to runs from pages: who may give them, what they say, and that a form sent twice gives one. */
@GallraTest
@Tag("once")
@Tag("full")
class ConsoleOrdersIT {
    private static final int RECORDS = 4000;
    private static final int TWICE = 50;
    private static final int RESTARTS = 200;
    private static final Pattern ID = Pattern.compile("name=\"order-id\" value=\"([0-9a-f-]{36})\"");

    private final Workplace work;
    private final Path home;
    private StaffedConsole console;

    ConsoleOrdersIT(Workplace work, @TempDir Path home) {
        this.work = work;
        this.home = home;
    }

    @BeforeEach
    void start() {
        console = StaffedConsole.start(work, home);
    }

    @AfterEach
    void stop() {
        console.close();
    }

    private static String id(HttpResponse<String> page) {
        Matcher id = ID.matcher(page.body());
        assertThat(id.find()).as(page.body()).isTrue();
        return id.group(1);
    }

    private long orders(String action) {
        return work.number("SELECT COUNT(*) FROM run_order WHERE action = '" + action + "'");
    }

    private static void slowly(CrashPoint point) {
        if (point == CrashPoint.LEDGER_WRITTEN) {
            try {
                TimeUnit.MILLISECONDS.sleep(700);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private long running(SuiteContext suite) throws InterruptedException {
        while (work.number("SELECT COUNT(*) FROM ledger_chunk WHERE kind = 'C'") == 0) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return work.number("SELECT MAX(run_id) FROM run_scope");
    }

    @Test
    void a_run_is_paused_set_resumed_and_stopped_by_whoever_is_signed_in() throws Exception {
        work.ipLogs(1, RECORDS, 200, null);
        try (SuiteContext suite = work.suite(ConsoleOrdersIT::slowly)) {
            CompletableFuture<List<RunResult>> running =
                    CompletableFuture.supplyAsync(() -> suite.runs().run(CategoryIds.IP_LOGS, work.today()));
            String run = "/runs/" + running(suite);
            Browser operations = console.as(PersonRole.OPERATIONS);
            String number = run.substring("/runs/".length());
            assertThat(operations.get(run).body()).contains("/runs/acts/pause/" + number, "/runs/acts/stop/" + number);
            assertThat(console.as(PersonRole.FINANCE).get(run).body()).doesNotContain("/acts/");

            String pause = "/runs/acts/pause/" + number;
            HttpResponse<String> form = operations.get(pause);
            assertThat(form.body()).contains("pauses after its current chunk, keeps its place");
            String id = id(form);
            HttpResponse<String> refused =
                    operations.post(pause, pause, Map.of("order-id", id, "reason", " ", "for", "long"));
            assertThat(refused.statusCode()).isEqualTo(200);
            assertThat(refused.body()).contains("say problem", "value=\"long\"").doesNotContain("value=\"" + id);
            id = id(refused);
            assertThat(orders("PAUSE")).isZero();

            HttpResponse<String> given =
                    operations.post(pause, pause, Map.of("order-id", id, "reason", "month end", "for", ""));
            assertThat(given.statusCode()).isEqualTo(302);
            assertThat(given.headers().firstValue("Location").orElse("")).isEqualTo(run);
            assertThat(operations.get(run).body())
                    .contains("pauses after its current chunk", "/runs/acts/resume/" + number)
                    .doesNotContain(pause);
            assertThat(work.texts("SELECT CONCAT(asked_by, ' ', reason) FROM run_order"))
                    .singleElement()
                    .asString()
                    .startsWith(console.account(PersonRole.OPERATIONS).user() + "@")
                    .endsWith(" month end");

            twice(operations, console.as(PersonRole.OPERATIONS), "/runs/acts/set/" + number);

            HttpResponse<String> other = operations.post(
                    pause,
                    "/runs/acts/stop/" + number,
                    Map.of("order-id", id, "reason", "the identifier of the pause"));
            assertThat(other.body()).contains("This form was already sent");
            String stop = "/runs/acts/stop/" + number;
            assertThat(operations
                            .post(stop, stop, Map.of("order-id", id(operations.get(stop)), "reason", "wrong night"))
                            .statusCode())
                    .isEqualTo(302);
            assertThat(running.get().get(0).exit()).isEqualTo(ExitCode.STOPPED);
            assertThat(operations.get(run).body())
                    .contains("/runs/acts/restart/" + number)
                    .doesNotContain(pause, stop);
        }
    }

    /** The same form, from two browsers at the same moment. */
    private void twice(Browser one, Browser other, String order) {
        String token = one.token(order);
        String otherToken = other.token(order);
        for (int i = 0; i < TWICE; i++) {
            Map<String, String> form =
                    Map.of("order-id", UUID.randomUUID().toString(), "reason", "slow shop", "rate", 500 + i + "/s");
            CompletableFuture<HttpResponse<String>> first =
                    CompletableFuture.supplyAsync(() -> one.submit(order, token, form));
            HttpResponse<String> second = other.submit(order, otherToken, form);
            assertThat(List.of(first.join().statusCode(), second.statusCode())).containsExactly(302, 302);
        }
        assertThat(orders("SET")).isEqualTo(TWICE);
    }

    @Test
    void a_failed_run_is_restarted_once_by_two_browsers_at_the_same_moment() throws Exception {
        work.ipLogs(1, RECORDS, 200, null);
        RunResult failed = work.run(CategoryIds.IP_LOGS, work.today(), point -> {
            if (point == CrashPoint.CHUNK_COMMITTED) {
                throw new IllegalStateException("planted");
            }
        });
        String run = Long.toString(failed.runId());
        Browser one = console.as(PersonRole.OPERATIONS);
        Browser other = console.as(PersonRole.OPERATIONS);
        String restart = "/runs/acts/restart/" + run;
        assertThat(one.get("/runs/" + run).body()).contains(restart).doesNotContain("/runs/acts/recover/" + run);
        assertThat(one.get(restart).body()).contains("continues the run from where it stopped");
        String token = one.token(restart);
        String otherToken = other.token(restart);
        int given = 0;
        for (int i = 0; i < RESTARTS; i++) {
            CompletableFuture<HttpResponse<String>> first =
                    CompletableFuture.supplyAsync(() -> one.submit(restart, token, restarting()));
            HttpResponse<String> second = other.submit(restart, otherToken, restarting());
            given += first.join().statusCode() == 302 ? 1 : 0;
            given += second.statusCode() == 302 ? 1 : 0;
        }
        assertThat(given).as("the others wait already").isBetween(1, 2);
        assertThat(orders("RESTART")).isEqualTo(given);
        assertThat(one.get("/runs").body()).contains("restart", "waiting");

        Program gallra =
                Program.at(work, home.resolve("worker")).here().granted(work, DatabaseRole.JOB, DatabaseRole.READER);
        assertThat(gallra.run("worker", "--once").exit()).isZero();
        assertThat(work.number("SELECT COUNT(*) FROM BATCH_JOB_EXECUTION WHERE JOB_INSTANCE_ID = " + run))
                .as("one attempt more")
                .isEqualTo(2);
        assertThat(work.count("ip_log", "TRUE")).isZero();
        assertThat(one.get("/runs/" + run).body()).doesNotContain("/acts/");
    }

    private static Map<String, String> restarting() {
        return Map.of("order-id", UUID.randomUUID().toString(), "reason", "the bucket answers again");
    }

    @Test
    void a_start_is_ordered_cancelled_and_shown() {
        Browser operations = console.as(PersonRole.OPERATIONS);
        String start = "/runs/acts/start";
        assertThat(operations.get("/runs").body()).contains(start);
        HttpResponse<String> given = operations.post(
                start,
                start,
                Map.of("order-id", id(operations.get(start)), "category", "ip-logs", "reason", "released"));
        assertThat(given.statusCode()).as(given.body()).isEqualTo(302);
        long order = work.number("SELECT MAX(id) FROM run_order");
        assertThat(operations.get("/runs").body()).contains("/runs/orders/" + order);
        String cancel = "/runs/acts/cancel/" + order;
        assertThat(operations.get("/runs/orders/" + order).body()).contains(cancel);
        assertThat(console.as(PersonRole.AUDITOR).get("/runs/orders/" + order).body())
                .contains("start ip-logs")
                .doesNotContain(cancel);
        assertThat(operations
                        .post(cancel, cancel, Map.of("order-id", id(operations.get(cancel)), "reason", "by mistake"))
                        .statusCode())
                .isEqualTo(302);
        assertThat(operations.get("/runs/orders/" + order).body())
                .contains("cancelled")
                .doesNotContain(cancel);
    }

    @Test
    void all_runs_are_stopped_and_allowed_again_and_nothing_else_is_ordered_of_all() {
        Browser operations = console.as(PersonRole.OPERATIONS);
        String stop = "/runs/acts/stop-all";
        assertThat(operations.get("/runs").body()).contains(stop);
        operations.post(
                stop, stop, Map.of("order-id", id(operations.get(stop)), "reason", "holds are not entered yet"));
        assertThat(orders("STOP_ALL")).isOne();
        String resume = "/runs/acts/resume-all";
        assertThat(operations.get("/runs").body()).contains(resume).doesNotContain(stop);
        operations.post(resume, resume, Map.of("order-id", id(operations.get(resume)), "reason", "they are"));
        assertThat(orders("GO")).isOne();
        assertThat(operations.get("/runs").body()).contains(stop);
        assertThat(operations.get("/runs/acts/pause").statusCode()).isEqualTo(404);
        assertThat(console.as(PersonRole.OFFICER).get(stop).statusCode()).isEqualTo(403);
        assertThat(work.number("SELECT COUNT(*) FROM run_order")).isEqualTo(2);
    }
}
