package se.partnersec.gallra.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.AlteredRuns;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

/** Billing keeps rows that decide about records: whose records wait, and nobody else's. */
@GallraTest
@Tag("core")
class LockedFactsIT {
    private final Workplace work;
    private final LocalDate today;

    LockedFactsIT(Workplace work, LocalDate today) {
        this.work = work;
        this.today = today;
    }

    @BeforeEach
    void fill() {
        work.customer(1);
    }

    /** Each with an invoice and its payment, whose number is ten times that of the invoice. */
    private void usage(int records) {
        work.user(1, 1, "anv1");
        for (long id = 1; id <= records; id++) {
            Scene.USAGE.put(work, Scene.Spec.of(id, Scene.USAGE.firstDue(today)));
        }
    }

    /** As billing's nightly batch does, for as long as the run takes. */
    private Connection keep(String table, long id) throws SQLException {
        Connection billing = work.adminPool().getConnection();
        billing.setAutoCommit(false);
        try (Statement s = billing.createStatement()) {
            s.execute("SELECT id FROM " + work.table(table) + " WHERE id = " + id + " FOR UPDATE");
        }
        return billing;
    }

    private static void letGo(Connection billing) throws SQLException {
        billing.rollback();
        billing.close();
    }

    @Test
    void a_payment_in_other_hands_defers_its_record_alone() throws SQLException {
        usage(12);
        Connection billing = keep("invoice_payment", 30);
        long began = System.nanoTime();
        RunResult result;
        try {
            result = work.run(CategoryIds.TRAFFIC_DATA, today);
        } finally {
            letGo(billing);
        }
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.SKIPPED);
        assertThat(result.counts().of(Outcome.ERASED)).isEqualTo(11);
        assertThat(result.counts().of(Outcome.DEFERRED)).isEqualTo(1);
        assertThat(work.texts("SELECT CONCAT(subject, ' ', code) FROM finding")).containsExactly("3 RECORD_LOCKED");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(25));
        RunResult next = work.run(CategoryIds.TRAFFIC_DATA, today);
        assertThat(next.exit()).as(next.toString()).isEqualTo(ExitCode.DONE);
        assertThat(work.count("sms_usage", "TRUE")).isZero();
    }

    @Test
    void so_does_an_invoice_in_other_hands() throws SQLException {
        usage(3);
        Connection billing = keep("invoice", 2);
        try {
            assertThat(work.run(CategoryIds.TRAFFIC_DATA, today).counts().of(Outcome.DEFERRED))
                    .isEqualTo(1);
        } finally {
            letGo(billing);
        }
        assertThat(work.count("sms_usage", "TRUE")).isEqualTo(1);
    }

    @Test
    void what_is_let_go_in_time_goes_with_the_sweep() throws SQLException {
        usage(3);
        AtomicReference<@Nullable Connection> billing = new AtomicReference<>(keep("invoice_payment", 20));
        RunResult result = work.run(CategoryIds.TRAFFIC_DATA, today, point -> {
            Connection open = billing.get();
            if (point == CrashPoint.VERIFY_STARTED && open != null) {
                billing.set(null);
                try {
                    letGo(open);
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
        assertThat(work.count("sms_usage", "TRUE")).isZero();
        assertThat(work.texts("SELECT code FROM finding")).isEmpty();
    }

    /** Otherwise a shared lock on an index with all that is read would leave the row itself to others. */
    @Test
    void locks_the_row_of_a_fact_though_an_index_has_all_that_is_read_of_it() {
        work.admin()
                .execute("CREATE INDEX all_of_it ON " + work.table("invoice_payment")
                        + " (invoice_id, kind, paid_on, amount_ore)");
        assertThat(locksPayment(UnaryOperator.identity())).isTrue();
        work.clear();
        work.customer(1);
        assertThat(locksPayment(sql -> sql.contains("`invoice_payment` FORCE INDEX (PRIMARY)")
                        ? sql.replaceAll(
                                "FORCE INDEX .* ORDER BY", "FORCE INDEX (all_of_it) WHERE invoice_id = 1 ORDER BY")
                        : sql))
                .as("without the way by the key")
                .isFalse();
    }

    private boolean locksPayment(UnaryOperator<String> change) {
        usage(1);
        boolean[] locked = new boolean[1];
        try (AlteredRuns altered = AlteredRuns.rewriting(work, change, point -> {
            if (point == CrashPoint.RECORDS_LOCKED) {
                locked[0] |=
                        work.waits("SELECT id FROM " + work.table("invoice_payment") + " WHERE id = 10 FOR UPDATE");
            }
        })) {
            altered.run(CategoryIds.TRAFFIC_DATA, today);
        }
        assertThat(work.count("sms_usage", "TRUE")).isZero();
        return locked[0];
    }

    @Test
    void a_chunk_locks_no_more_than_500_rows_of_facts_but_those_of_one_record() {
        for (int id = 2; id <= 5; id++) {
            work.customer(id);
            Scene.USERS.put(work, Scene.Spec.of(id, Scene.USERS.firstDue(today)).customer(id));
        }
        StringBuilder rows = new StringBuilder();
        for (int id = 1000; id < 1000 + 1500; id++) {
            int customer = id < 1200 ? 2 : id < 1400 ? 3 : id < 1600 ? 4 : 5;
            rows.append(rows.isEmpty() ? "" : ",")
                    .append("(")
                    .append(id)
                    .append(", ")
                    .append(customer)
                    .append(", 'F")
                    .append(id)
                    .append("', '9', 'A', ")
                    .append(id)
                    .append(", '2019-01-01', 'PAID', 4000)");
        }
        work.admin()
                .update("INSERT INTO " + work.table("invoice") + " (id, customer_id, invoice_no, ocr, voucher_series,"
                        + " voucher_no, issued_on, status, amount_ore) VALUES " + rows);
        RunResult result = work.run(CategoryIds.USER_DATA, today);
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
        assertThat(work.count("user_account", "TRUE")).isZero();
        // Two of 200 each, the third that would be one too many, and one of 900.
        assertThat(work.texts("SELECT counts FROM ledger_chunk WHERE kind = 'C' ORDER BY seq"))
                .containsExactly("ERASED=2", "ERASED=1", "ERASED=1");
    }
}
