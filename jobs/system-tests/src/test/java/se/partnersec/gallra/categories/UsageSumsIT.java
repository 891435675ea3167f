package se.partnersec.gallra.categories;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessResourceFailureException;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.AlteredRuns;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

/** Usage that a voucher refers to leaves one sum for each invoice line and month, equal to what it replaces. */
@GallraTest(chunk = 4)
@Tag("full")
class UsageSumsIT {
    private static final DataCategory TRAFFIC = CategoryIds.TRAFFIC_DATA;
    private final Workplace work;
    private final LocalDate today;
    private final LocalDate settled;

    UsageSumsIT(Workplace work, LocalDate today) {
        this.work = work;
        this.today = today;
        this.settled = Scene.USAGE.firstDue(today);
    }

    @BeforeEach
    void fill() {
        work.customer(1);
        for (int user = 1; user <= 3; user++) {
            work.user(user, 1, "anv" + user);
        }
        invoice(1, "PAID", settled.minusDays(30), settled);
        work.paid(1, settled, 10_000);
    }

    private void invoice(long id, String status, LocalDate issued, @Nullable LocalDate settledOn) {
        work.invoice(id, status, issued, settledOn, 10_000);
        work.insert("invoice_line", "id, invoice_id, article, quantity, amount_ore", id, id, "SMS", 100, 10_000);
    }

    private void usage(long id, long user, String day, int quantity, @Nullable Object line, String bookkeeping) {
        work.insert(
                "sms_usage",
                "id, customer_id, user_id, invoice_id, line_id, number, used_on, quantity, bookkeeping",
                id,
                1,
                user,
                1,
                line,
                "+4670174060" + user,
                LocalDate.parse(day),
                quantity,
                bookkeeping);
    }

    private void payment(String kind, LocalDate day, int ore) {
        work.insert("invoice_payment", "invoice_id, kind, paid_on, amount_ore", 1, kind, day, ore);
    }

    private List<Map<String, @Nullable Object>> sums() {
        return work.admin()
                .queryForList("SELECT line_id, CAST(month_on AS CHAR) AS month, customer_id, quantity, details FROM "
                        + work.table("sms_usage_sum") + " ORDER BY line_id, month_on");
    }

    private static Map<String, @Nullable Object> sum(String month, long quantity, long details) {
        return Map.of("line_id", 1L, "month", month, "customer_id", 1L, "quantity", quantity, "details", details);
    }

    private RunResult run() {
        return work.run(TRAFFIC, today);
    }

    @Test
    void leaves_one_sum_a_line_and_month_over_several_chunks_and_runs() {
        for (int i = 0; i < 10; i++) {
            usage(i + 1, 1 + i % 3, i < 7 ? "2025-01-1" + i : "2025-02-0" + i, i + 1, 1L, "FIELDS");
        }
        RunResult result = run();
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
        assertThat(result.counts().of(Outcome.ANONYMISED)).isEqualTo(10);
        assertThat(work.count("sms_usage", "TRUE")).isZero();
        assertThat(sums()).containsExactly(sum("2025-01-01", 28, 7), sum("2025-02-01", 27, 3));
        assertThat(run().counts().of(Outcome.ANONYMISED)).isZero();
        usage(11, 1, "2025-01-31", 5, 1L, "FIELDS");
        run();
        assertThat(sums()).containsExactly(sum("2025-01-01", 33, 8), sum("2025-02-01", 27, 3));
    }

    @Test
    void sums_only_what_the_voucher_refers_to() {
        usage(1, 1, "2025-01-10", 4, 1L, "NONE");
        usage(2, 1, "2025-01-10", 5, 1L, "FIELDS");
        usage(3, 1, "2025-01-10", 6, 1L, "FULL");
        RunResult result = run();
        assertThat(result.counts().of(Outcome.ERASED)).isEqualTo(1);
        assertThat(result.counts().of(Outcome.ANONYMISED)).isEqualTo(1);
        assertThat(result.counts().of(Outcome.HELD)).isEqualTo(1);
        assertThat(work.count("sms_usage", "id = 3")).isEqualTo(1);
        assertThat(sums()).containsExactly(sum("2025-01-01", 5, 1));
    }

