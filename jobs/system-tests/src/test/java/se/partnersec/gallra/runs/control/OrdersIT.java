package se.partnersec.gallra.runs.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/** Every order, in every state a run can be in; and who may give one. */
@GallraTest
@Tag("core")
class OrdersIT {
    private final Workplace work;
    private final JdbcTemplate people;
    private final RunOrderService service;

    private static final Map<String, Consumer<RunOrderService>> ORDERS = Map.of(
            "pause", service -> service.pause(7, null, "test"),
            "resume", service -> service.resume(7, "test"),
            "stop", service -> service.stop(7, "test"),
            "set", service -> service.set(7, 100, 50, "test"));

    OrdersIT(Workplace work, SuiteContext suite) {
        this.work = work;
        people = new JdbcTemplate(suite.pool(DatabaseRole.FINANCE));
        service = new RunOrderService(people);
    }

    private void run(@Nullable String outcome) {
        work.admin()
                .update(
                        "INSERT INTO run_scope (run_id, part, category, number, as_of, policy, started_before, candidates,"
                                + " opened_at, outcome) VALUES (7, 0, 'ip-logs', 1, '2026-11-25', ?, '2026-05-29', 9,"
                                + " UTC_TIMESTAMP(6), ?)",
                        "0".repeat(64),
                        outcome);
    }

    private long given() {
        return work.number("SELECT COUNT(*) FROM run_order");
    }

    @ParameterizedTest
    @CsvSource({
        "pause,  at work,   taken",
        "pause,  paused,    taken",
        "pause,  DONE,      run 7 is not running: it has ended as DONE",
        "pause,  STOPPED,   run 7 is not running: it has ended as STOPPED",
        "pause,  FAILED,    run 7 is not running: it has ended as FAILED",
        "pause,  ABANDONED, run 7 is not running: it has ended as ABANDONED",
        "pause,  never was, run 7",
        "resume, at work,   run 7 is not paused",
        "resume, paused,    taken",
        "resume, resumed,   run 7 is not paused",
        "resume, stopping,  run 7 is not paused",
        "resume, timed out, run 7 is not paused",
        "resume, died,      taken",
        "resume, DONE,      run 7 is not running: it has ended as DONE",
        "resume, STOPPED,   run 7 is not paused",
        "resume, never was, run 7",
        "stop,   at work,   taken",
        "stop,   paused,    taken",
        "stop,   stopping,  taken",
        "stop,   DONE,      run 7 is not running: it has ended as DONE",
        "stop,   REFUSED,   run 7 is not running: it has ended as REFUSED",
        "stop,   never was, run 7",
        "set,    at work,   taken",
        "set,    paused,    taken",
        "set,    FAILED,    run 7 is not running: it has ended as FAILED",
        "set,    never was, run 7",
    })
    void takes_an_order_or_says_why_not(String order, String state, String answer) {
        String outcome = state.matches("[A-Z]+") ? state : state.equals("died") ? "FAILED" : null;
        if (!state.equals("never was")) {
            run(outcome);
        }
        for (String before : Map.of(
                        "paused", "PAUSE",
                        "died", "PAUSE",
                        "resumed", "PAUSE RESUME",
                        "stopping", "PAUSE STOP",
                        "timed out", "PAUSE OVER")
                .getOrDefault(state, "")
                .split(" ")) {
            if (before.equals("OVER")) {
                work.admin().update("UPDATE run_order SET until_at = UTC_TIMESTAMP(6)");
            } else if (!before.isEmpty()) {
                row(7, before, null, null);
            }
        }
        long before = given();
        Consumer<RunOrderService> give = Objects.requireNonNull(ORDERS.get(order));
        if (answer.equals("taken")) {
            give.accept(service);
            assertThat(given()).isEqualTo(before + 1);
            assertThat(work.admin()
                            .queryForObject("SELECT asked_by FROM run_order ORDER BY id DESC LIMIT 1", String.class))
                    .isEqualTo(work.settings().account(DatabaseRole.FINANCE).user() + "@%");
        } else {
            assertThatThrownBy(() -> give.accept(service)).hasMessageContaining(answer);
            assertThat(given()).isEqualTo(before);
        }
    }

    private void row(long run, String action, @Nullable Integer rate, @Nullable Integer chunk) {
        work.admin()
                .update(
                        "INSERT INTO run_order (uuid, run_id, action, rate, chunk, reason) VALUES (?, ?, ?, ?, ?, 'test')",
                        UUID.randomUUID().toString(),
                        run,
                        action,
                        rate,
                        chunk);
    }

    @Test
    void stops_all_whatever_runs_there_are_and_lets_them_go_once() {
        assertThatThrownBy(() -> service.resumeAll("test")).hasMessageContaining("there is nothing to resume");
        service.stopAll("one");
        RunOrder second = service.stopAll("two");
        RunOrderRepository orders = new RunOrderRepository(people);
        assertThat(orders.halt()).isEqualTo(second);
        service.resumeAll("test");
        assertThat(orders.halt()).isNull();
        assertThatThrownBy(() -> service.resumeAll("test")).hasMessageContaining("there is nothing to resume");
    }

