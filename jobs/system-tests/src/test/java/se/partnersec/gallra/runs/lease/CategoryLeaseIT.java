package se.partnersec.gallra.runs.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.launch.RunLauncher;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;
import se.partnersec.gallra.testing.assertion.Rewriting;
import se.partnersec.gallra.testing.network.CuttingProxy;

/** A lease is one taking's alone: whatever is lost of an answer, of a primary, of a clock or of a path. */
@GallraTest
@Tag("full")
class CategoryLeaseIT {
    /** In a container every process may have this name. */
    private static final String NAME = "gallra pid 1";

    private static final DataCategory CATEGORY = CategoryIds.IP_LOGS;
    private static final String SWAP = "UPDATE lease SET token = token + 1";

    private final Workplace work;

    CategoryLeaseIT(Workplace work) {
        this.work = work;
    }

    private static CategoryLease lease(DataSource database) {
        return new CategoryLease(
                new JdbcTemplate(database), new TransactionTemplate(new JdbcTransactionManager(database)), NAME);
    }

    private CategoryLease other() {
        return lease(work.adminPool());
    }

    @Test
    void whose_answer_was_lost_is_not_taken_for_that_of_another_process_of_the_same_name() {
        boolean[] taken = {false};
        DataSource losing = new Rewriting(work.adminPool(), sql -> {
            if (!sql.startsWith(SWAP) || taken[0]) {
                return sql;
            }
            taken[0] = true;
            other().take(CATEGORY, Set.of());
            throw new DataAccessResourceFailureException("planted");
        });
        assertThatThrownBy(() -> lease(losing).take(CATEGORY, Set.of()))
                .isInstanceOf(CategoryLease.Taken.class)
                .hasMessageContaining("ip-logs is already running: " + NAME);
    }

    @Test
    void whose_answer_was_lost_is_recognised_as_the_own_one() {
        CuttingProxy proxy = new CuttingProxy(work.settings().url());
        try (proxy;
                HikariDataSource pool = DataSourceFactory.pool(proxy.settings(work.settings()), DatabaseRole.JOB, 2)) {
            lease(pool).holding(CATEGORY);
            proxy.arm(CuttingProxy.Cut.AFTER, 1);
            CategoryLease.Token token = lease(pool).take(CATEGORY, Set.of());
            assertThat(proxy.cuts()).isEqualTo(1);
            assertThat(token.taking()).isEqualTo(other().holding(CATEGORY).taking());
        }
    }

    /** As after a switch to a replica that lacked the last transactions: the other run was given the same token. */
    @Test
    void with_the_same_token_in_other_hands_fences_a_run_all_the_same() {
        for (long id = 1; id <= 25; id++) {
            Scene.IPS.put(work, Scene.Spec.of(id, Scene.IPS.firstDue(work.today())));
        }
        boolean[] lost = {false};
        RunResult result = work.run(CATEGORY, work.today(), point -> {
            if (point == CrashPoint.CHUNK_COMMITTED && !lost[0]) {
                lost[0] = true;
                work.admin().update("UPDATE lease SET taking = UUID()");
            }
        });
        assertThat(lost[0]).isTrue();
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.RUNNING);
        assertThat(work.count("ip_log", "TRUE")).isPositive();
    }

    @Test
    void of_a_dead_holder_passes_on_although_the_clock_was_set_back_an_hour() {
        other().take(CATEGORY, Set.of());
        work.admin().update("UPDATE heartbeat SET beat_at = UTC_TIMESTAMP(6) + INTERVAL 1 HOUR");
        long begun = System.nanoTime();
        assertThat(other().take(CATEGORY, Set.of()).value()).isEqualTo(2);
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isBetween(Duration.ofSeconds(25), Duration.ofSeconds(60));
    }

    @Test
    void of_a_holder_that_beats_again_after_the_clock_was_set_back_stays_his() throws Exception {
        CategoryLease.Token token = other().take(CATEGORY, Set.of());
        work.admin().update("UPDATE heartbeat SET beat_at = UTC_TIMESTAMP(6) + INTERVAL 1 HOUR");
        try (Heartbeat living = new Heartbeat(other(), CATEGORY, token.value())) {
            assertThatThrownBy(() -> other().take(CATEGORY, Set.of())).isInstanceOf(CategoryLease.Taken.class);
        }
    }

    @Test
    void is_not_waited_for_on_a_path_that_swallows_packets() throws Exception {
        CuttingProxy proxy = new CuttingProxy(work.settings().url());
        try (proxy;
                SuiteContext suite = SuiteContext.of(proxy.settings(work.settings()));
                HikariDataSource endless =
                        DataSourceFactory.pool(proxy.settings(work.settings()), DatabaseRole.JOB, 1, Duration.ZERO)) {
            CategoryLease control = suite.bean(RunLauncher.Environment.class).lease();
            control.holding(CATEGORY);
            JdbcTemplate patient = new JdbcTemplate(endless);
            patient.queryForList("SELECT 1");
            proxy.swallow();
            CompletableFuture<List<?>> without = CompletableFuture.supplyAsync(() -> patient.queryForList("SELECT 1"));
            while (proxy.cuts() < 1) {
                Thread.sleep(10);
            }
            proxy.swallow();
            long begun = System.nanoTime();
            assertThatThrownBy(() -> control.holding(CATEGORY)).isInstanceOf(DataAccessException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isBetween(Duration.ofSeconds(14), Duration.ofSeconds(20));
            assertThatThrownBy(() -> without.get(1, TimeUnit.SECONDS))
                    .as("the control: without a limit it waits")
                    .isInstanceOf(TimeoutException.class);
        }
    }

    /** The server ends such a session after a minute; a run that counted only its tries would have failed after half of one. */
    @Test
    void of_a_run_lasts_while_a_session_stands_still_in_its_way() throws Exception {
        Scene.IPS.put(work, Scene.Spec.of(1, Scene.IPS.firstDue(work.today())));
        Scene.CHATS.put(work, Scene.Spec.of(1, Scene.CHATS.firstDue(work.today())));
        try (SuiteContext patient = SuiteContext.of(
                        work.settings(),
                        Clock.systemUTC(),
                        point -> {},
                        context -> context.registerBean(
                                "patience", RunLauncher.Patience.class, () -> RunLauncher.Patience.USUAL));
                SuiteContext impatient = work.suite();
                Connection still = work.adminPool().getConnection()) {
            still.setAutoCommit(false);
            stand(still);
            CompletableFuture<RunResult> lasting = CompletableFuture.supplyAsync(
                    () -> patient.runs().run(CATEGORY, work.today()).get(0));
            RunResult failed =
                    impatient.runs().run(Scene.CHATS.category(), work.today()).get(0);
            assertThat(failed.exit()).as("the control: " + failed).isEqualTo(ExitCode.FAILED);
            assertThat(lasting).isNotDone();
            still.rollback();
            assertThat(lasting.get(60, TimeUnit.SECONDS).exit()).isEqualTo(ExitCode.DONE);
        }
    }

    private static void stand(Connection session) throws SQLException {
        try (Statement s = session.createStatement()) {
            s.execute("SELECT v FROM gate WHERE name = 'holds' FOR UPDATE");
        }
    }
}