    @Test
    void leaves_the_one_row_no_sum_can_stand_for_to_somebody_and_sums_its_neighbours() {
        usage(1, 1, "2025-01-10", 4, 1L, "FIELDS");
        usage(2, 1, "2025-01-11", 5, null, "FIELDS");
        usage(3, 1, "2025-01-12", 6, 1L, "FIELDS");
        RunResult result = run();
        assertThat(result.exit()).isEqualTo(ExitCode.DONE);
        assertThat(result.counts().of(Outcome.REVIEW)).isEqualTo(1);
        assertThat(work.texts("SELECT code FROM finding")).containsExactly("NO_SUM");
        assertThat(work.count("sms_usage", "TRUE")).isEqualTo(1);
        assertThat(work.count("sms_usage", "id = 2")).isEqualTo(1);
        assertThat(sums()).containsExactly(sum("2025-01-01", 10, 2));
    }

    /** Negative control of the proof: where the database keeps another sum, nothing goes. */
    @Test
    void erases_nothing_where_the_sum_would_not_equal_the_details() {
        usage(1, 1, "2025-01-10", 4, 1L, "FIELDS");
        work.admin()
                .execute("CREATE TRIGGER " + work.table("short_sum") + " BEFORE INSERT ON "
                        + work.table("sms_usage_sum") + " FOR EACH ROW SET NEW.quantity = NEW.quantity - 1");
        try {
            assertThat(run().exit()).isEqualTo(ExitCode.FAILED);
        } finally {
            work.admin().execute("DROP TRIGGER " + work.table("short_sum"));
        }
        assertThat(work.count("sms_usage", "TRUE")).isEqualTo(1);
        assertThat(sums()).isEmpty();
        assertThat(run().exit()).isEqualTo(ExitCode.DONE);
        assertThat(sums()).containsExactly(sum("2025-01-01", 4, 1));
    }

    /** Whoever places a hold would wait as well. */
    @Test
    void does_not_wait_behind_the_gate_for_a_sum_in_other_hands() throws Exception {
        assertThat(waitsForASum(UnaryOperator.identity())).isFalse();
        assertThat(sums()).containsExactly(sum("2025-01-01", 9, 2));
        assertThat(waitsForASum(sql -> sql.replace(" SKIP LOCKED", "")))
                .as("the control")
                .isTrue();
        assertThat(sums()).containsExactly(sum("2025-01-01", 18, 4));
    }

    /** Somebody changes a sum for three seconds, and then does not. */
    private boolean waitsForASum(UnaryOperator<String> change) throws Exception {
        usage(1, 1, "2025-01-10", 4, 1L, "FIELDS");
        assertThat(run().exit()).isEqualTo(ExitCode.DONE);
        usage(2, 1, "2025-01-11", 5, 1L, "FIELDS");
        try (Connection other = work.adminPool().getConnection();
                Statement s = other.createStatement()) {
            other.setAutoCommit(false);
            s.execute("UPDATE " + work.table("sms_usage_sum") + " SET quantity = quantity + 1");
            CompletableFuture<Void> running = CompletableFuture.runAsync(() -> {
                try (AlteredRuns altered = AlteredRuns.rewriting(work, change, point -> {})) {
                    altered.run(TRAFFIC, today);
                }
            });
            boolean waited = false;
            for (int i = 0; i < 30; i++) {
                Thread.sleep(100);
                waited |= work.number("SELECT COUNT(*) FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'"
                                + " AND trx_query LIKE '%sms_usage_sum%' AND trx_query NOT LIKE '%innodb_trx%'")
                        > 0;
            }
            other.rollback();
            running.get(120, TimeUnit.SECONDS);
            // A run may have used up its tries before the three seconds were over; the next one finds the sum free.
            RunResult next = run();
            assertThat(next.exit()).as(next.toString()).isEqualTo(ExitCode.DONE);
            assertThat(work.count("sms_usage", "TRUE")).isZero();
            return waited;
        }
    }

    @ParameterizedTest
    @CsvSource({"CHILDREN_ERASED", "ROWS_ERASED", "LEDGER_WRITTEN"})
    void sums_once_when_the_chunk_is_rolled_back_and_tried_again(CrashPoint point) {
        for (int i = 1; i <= 6; i++) {
            usage(i, 1, "2025-01-10", i, 1L, "FIELDS");
        }
        int[] left = {2};
        work.run(TRAFFIC, today, at -> {
            if (at == point && left[0]-- > 0) {
                throw new DataAccessResourceFailureException("line lost at " + at);
            }
        });
        assertThat(left[0]).isNegative();
        assertThat(work.count("sms_usage", "TRUE")).isZero();
        assertThat(sums()).containsExactly(sum("2025-01-01", 21, 6));
    }

