package se.partnersec.gallra.erasure.statistic;

import static org.assertj.core.api.Assertions.assertThat;
import static se.partnersec.gallra.testing.Counted.local;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.control.StartOptions;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.runs.throttle.RunSession;
import se.partnersec.gallra.runs.throttle.RunWatcher;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.AlteredRuns;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.Counted;
import se.partnersec.gallra.testing.CrashingRun;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Workplace;

/** A period is counted once and before anything of it goes, whatever happens in between, and locks nobody out. */
@GallraTest(chunk = 4)
@Tag("full")
class StatisticStepIT {
    private static final DataCategory CHATS = CategoryIds.CHAT_LOGS;
    private static final List<String> UNDISTURBED =
            List.of("2025-01-01 faktura 6", "2025-02-01 faktura 6", "2025-03-01 faktura 6");

    private final Workplace work;
    private final Counted counted;
    private final LocalDate today;

    StatisticStepIT(Workplace work, Counted counted, LocalDate today) {
        this.work = work;
        this.counted = counted;
        this.today = today;
    }

    @BeforeEach
    void fill() {
        counted.chats(10, 6, local("2025-01-10T12:00:00"), "faktura");
        counted.chats(20, 6, local("2025-02-10T12:00:00"), "faktura");
        counted.chats(30, 6, local("2025-03-10T12:00:00"), "faktura");
    }

    @ParameterizedTest
    @CsvSource({
        "SCOPE_FROZEN,      1, 0",
        "STATISTIC_WRITTEN, 1, 0",
        "STATISTIC_WRITTEN, 2, 1",
        "PERIOD_SETTLED,    3, 2",
        "COUNTED,           1, 3",
        "LEDGER_WRITTEN,    1, 3",
        "CHUNK_COMMITTED,   2, 3"
    })
    void a_run_that_was_killed_counts_what_an_undisturbed_one_counts(CrashPoint point, int pass, int before) {
        assertThat(CrashingRun.kill(work, CHATS, point, pass)).isTrue();
        assertThat(counted.ofChats()).isEqualTo(UNDISTURBED.subList(0, before));
        assertThat(counted.periods()).hasSize(before);
        RunResult result = work.run(CHATS, today);
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
        assertThat(counted.ofChats()).isEqualTo(UNDISTURBED);
        assertThat(counted.periods()).containsExactly("2025-01-01 1", "2025-02-01 1", "2025-03-01 1");
        assertThat(work.count("chat_conversation", "TRUE")).isZero();
    }

    /** The counter-proof: were it not on record what was counted, what is left would be counted again. */
    @Test
    void without_the_record_of_what_was_counted_a_restart_would_count_again() {
        assertThat(CrashingRun.kill(work, CHATS, CrashPoint.CHUNK_COMMITTED, 1)).isTrue();
        work.admin().update("DELETE FROM statistic_period");
        RunResult refused = work.run(CHATS, today);
        assertThat(refused.exit()).isEqualTo(ExitCode.FAILED);
        assertThat(refused.why()).contains("chat_statistic has rows for 2025-01-01");
        assertThat(counted.ofChats()).as("nothing is added to it").isEqualTo(UNDISTURBED);
        assertThat(work.count("chat_conversation", "TRUE")).isEqualTo(14);
        work.update("chat_statistic", "month_on = month_on - INTERVAL 20 YEAR");
        assertThat(work.run(CHATS, today).exit()).isEqualTo(ExitCode.DONE);
        assertThat(counted.ofChats())
                .as("with nothing in its way it counts twice, and of January what had not gone yet: too few")
                .containsExactly(
                        "2005-01-01 faktura 6",
                        "2005-02-01 faktura 6",
                        "2005-03-01 faktura 6",
                        "2025-02-01 faktura 6",
                        "2025-03-01 faktura 6");
    }

    @Test
    void nothing_goes_of_a_period_that_is_not_on_record_as_counted() {
        RunResult result = work.run(CHATS, today, point -> {
            if (point == CrashPoint.COUNTED) {
                work.admin().update("DELETE FROM statistic_period WHERE period_on = '2025-02-01'");
            }
        });
        assertThat(result.exit()).isEqualTo(ExitCode.FAILED);
        assertThat(work.count("chat_conversation", "id BETWEEN 20 AND 29")).isEqualTo(6);
        assertThat(counted.ofChats()).isEqualTo(UNDISTURBED);
    }

    @Test
    void a_record_that_comes_in_while_others_go_waits_for_its_period_to_be_counted() {
        AtomicBoolean once = new AtomicBoolean();
        RunResult result = work.run(CHATS, today, point -> {
            if (point == CrashPoint.COUNTED && once.compareAndSet(false, true)) {
                counted.chats(1, 5, local("2025-04-10T12:00:00"), "sent");
            }
        });
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
        assertThat(counted.ofChats()).hasSize(4).contains("2025-04-01 sent 5");
        assertThat(work.count("chat_conversation", "TRUE")).isZero();
    }

    /** The counter-proof: what holds the records back is that question, asked before each chunk. */
    @Test
    void without_the_question_whether_it_is_counted_records_would_go_uncounted() {
        try (AlteredRuns blind = AlteredRuns.rewriting(
                work,
                sql -> sql.startsWith("SELECT period_on FROM statistic_period")
                        ? "SELECT period_on FROM (SELECT ? AS c, ? AS p, CAST(? AS DATE) AS period_on) AS x"
                        : sql,
                point -> {})) {
            assertThat(blind.run(CHATS, today).get(0).exit()).isEqualTo(ExitCode.DONE);
        }
        assertThat(counted.ofChats()).isEmpty();
        assertThat(work.count("chat_conversation", "TRUE")).isZero();
    }

