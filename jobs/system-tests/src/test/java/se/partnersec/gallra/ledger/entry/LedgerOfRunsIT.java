package se.partnersec.gallra.ledger.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.JdbcTransactionManager;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.ledger.verify.LedgerVerifier;
import se.partnersec.gallra.ledger.verify.LedgerVerifier.Result;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Workplace;

/** What real runs write is what verification and search expect. */
@GallraTest(chunk = 4)
@Tag("full")
class LedgerOfRunsIT {
    private final Workplace work;
    private final LocalDate today;

    LedgerOfRunsIT(Workplace work, LocalDate today) {
        this.work = work;
        this.today = today;
    }

    @Test
    void a_run_with_kept_and_swept_records_verifies_and_is_found() throws SQLException {
        long last = 0;
        for (int i = 0; i < 22; i++) {
            last = work.insert(
                    "ip_log", "seen_at, service, address", today.minusDays(200).atTime(12, i), "mail", "192.0.2.1");
        }
        try (Connection other = work.adminPool().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.executeQuery("SELECT id FROM " + work.table("ip_log") + " WHERE id = " + last + " FOR UPDATE");
            RunResult result = work.run(CategoryIds.IP_LOGS, today, point -> {
                if (point == CrashPoint.VERIFY_STARTED) {
                    rollback(other);
                }
            });
            assertThat(result.exit()).isEqualTo(ExitCode.DONE);
        }
        assertThat(work.count("ip_log", "TRUE")).isZero();
        assertThat(work.texts("SELECT counts FROM ledger_chunk WHERE kind = 'C'"))
                .as("a record was deferred")
                .anyMatch(counts -> counts != null && counts.contains("DEFERRED"));
        Result verified = verify();
        assertThat(verified.problems()).isEmpty();
        assertThat(verified.items()).isEqualTo(22);
        LedgerSearch search = new LedgerSearch(work.admin(), work.settings().tags());
        assertThat(search.find(CategoryIds.IP_LOGS, Long.toString(last)))
                .extracting(LedgerSearch.Entry::outcome)
                .containsExactly(Outcome.ERASED);
    }

    @Test
    void a_run_that_failed_before_its_scope_was_frozen_is_no_sign_of_tampering() {
        RunResult result = work.run(CategoryIds.CALL_RECORDINGS, today, point -> {
            if (point == CrashPoint.INTENTS_RECONCILED) {
                throw new IllegalStateException("the scope step fails");
            }
        });
        assertThat(result.exit()).isEqualTo(ExitCode.FAILED);
        assertThat(verify().problems()).isEmpty();
    }

    @Test
    void what_a_customer_lost_is_counted_by_category() {
        long customer = work.insert("customer", "customer_no, org_no, name", "K1", "556000-0000", "Anna AB");
        long user = work.insert(
                "user_account",
                "customer_id, user_name, full_name, email, phone",
                customer,
                "anna",
                "Anna",
                "a@b.se",
                "0700000000");
        work.insert(
                "ip_log",
                "seen_at, service, address, customer_id, user_id",
                today.minusDays(200).atTime(12, 0),
                "mail",
                "192.0.2.1",
                customer,
                user);
        assertThat(work.run(CategoryIds.IP_LOGS, today).exit()).isEqualTo(ExitCode.DONE);
        LedgerSearch search = new LedgerSearch(work.admin(), work.settings().tags());
        assertThat(search.countErased(ScopeType.USER, user, Long.MAX_VALUE)).hasToString("{ip-logs=ERASED=1}");
        assertThat(search.countErased(ScopeType.CUSTOMER, customer, Long.MAX_VALUE))
                .hasToString("{ip-logs=ERASED=1}");
        assertThat(search.countErased(ScopeType.USER, user + 1, Long.MAX_VALUE)).isEmpty();
    }

    private Result verify() {
        Result result =
                new LedgerVerifier(work.admin(), new JdbcTransactionManager(work.adminPool())).verify(Optional.empty());
        assertThat(result.interrupted()).isEmpty();
        return result;
    }

    private static void rollback(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
