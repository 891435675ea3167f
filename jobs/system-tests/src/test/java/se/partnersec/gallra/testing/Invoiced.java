package se.partnersec.gallra.testing;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.testing.CategoryScene.Spec;

/** Lays down what hangs on invoices and contracts: usage, the invoices themselves, and users. */
final class Invoiced {
    private Invoiced() {}

    /** SMS on an invoice of their own, which was settled on the day the spec starts. */
    static void usage(Workplace work, Spec spec) {
        long invoice = settled(work, spec);
        work.insert(
                "sms_usage",
                "id, customer_id, user_id, invoice_id, line_id, number, used_on, quantity, bookkeeping, processor_for",
                spec.id(),
                spec.customer(),
                spec.user(),
                invoice,
                spec.id(),
                "+46701740605",
                LocalDate.of(2020, 1, 15),
                40,
                spec.bookkeeping(),
                spec.processor());
    }

    /** The same of e-mail. */
    static void emails(Workplace work, Spec spec) {
        long invoice = settled(work, spec);
        work.insert(
                "email_usage",
                "id, customer_id, user_id, invoice_id, line_id, used_on, quantity, bookkeeping, processor_for",
                spec.id(),
                spec.customer(),
                spec.user(),
                invoice,
                spec.id(),
                LocalDate.of(2020, 1, 15),
                40,
                spec.bookkeeping(),
                spec.processor());
    }

    private static long settled(Workplace work, Spec spec) {
        long invoice =
                invoice(work, spec, spec.start() == null ? null : spec.start().minusDays(30), spec.start());
        work.insert(
                "invoice_line", "id, invoice_id, article, quantity, amount_ore", spec.id(), invoice, "SMS", 40, 4000);
        return invoice;
    }

    /** An invoice with a line and a payment, booked on the day the spec starts. */
    static void record(Workplace work, Spec spec) {
        LocalDate booked = spec.start();
        invoice(work, spec, booked, booked);
        work.insert(
                "invoice_line",
                "id, invoice_id, article, quantity, amount_ore",
                spec.id() * 10,
                spec.id(),
                "SMS",
                40,
                4000);
    }

    private static long invoice(Workplace work, Spec spec, @Nullable LocalDate booked, @Nullable LocalDate settled) {
        long id = spec.invoice() == null ? spec.id() : spec.invoice();
        work.insert(
                "invoice",
                "id, customer_id, invoice_no, ocr, voucher_series, voucher_no, issued_on, booked_on, settled_on, status,"
                        + " amount_ore, processor_for",
                id,
                spec.customer(),
                "F" + id,
                "9" + id,
                "A",
                id,
                booked == null ? LocalDate.of(2020, 1, 31) : booked,
                spec.booked() == null ? booked : spec.booked(),
                settled,
                "PAID",
                4000,
                spec.processor());
        if (settled != null) {
            work.insert(
                    "invoice_payment",
                    "id, invoice_id, kind, paid_on, amount_ore",
                    id * 10,
                    id,
                    "PAYMENT",
                    settled,
                    4000);
        }
        return id;
    }

    /** A user whose customer's only contract ended on the day the spec starts. */
    static void user(Workplace work, Spec spec) {
        work.insert(
                "user_account",
                "id, customer_id, user_name, full_name, email, phone, password_hash, processor_for",
                spec.id(),
                spec.customer(),
                "anv" + spec.id(),
                "Påhittad Person",
                "anv" + spec.id() + "@exempel.se",
                "+4670174" + spec.id(),
                "{demo}hemligt",
                spec.processor());
        work.admin().update("DELETE FROM " + work.table("contract") + " WHERE customer_id = ?", spec.customer());
        if (spec.start() != null) {
            work.insert(
                    "contract",
                    "customer_id, start_on, end_on, status",
                    spec.customer(),
                    spec.start().minusYears(2),
                    spec.start(),
                    "ENDED");
        }
    }

    static void clear(Workplace work) {
        for (String table : List.of(
                "sms_usage",
                "sms_usage_sum",
                "email_usage",
                "email_usage_sum",
                "invoice_line",
                "invoice_payment",
                "invoice_dispute",
                "invoice",
                "contract",
                "marketing_consent",
                "marketing_usage",
                "user_account")) {
            work.admin().update("DELETE FROM " + work.table(table));
        }
    }
}
