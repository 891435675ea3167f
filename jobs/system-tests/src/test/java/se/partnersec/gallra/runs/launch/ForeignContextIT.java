package se.partnersec.gallra.runs.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CrashingRun;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/** Whoever has the job's password writes into the contexts of Spring Batch. */
@GallraTest(chunk = 3)
@Tag("full")
class ForeignContextIT {
    private final Workplace work;
    private final LocalDate today;

    ForeignContextIT(Workplace work, LocalDate today) {
        this.work = work;
        this.today = today;
    }

    @BeforeEach
    void fill() {
        work.customer(1);
        for (long id = 1; id <= 7; id++) {
            Scene.IPS.put(work, Scene.Spec.of(id, Scene.IPS.firstDue(today)));
        }
    }

    private long cutOff() {
        assertThat(CrashingRun.kill(work, Scene.IPS.category(), CrashPoint.CHUNK_COMMITTED, 1))
                .isTrue();
        assertThat(work.count("ip_log", "TRUE")).isEqualTo(4);
        return work.number("SELECT MAX(JOB_INSTANCE_ID) FROM BATCH_JOB_INSTANCE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"BATCH_STEP_EXECUTION_CONTEXT", "BATCH_JOB_EXECUTION_CONTEXT"})
    void a_run_whose_context_is_foreign_is_not_resumed_and_its_successor_does_its_work(String table) {
        long cut = cutOff();
        write("UPDATE " + table + " SET SHORT_CONTEXT = 'rO0ABXNyAAxqYXZhLmlvLkZpbGU='");
        try (SuiteContext suite = work.suite()) {
            RunResult restarted = suite.runs().restart(cut);
            assertThat(restarted.exit()).as(restarted.toString()).isEqualTo(ExitCode.REFUSED);
            assertThat(String.valueOf(restarted.why())).contains("the context of run " + cut, "gallra run ip-logs");
        }
        assertThat(work.count("ip_log", "TRUE")).isEqualTo(4);
        try (SuiteContext suite = work.suite()) {
            List<RunResult> results = suite.runs().run(Scene.IPS.category(), today);
            assertThat(results).extracting(RunResult::exit).containsExactly(ExitCode.DONE);
            assertThat(results.get(0).runId()).isGreaterThan(cut);
        }
        assertThat(work.count("ip_log", "TRUE")).isZero();
        assertThat(work.texts("SELECT outcome FROM run_scope WHERE run_id = " + cut))
                .doesNotContain("DONE");
    }

    /** It did all its work and died before it was closed; what it left is on record in its context alone. */
    @ParameterizedTest
    @ValueSource(
            strings = {"rO0ABXNy", "{}", "{\"left\":7}", "{\"left\":\"x\"}", "{\"left\":\"HELD=1\",\"missed\":\"x\"}"})
    void a_run_that_only_has_to_be_closed_is_not_called_done_where_nobody_knows_what_it_left(String context) {
        assertThat(CrashingRun.kill(work, Scene.IPS.category(), CrashPoint.VERIFIED, 2))
                .isTrue();
        work.admin().update("UPDATE BATCH_JOB_EXECUTION SET STATUS = 'COMPLETED', EXIT_CODE = 'COMPLETED'");
        work.admin().update("UPDATE BATCH_STEP_EXECUTION SET STATUS = 'COMPLETED', EXIT_CODE = 'COMPLETED'");
        write("UPDATE BATCH_JOB_EXECUTION_CONTEXT SET SHORT_CONTEXT = '" + context + "'");
        long cut = work.number("SELECT MAX(JOB_INSTANCE_ID) FROM BATCH_JOB_INSTANCE");
        try (SuiteContext suite = work.suite()) {
            RunResult closed = suite.runs().restart(cut);
            assertThat(closed.exit()).as(closed.toString()).isEqualTo(ExitCode.SKIPPED);
            assertThat(String.valueOf(closed.why())).contains("the state the run left is unknown");
            assertThat(suite.runs().run(Scene.IPS.category(), today))
                    .extracting(RunResult::exit)
                    .containsExactly(ExitCode.DONE);
        }
    }

    /** The control: a context that a run wrote is gone on with. */
    @Test
    void a_run_whose_context_is_its_own_is_resumed() {
        long cut = cutOff();
        try (SuiteContext suite = work.suite()) {
            List<RunResult> results = suite.runs().run(Scene.IPS.category(), today);
            assertThat(results).extracting(RunResult::runId).containsExactly(cut);
        }
        assertThat(work.count("ip_log", "TRUE")).isZero();
    }

    private void write(String sql) {
        try (HikariDataSource job = DataSourceFactory.pool(work.settings(), DatabaseRole.JOB, 1)) {
            assertThat(new JdbcTemplate(job).update(sql)).isPositive();
        }
    }
}