    @ParameterizedTest
    @CsvSource({"OPEN", "PARTLY_PAID", "DISPUTED", "WRITTEN_OFF", "PAYMENT_REVERSED", "UNHEARD_OF"})
    void keeps_usage_of_an_invoice_that_is_not_settled(String status) {
        usage(1, 1, "2025-01-10", 4, 1L, "NONE");
        work.update("invoice", "status = ?, settled_on = NULL", status);
        run();
        assertThat(work.count("sms_usage", "TRUE")).as(status).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"PAID", "CREDITED", "WAIVED", "SET_OFF", "TIME_BARRED"})
    void erases_usage_six_months_after_the_settlement(String status) {
        usage(1, 1, "2025-01-10", 4, 1L, "NONE");
        work.update("invoice", "status = ?", status);
        run();
        assertThat(work.count("sms_usage", "TRUE")).as(status).isZero();
    }

    @Test
    void counts_from_the_day_the_balance_reached_zero_and_stayed_there() {
        usage(1, 1, "2025-01-10", 4, 1L, "NONE");
        work.delete("invoice_payment", "TRUE");
        payment("PAYMENT", settled.minusDays(20), 10_000);
        payment("REVERSAL", settled.minusDays(10), 10_000);
        payment("CREDIT", settled.minusDays(5), 4_000);
        payment("PAYMENT", settled.plusDays(1), 6_000);
        run();
        assertThat(work.count("sms_usage", "TRUE")).as("paid again a day later").isEqualTo(1);
        work.update("invoice_payment", "paid_on = ? WHERE amount_ore = 6000", settled);
        run();
        assertThat(work.count("sms_usage", "TRUE")).isZero();
    }

    @Test
    void keeps_and_reports_usage_of_an_invoice_said_to_be_paid_whose_payments_do_not_add_up() {
        usage(1, 1, "2025-01-10", 4, 1L, "NONE");
        work.delete("invoice_payment", "TRUE");
        payment("PAYMENT", settled.minusDays(20), 9_999);
        run();
        assertThat(work.count("sms_usage", "TRUE")).isEqualTo(1);
        assertThat(work.texts("SELECT code FROM finding WHERE subject = '1'")).contains("MISSING_START_EVENT");
    }

    /** Money that came is a payment: without one, nobody knows whether it came. */
    @Test
    void keeps_and_reports_usage_of_an_invoice_said_to_be_paid_that_nobody_paid() {
        usage(1, 1, "2025-01-10", 4, 1L, "NONE");
        work.delete("invoice_payment", "TRUE");
        run();
        assertThat(work.count("sms_usage", "TRUE")).isEqualTo(1);
        assertThat(work.texts("SELECT code FROM finding WHERE subject = '1'")).contains("MISSING_START_EVENT");
        // An invoice of nothing asks for no money.
        work.update("invoice", "amount_ore = 0");
        run();
        assertThat(work.count("sms_usage", "TRUE")).isZero();
    }

    /** The negative control: but for the entries that are missing, the invoice is believed. */
    @Test
    void believes_an_invoice_where_no_payments_are_mapped() {
        work.change("sources.yml", mapped -> mapped.replaceAll("(?m)^      (further_)?payments:\n(        .*\n)+", ""));
        usage(1, 1, "2025-01-10", 4, 1L, "NONE");
        work.delete("invoice_payment", "TRUE");
        run();
        assertThat(work.count("sms_usage", "TRUE")).isZero();
    }

    @Test
    void keeps_usage_while_an_invoice_that_replaces_the_first_is_open() {
        usage(1, 1, "2025-01-10", 4, 1L, "NONE");
        invoice(2, "OPEN", settled.minusDays(3), null);
        work.update("invoice", "replaces_id = 1 WHERE id = 2");
        run();
        assertThat(work.count("sms_usage", "TRUE")).isEqualTo(1);
        work.update("invoice", "status = 'PAID', settled_on = ? WHERE id = 2", settled);
        work.paid(2, settled, 10_000);
        run();
        assertThat(work.count("sms_usage", "TRUE")).isZero();
    }

    @Test
    void keeps_usage_while_the_invoice_is_disputed_and_erases_it_on_the_day_the_dispute_is_closed() {
        usage(1, 1, "2025-01-10", 4, 1L, "NONE");
        work.insert(
                "invoice_dispute",
                "id, invoice_id, opened_at",
                1,
                1,
                settled.plusDays(10).atTime(9, 0));
        run();
        assertThat(work.count("sms_usage", "TRUE")).isEqualTo(1);
        work.update("invoice_dispute", "closed_at = ?", today.atTime(0, 1));
        run();
        assertThat(work.count("sms_usage", "TRUE")).isZero();
    }
}
