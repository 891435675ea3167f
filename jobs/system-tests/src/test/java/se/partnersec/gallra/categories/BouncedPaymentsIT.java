package se.partnersec.gallra.categories;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

/** What an invoice says of itself is asked of its entries, wherever the invoice stands in what is decided. */
@GallraTest(chunk = 3)
@Tag("once")
@Tag("full")
class BouncedPaymentsIT {
    private final Workplace work;
    private final LocalDate today;

    BouncedPaymentsIT(Workplace work, LocalDate today) {
        this.work = work;
        this.today = today;
    }

    /** Usage on an invoice that was credited long ago, and replaced by one that is said to be paid. */
    @BeforeEach
    void fill() {
        work.customer(1);
        Scene.USERS.put(work, Scene.Spec.of(1, Scene.USERS.firstDue(today)));
        work.update("user_account", "billing_contact = TRUE");
        LocalDate settled = today.minusMonths(6);
        work.invoice(1, "CREDITED", settled.minusDays(90), settled.minusDays(60), 4000);
        work.invoice(2, "PAID", settled.minusDays(30), settled, 4000);
        work.update("invoice", "replaces_id = 1 WHERE id = 2");
        work.insert("invoice_line", "id, invoice_id, article, quantity, amount_ore", 1, 1, "SMS", 40, 4000);
        work.insert(
                "sms_usage",
                "id, customer_id, invoice_id, line_id, number, used_on, quantity",
                1,
                1,
                1,
                1,
                "+46701740699",
                settled.minusDays(90),
                12);
        entry(2, "PAYMENT", settled, 4000);
    }

    private void entry(long invoice, String kind, LocalDate day, long ore) {
        work.insert("invoice_payment", "invoice_id, kind, paid_on, amount_ore", invoice, kind, day, ore);
    }

    private long left(String table, DataCategory category) {
        work.run(category, today);
        return work.count(table, "TRUE");
    }

    @Test
    void lets_usage_and_contact_go_when_the_money_came_and_stayed() {
        assertThat(left("sms_usage", CategoryIds.TRAFFIC_DATA)).isZero();
        assertThat(left("user_account", CategoryIds.USER_DATA)).isZero();
    }

    @Test
    void keeps_usage_whose_replacing_invoice_bounced() {
        entry(2, "REVERSAL", today.minusDays(3), 4000);
        assertThat(left("sms_usage", CategoryIds.TRAFFIC_DATA)).isEqualTo(1);
    }

    @Test
    void keeps_usage_whose_replacing_invoice_is_disputed() {
        work.insert(
                "invoice_dispute",
                "invoice_id, opened_at",
                2,
                today.minusDays(9).atTime(10, 0));
        assertThat(left("sms_usage", CategoryIds.TRAFFIC_DATA)).isEqualTo(1);
    }

    /** Another that is said to open later, or that has closed, hides none that is open now. */
    @Test
    void keeps_usage_whose_invoice_is_disputed_beside_other_disputes() {
        work.insert(
                "invoice_dispute", "invoice_id, opened_at", 1, today.plusDays(9).atTime(10, 0));
        work.insert(
                "invoice_dispute",
                "invoice_id, opened_at, closed_at",
                1,
                today.plusDays(19).atTime(10, 0),
                today.plusDays(29).atTime(10, 0));
        work.insert(
                "invoice_dispute",
                "invoice_id, opened_at, closed_at",
                2,
                today.minusDays(9).atTime(10, 0),
                today.plusDays(2).atTime(10, 0));
        assertThat(left("sms_usage", CategoryIds.TRAFFIC_DATA)).isEqualTo(1);
        work.delete("invoice_dispute", "invoice_id = 2");
        assertThat(left("sms_usage", CategoryIds.TRAFFIC_DATA)).isZero();
    }

    @Test
    void keeps_usage_on_an_invoice_that_is_in_no_year() {
        work.update("invoice", "booked_on = NULL WHERE id = 1");
        assertThat(left("sms_usage", CategoryIds.TRAFFIC_DATA)).isEqualTo(1);
    }

    @Test
    void keeps_the_contact_for_an_invoice_that_is_said_to_be_paid_and_bounced() {
        entry(2, "REVERSAL", today.minusDays(3), 4000);
        assertThat(left("user_account", CategoryIds.USER_DATA)).isEqualTo(1);
    }

    @Test
    void keeps_the_contact_for_an_invoice_that_is_said_to_be_paid_and_nobody_paid() {
        work.delete("invoice_payment", "TRUE");
        assertThat(left("user_account", CategoryIds.USER_DATA)).isEqualTo(1);
    }

    @Test
    void keeps_usage_whose_replacing_invoice_nobody_paid() {
        work.delete("invoice_payment", "TRUE");
        assertThat(left("sms_usage", CategoryIds.TRAFFIC_DATA)).isEqualTo(1);
    }

    @Test
    void counts_from_the_payment_though_some_of_it_was_given_back_later() {
        entry(1, "PAYMENT", today.minusMonths(7), 4100);
        entry(1, "REFUND", today.minusMonths(2), 100);
        assertThat(left("sms_usage", CategoryIds.TRAFFIC_DATA)).isZero();
    }
}