    /** Counting comes before the gate; so who places a restriction meanwhile is seen, or waits. */
    @ParameterizedTest
    @CsvSource({"true, 5", "false, 6"})
    void a_restriction_that_comes_while_a_period_is_counted_makes_it_count_anew(boolean guarded, int persons) {
        AtomicBoolean once = new AtomicBoolean();
        Long before = work.admin().queryForObject("SELECT v FROM gate", Long.class);
        try (AlteredRuns altered = AlteredRuns.rewriting(
                work,
                sql -> {
                    boolean entering = sql.contains("CONNECTION_ID() FROM gate");
                    if (entering && once.compareAndSet(false, true)) {
                        work.hold(HoldType.RESTRICTION, ScopeType.USER, "6");
                    }
                    // Without the guard: whoever enters is told that nobody came.
                    if (!guarded && sql.contains("FROM gate_log")) {
                        return "SELECT " + before;
                    }
                    return entering && !guarded ? sql.replace("SELECT v,", "SELECT " + before + ",") : sql;
                },
                point -> {})) {
            RunResult result = altered.run(CHATS, today).get(0);
            assertThat(result.exit()).as(result.toString()).isIn(ExitCode.DONE, ExitCode.FAILED);
        }
        assertThat(counted.ofChats()).startsWith("2025-01-01 faktura " + persons);
    }

    /** However many come: a run that began anew for each would never end on the day people enter holds. */
    @Test
    void holds_that_restrict_nothing_do_not_disturb_the_counting() {
        AtomicInteger enterings = new AtomicInteger();
        try (AlteredRuns altered = AlteredRuns.rewriting(
                work,
                sql -> {
                    if (sql.contains("CONNECTION_ID() FROM gate")) {
                        work.hold(ScopeType.USER, "9" + enterings.incrementAndGet());
                    }
                    return sql;
                },
                point -> {})) {
            RunResult result = altered.run(CHATS, today).get(0);
            assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
        }
        assertThat(enterings.get()).isGreaterThan(5);
        assertThat(counted.ofChats()).isEqualTo(UNDISTURBED);
    }

    @Test
    void without_the_question_for_restrictions_they_would_be_counted() {
        work.hold(HoldType.RESTRICTION, ScopeType.USER, "6");
        try (AlteredRuns blind = AlteredRuns.rewriting(
                work,
                sql -> sql.startsWith("SELECT 1 FROM hold h WHERE h.type = ?")
                        ? sql.replace("h.type = ?", "h.type = CONCAT(?, '!')")
                        : sql,
                point -> {})) {
            assertThat(blind.run(CHATS, today).get(0).exit()).isEqualTo(ExitCode.DONE);
        }
        assertThat(counted.ofChats()).isEqualTo(UNDISTURBED);
    }

    @Test
    void counting_waits_for_no_lock_of_the_application_and_takes_none() throws SQLException {
        boolean[] free = {false};
        try (Connection other = work.adminPool().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.executeUpdate("UPDATE " + work.table("chat_conversation") + " SET topic = 'ändrat'");
            RunResult result = work.run(CHATS, today, point -> {
                try {
                    if (point == CrashPoint.COUNTED) {
                        other.rollback();
                    } else if (point == CrashPoint.PERIOD_SETTLED && !free[0]) {
                        // What was counted a moment ago, by a transaction that is not over.
                        other.rollback();
                        statement
                                .executeQuery(
                                        "SELECT id FROM " + work.table("chat_conversation") + " FOR UPDATE NOWAIT")
                                .close();
                        free[0] = true;
                    }
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
        }
        assertThat(free[0]).isTrue();
        assertThat(counted.ofChats()).isEqualTo(UNDISTURBED);
    }

    @Test
    void more_records_than_fit_on_a_page_are_each_counted_once() {
        work.delete("chat_conversation", "TRUE");
        long ms = local("2025-05-31T23:59:59").toEpochMilli();
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 4500; i++) {
            rows.append(i == 0 ? "" : ",")
                    .append("(1, ")
                    .append(i % 9)
                    .append(", 'faktura', ")
                    .append(ms - i / 3)
                    .append(", ")
                    .append(ms)
                    .append(')');
        }
        work.admin()
                .update("INSERT INTO " + work.table("chat_conversation")
                        + " (customer_id, user_id, topic, last_message_ms, closed_ms) VALUES " + rows);
        try (AlteredRuns altered = AlteredRuns.rewriting(work, sql -> sql, point -> {})) {
            RunSession session = new RunSession(StartOptions.NONE, RunWatcher.NONE);
            session.stop();
            altered.run(CHATS, today, session);
            assertThat(counted.ofChats()).as("stopped before it began").isEmpty();
        }
        assertThat(work.run(CHATS, today, point -> {
                            if (point == CrashPoint.CHUNK_READ) {
                                work.delete("chat_conversation", "TRUE");
                            }
                        })
                        .exit())
                .isEqualTo(ExitCode.DONE);
        assertThat(counted.ofChats()).containsExactly("2025-05-01 faktura 4500");
    }
}
