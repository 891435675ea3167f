package se.partnersec.gallra.runs.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.ledger.verify.LedgerVerifier;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.runs.throttle.RunSession;
import se.partnersec.gallra.runs.throttle.RunWatcher;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.AlteredRuns;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.Child;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.GivingOrders;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;
import se.partnersec.gallra.testing.assertion.Rewriting;

/**
 * Orders from another process to runs at work, while records keep coming in and are erased. {@code -Dgallra.control.orders=200}
 * gives more of them.
 */
@GallraTest
@Tag("full")
class LiveControlIT {
    private static final DataCategory IPS = CategoryIds.IP_LOGS;
    /** So many chunks after an order, and it was never obeyed. */
    private static final int ASTRAY = 20;

    private final Workplace work;
    private final SuiteContext suite;
    private final LocalDate today;

    LiveControlIT(Workplace work, SuiteContext suite, LocalDate today) {
        this.work = work;
        this.suite = suite;
        this.today = today;
    }

    private record Given(String order, long micros, long late) {
        static Given of(String line) {
            String[] words = line.split(" ");
            return new Given(words[0], Long.parseLong(words[1]), Long.parseLong(words[2]));
        }
    }

    @Test
    void no_order_is_obeyed_more_than_one_chunk_late_and_no_outcome_is_unknown() throws Exception {
        int orders = Integer.getInteger("gallra.control.orders", 40);
        List<Given> given = give(orders, UnaryOperator.identity(), Integer.MAX_VALUE);
        long[] late = {0, 0, 0};
        given.stream()
                .filter(each -> !each.order().equals("resume"))
                .forEach(each -> late[(int) Math.min(2, each.late())]++);
        long[] micros = given.stream().mapToLong(Given::micros).sorted().toArray();
        System.out.printf(
                "live control: %d orders from a second JVM (%d stops), chunks committed after one was taken: 0 %d times, 1 %d"
                        + " times, more %d times; to give one took %.1f ms (median), %.1f ms (p99)%n",
                given.size(),
                given.stream().filter(each -> each.order().equals("stop")).count(),
                late[0],
                late[1],
                late[2],
                micros[micros.length / 2] / 1e3,
                micros[(int) (micros.length * 0.99)] / 1e3);
        assertThat(given).hasSize(orders);
        assertThat(given).extracting(Given::late).allMatch(each -> each <= 1);
        assertThat(unknown()).isZero();
        RunOrderService finance = new RunOrderService(new JdbcTemplate(work.adminPool()));
        finance.resumeAll("the last word is taken back");
        List<Long> cut = work.admin()
                .query(
                        "SELECT run_id FROM run_scope WHERE outcome IS NULL OR outcome IN ('FAILED', 'STOPPED')",
                        (row, i) -> row.getLong(1));
        for (long paused : new RunOrderRepository(work.admin()).pauses(cut).keySet()) {
            finance.resume(paused, "so is this");
        }
        RunResult last = work.run(IPS, today);
        assertThat(last.exit()).as(last.toString()).isEqualTo(ExitCode.DONE);
        RunResult all = work.run(IPS, today);
        assertThat(all.exit()).as(all.toString()).isEqualTo(ExitCode.DONE);
        assertThat(work.count("ip_log", "TRUE")).isZero();
        try (HikariDataSource reader = DataSourceFactory.pool(work.settings(), DatabaseRole.READER, 2)) {
            LedgerVerifier.Result ledger = new LedgerVerifier(
                            new JdbcTemplate(reader), new JdbcTransactionManager(reader))
                    .verify(Optional.of(IPS));
            assertThat(ledger.ok()).isTrue();
            assertThat(ledger.interrupted()).isEmpty();
        }
    }

    /** What the test above would see of a run that does not look between its chunks. */
    @Test
    void one_that_does_not_look_is_found_out() throws Exception {
        List<Given> given = give(
                5,
                control -> new Rewriting(
                        control, sql -> sql.contains("FROM run_order") ? sql.replace("WHERE", "WHERE 1 = 0 AND") : sql),
                ASTRAY);
        assertThat(given).filteredOn(each -> each.order().equals("pause")).anyMatch(each -> each.late() > 1);
    }

    private List<Given> give(int orders, UnaryOperator<DataSource> control, int astray) throws Exception {
        put(2000);
        Path notes = Files.createTempFile("gallra-orders", ".txt");
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong unknown = new AtomicLong();
        // As long as orders are given: after the last one the run in hand has to come to its end.
        FutureTask<Boolean> load = new FutureTask<>(() -> {
            while (!over.get()) {
                put(100);
                unknown.addAndGet(unknown());
                Thread.sleep(100);
            }
            return true;
        });
        RunSession session = new RunSession(StartOptions.NONE, RunWatcher.NONE);
        try (AlteredRuns altered = new AlteredRuns(work.settings(), UnaryOperator.identity(), control, point -> {})) {
            Process giver = Child.start(
                    work.settings(),
                    GivingOrders.class,
                    String.valueOf(orders),
                    String.valueOf(astray),
                    notes.toString());
            giver.onExit().thenRun(() -> {
                over.set(true);
                if (giver.exitValue() != 0) {
                    // Nobody is left who would resume a run that it paused.
                    session.stop();
                }
            });
            Thread loading = new Thread(load);
            try {
                loading.start();
                while (giver.isAlive()) {
                    for (RunResult result : altered.run(IPS, today, session)) {
                        assertThat(result.exit())
                                .as(result.toString())
                                .isIn(ExitCode.DONE, ExitCode.STOPPED, ExitCode.REFUSED);
                        if (result.exit() == ExitCode.STOPPED) {
                            // Or it would be at work again before who stopped it has seen that it stood.
                            Thread.sleep(500);
                        }
                    }
                    assertThat(load.isDone() && !over.get())
                            .as("the load has failed")
                            .isFalse();
                }
                assertThat(Child.await(giver, 10)).isZero();
                assertThat(load.get()).isTrue();
                assertThat(unknown).hasValue(0);
                return read(notes);
            } finally {
                giver.destroyForcibly();
                giver.waitFor();
                over.set(true);
                loading.join();
            }
        }
    }

    private static List<Given> read(Path notes) throws IOException {
        List<Given> given = Files.readAllLines(notes).stream().map(Given::of).toList();
        Files.delete(notes);
        return given;
    }

    private void put(int records) {
        work.admin()
                .batchUpdate(
                        "INSERT INTO " + work.table("ip_log")
                                + " (seen_at, service, address) VALUES (?, 'mail', '192.0.2.7')",
                        java.util.Collections.nCopies(
                                records, new Object[] {Scene.IPS.firstDue(today).atTime(11, 0)}));
    }

    /** What nobody but a hand at the tables could go on with. */
    private long unknown() {
        return work.number("""
                SELECT (SELECT COUNT(*) FROM BATCH_JOB_EXECUTION WHERE STATUS = 'UNKNOWN')
                  + (SELECT COUNT(*) FROM BATCH_STEP_EXECUTION WHERE STATUS = 'UNKNOWN')""");
    }
}
