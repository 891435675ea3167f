package se.partnersec.gallra.holds.hold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Workplace;
import se.partnersec.gallra.testing.assertion.Rewriting;

/** A chunk may keep the gate longer than a session usually waits: who places a hold waits for it, and has his turn. */
@GallraTest
@Tag("core")
class PatientGateIT {
    private static final String ENTER = "SELECT v FROM gate WHERE name = 'holds' LOCK IN SHARE MODE";

    private final Workplace work;

    PatientGateIT(Workplace work) {
        this.work = work;
    }

    private NewHold claim() {
        return new NewHold(
                HoldType.LEGAL_CLAIM,
                new HoldScope(ScopeType.RECORD, "ip-logs:1"),
                null,
                null,
                work.today().plusMonths(6),
                null,
                "tvist");
    }

    private Connection chunk() throws SQLException {
        Connection chunk = work.adminPool().getConnection();
        chunk.setAutoCommit(false);
        try (Statement s = chunk.createStatement()) {
            s.executeQuery(ENTER);
        }
        return chunk;
    }

    @Test
    void a_hold_is_placed_behind_a_chunk_that_lasts_longer_than_a_session_waits() throws Exception {
        try (Connection chunk = chunk()) {
            CompletableFuture<PlacedHold> placing =
                    CompletableFuture.supplyAsync(() -> work.holdService().add(claim()));
            Thread.sleep(Duration.ofSeconds(7).toMillis());
            assertThat(placing).isNotDone();
            chunk.rollback();
            assertThat(placing.get(10, TimeUnit.SECONDS).epoch()).isPositive();
        }
        assertThat(work.number("SELECT COUNT(*) FROM hold")).isEqualTo(1);
    }

    @Test
    void with_the_patience_of_other_sessions_it_is_not() throws Exception {
        try (Connection chunk = chunk();
                Connection session = work.adminPool().getConnection();
                Statement other = session.createStatement()) {
            other.execute("SET SESSION innodb_lock_wait_timeout = 5");
            assertThatThrownBy(() -> other.execute("UPDATE gate SET v = v + 1 WHERE name = 'holds'"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getErrorCode()).isEqualTo(1205));
            chunk.rollback();
        }
    }

    @Test
    void the_victim_of_a_deadlock_or_of_too_long_a_wait_tries_again_and_places_it_once() {
        int[] failures = {0};
        Rewriting unlucky = new Rewriting(work.adminPool(), sql -> {
            boolean fails = sql.startsWith("CALL advance_gate") && failures[0]++ < 3;
            return !fails
                    ? sql
                    : failures[0] == 2
                            ? "SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = 1213, MESSAGE_TEXT = 'planted'"
                            : "SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = 1205, MESSAGE_TEXT = 'planted'";
        });
        HoldService service = new HoldService(
                new JdbcTemplate(unlucky),
                new TransactionTemplate(new JdbcTransactionManager(unlucky)),
                scopes -> Map.of());
        assertThat(service.add(claim()).epoch()).isPositive();
        assertThat(failures[0]).isEqualTo(4);
        assertThat(work.number("SELECT COUNT(*) FROM hold")).isEqualTo(1);
    }

    @Test
    void what_is_no_matter_of_patience_is_not_tried_again() {
        int[] asked = {0};
        Rewriting refusing = new Rewriting(work.adminPool(), sql -> {
            boolean gate = sql.startsWith("CALL advance_gate");
            asked[0] += gate ? 1 : 0;
            return gate ? "SIGNAL SQLSTATE '42000' SET MYSQL_ERRNO = 1142, MESSAGE_TEXT = 'planted'" : sql;
        });
        HoldService service = new HoldService(
                new JdbcTemplate(refusing),
                new TransactionTemplate(new JdbcTransactionManager(refusing)),
                scopes -> Map.of());
        assertThatThrownBy(() -> service.add(claim())).hasStackTraceContaining("planted");
        assertThat(asked[0]).isEqualTo(1);
    }
}