    @Test
    void an_order_given_again_to_let_all_go_says_that_a_later_stop_stands() {
        RunOrderService once = service.once(UUID.randomUUID());
        service.stopAll("one");
        RunOrder go = once.resumeAll("test");
        assertThat(once.resumeAll("test").id()).as("nothing stands").isEqualTo(go.id());
        service.stopAll("two");
        assertThatThrownBy(() -> once.resumeAll("test"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("two");
    }

    @Test
    void one_identifier_is_of_one_order_in_all_its_words() {
        run(null);
        RunOrderService set = service.once(UUID.randomUUID());
        RunOrder first = set.set(7, 500, null, "test");
        assertThat(set.set(7, 500, null, "other words").id()).isEqualTo(first.id());
        assertThatThrownBy(() -> set.set(7, 600, null, "test")).hasMessageContaining("belongs to another order");
        assertThatThrownBy(() -> set.set(7, 500, 9, "test")).hasMessageContaining("belongs to another order");
        RunOrderService pause = service.once(UUID.randomUUID());
        RunOrder paused = pause.pause(7, Duration.ofHours(1), "test");
        assertThat(pause.pause(7, Duration.ofHours(1), "test").id()).isEqualTo(paused.id());
        assertThatThrownBy(() -> pause.pause(7, Duration.ofHours(2), "test"))
                .hasMessageContaining("belongs to another order");
        assertThatThrownBy(() -> pause.pause(7, null, "test")).hasMessageContaining("belongs to another order");
    }

    @Test
    void wants_a_reason_and_bounds() {
        run(null);
        assertThatThrownBy(() -> service.stop(7, " ")).hasMessageContaining("needs a reason");
        assertThatThrownBy(() -> service.stop(7, "x".repeat(1001))).hasMessageContaining("needs a reason");
        assertThatThrownBy(() -> service.set(7, null, null, "test")).hasMessageContaining("nothing to set");
        assertThatThrownBy(() -> service.set(7, 1_000_001, null, "test")).hasMessageContaining("0 to 1000000 rows");
        assertThatThrownBy(() -> service.set(7, null, 0, "test")).hasMessageContaining("1 to 10000 candidates");
        assertThatThrownBy(() -> service.pause(7, Duration.ofDays(32), "test")).hasMessageContaining("31 days");
        assertThatThrownBy(() -> service.pause(7, Duration.ZERO, "test")).hasMessageContaining("31 days");
        assertThat(given()).isZero();
        RunOrder pause = service.pause(7, Duration.ofHours(2), "test");
        // The order is stamped by the server's clock a moment later.
        assertThat(pause.until()).isCloseTo(pause.at().plus(Duration.ofHours(2)), within(1, ChronoUnit.SECONDS));
    }

    /** What the service refuses, the table refuses as well, from whoever writes it. */
    @Test
    void the_table_refuses_what_no_desk_would_write() {
        List<String> wrong = List.of(
                "0, 'STOP', NULL, NULL, NULL, 'r'",
                "7, 'STOP_ALL', NULL, NULL, NULL, 'r'",
                "7, 'ERASE', NULL, NULL, NULL, 'r'",
                "7, 'SET', NULL, NULL, NULL, 'r'",
                "7, 'SET', 1000001, NULL, NULL, 'r'",
                "7, 'SET', -1, NULL, NULL, 'r'",
                "7, 'SET', NULL, 0, NULL, 'r'",
                "7, 'SET', NULL, 10001, NULL, 'r'",
                "7, 'STOP', 5, NULL, NULL, 'r'",
                "7, 'STOP', NULL, NULL, UTC_TIMESTAMP(6), 'r'",
                "7, 'STOP', NULL, NULL, NULL, ' '");
        for (String values : wrong) {
            assertThatThrownBy(() -> insert(people, "", values))
                    .as(values)
                    .isInstanceOf(DataAccessException.class)
                    .rootCause()
                    .hasMessageMatching("(?is).*(constraint).*");
        }
        insert(people, "", "7, 'SET', 0, 10000, NULL, 'r'");
        assertThat(given()).isEqualTo(1);
    }

    private static void insert(JdbcTemplate jdbc, String more, String values) {
        jdbc.update("INSERT INTO run_order (uuid, run_id, action, rate, chunk, until_at, reason" + more
                + ") VALUES (UUID(), " + values + ")");
    }

    @Test
    void nobody_gives_an_order_in_another_name_or_changes_one_and_the_job_gives_none() {
        try (HikariDataSource jobs = DataSourceFactory.pool(work.settings(), DatabaseRole.JOB, 1);
                HikariDataSource readers = DataSourceFactory.pool(work.settings(), DatabaseRole.READER, 1)) {
            JdbcTemplate job = new JdbcTemplate(jobs);
            insert(people, "", "7, 'STOP', NULL, NULL, NULL, 'r'");
            List<Runnable> tries = List.of(
                    () -> insert(people, ", asked_by", "7, 'STOP', NULL, NULL, NULL, 'r', 'anna@%'"),
                    () -> insert(people, ", asked_at", "7, 'STOP', NULL, NULL, NULL, 'r', UTC_TIMESTAMP(6)"),
                    () -> people.update("UPDATE run_order SET reason = 'other'"),
                    () -> people.update("DELETE FROM run_order"),
                    () -> insert(job, "", "0, 'GO', NULL, NULL, NULL, 'r'"),
                    () -> insert(job, "", "7, 'RESUME', NULL, NULL, NULL, 'r'"),
                    () -> job.update("UPDATE run_order SET run_id = 8"),
                    () -> job.update("DELETE FROM run_order"),
                    () -> insert(new JdbcTemplate(readers), "", "7, 'STOP', NULL, NULL, NULL, 'r'"));
            tries.forEach(each -> assertThatThrownBy(each::run).rootCause().hasMessageContaining("command denied"));
            assertThat(new RunOrderRepository(job).to(7)).hasSize(1);
        }
    }
}
