package se.partnersec.gallra.demo.data;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.demo.company.DemoRandom;
import se.partnersec.gallra.demo.company.FillProgress;
import se.partnersec.gallra.demo.company.People;

/** Invoices as a finance department knows them, with lines, payments and disputes, and the usage they ask money for. */
final class InvoiceRows {
    /** Quarterly invoices a customer may have had. */
    static final int EACH = 6;

    private static final int STREAM = 60;
    private static final int QUARTER = 91;
    /** Ids of lines about e-mail come after every other line's. */
    private static final long EMAIL_LINES = 1_000_000;

    private final DemoRows.Order order;
    private final LocalDate asOf;
    private final LongFunction<@Nullable LocalDate> contractEnd;
    private final List<Invoice> invoices = new ArrayList<>();

    InvoiceRows(DemoRows.Order order, LongFunction<@Nullable LocalDate> contractEnd) {
        this.order = order;
        this.asOf = order.asOf();
        this.contractEnd = contractEnd;
    }

    /** @param entry what settled it: PAYMENT, CREDIT; null while nothing did */
    private record Invoice(
            long id,
            long customer,
            LocalDate issued,
            String status,
            @Nullable LocalDate settled,
            @Nullable String entry,
            long ore,
            @Nullable Long reference) {}

    void write(Connection connection, FillProgress progress) throws SQLException {
        for (long customer = 1; customer <= order.customers(); customer++) {
            quarters(customer);
        }
        for (long customer = 1; customer <= order.customers(); customer++) {
            old(customer);
        }
        invoices(connection, progress);
        lines(connection, progress);
        payments(connection, progress);
        disputes(connection, progress);
        usage(connection, progress);
        emails(connection, progress);
    }

    /** The last quarters, as far as there was a contract. */
    private void quarters(long customer) {
        LocalDate end = contractEnd.apply(customer);
        for (int quarter = 0; quarter < EACH; quarter++) {
            long id = (customer - 1) * EACH + quarter + 1;
            LocalDate issued = asOf.minusDays(20 + quarter * (long) QUARTER);
            if (end == null || !issued.isAfter(end)) {
                invoices.add(quarterly(id, customer, issued, quarter));
            }
        }
    }

    private Invoice quarterly(long id, long customer, LocalDate issued, int quarter) {
        DemoRandom random = order.random(STREAM, id);
        LocalDate settled = issued.plusDays(10 + random.below(20));
        long ore = 10_000L + random.below(900_000);
        if (customer == disputing() && quarter == EACH - 1) {
            return new Invoice(id, customer, issued, "DISPUTED", null, null, ore, null);
        }
        if (customer == credited() && quarter == EACH - 1) {
            return new Invoice(id, customer, issued, "CREDITED", settled, "CREDIT", ore, null);
        }
        boolean open = settled.isAfter(asOf) || random.percent(15);
        return open
                ? new Invoice(id, customer, issued, random.percent(20) ? "WRITTEN_OFF" : "OPEN", null, null, ore, null)
                : new Invoice(id, customer, issued, "PAID", settled, "PAYMENT", ore, null);
    }

    static long disputing() {
        return 6;
    }

    static long credited() {
        return 11;
    }

    /** Whose oldest invoice is for an agreement over several fiscal years: the law counts from the last of them. */
    static long agreeing() {
        return 9;
    }

    private boolean agreed(Invoice invoice) {
        return invoice.customer() == agreeing() && invoice.issued().getYear() == asOf.getYear() - 8;
    }

    /** One that the law has let go, and one that names somebody who left long ago. */
    private void old(long customer) {
        long id = order.customers() * EACH + 2 * customer;
        if (customer % 5 == 4) {
            LocalDate issued = LocalDate.of(asOf.getYear() - 8, 3, 15);
            invoices.add(new Invoice(id, customer, issued, "PAID", issued.plusDays(25), "PAYMENT", 480_000, null));
        }
        LocalDate end = contractEnd.apply(customer);
        if (end != null && end.isBefore(asOf.minusYears(2))) {
            LocalDate issued = end.minusDays(40);
            long contact = (customer - 1) * People.USERS_OF_CUSTOMER + 1;
            invoices.add(
                    new Invoice(id + 1, customer, issued, "PAID", issued.plusDays(25), "PAYMENT", 125_000, contact));
        }
    }

    private void invoices(Connection connection, FillProgress progress) throws SQLException {
        try (DemoRowWriter writer = new DemoRowWriter(
                connection,
                progress,
                "invoice",
                "id, customer_id, invoice_no, ocr, voucher_series, voucher_no, issued_on, booked_on, settled_on, status,"
                        + " amount_ore, reference_user_id, concerns_until")) {
            for (Invoice each : invoices) {
                String number =
                        String.format(Locale.ROOT, "%d%06d", each.issued().getYear(), each.id());
                writer.add(
                        each.id(),
                        each.customer(),
                        "F" + number,
                        number + People.checkDigit(number),
                        "A",
                        (int) each.id(),
                        each.issued(),
                        each.issued(),
                        each.settled(),
                        each.status(),
                        each.ore(),
                        each.reference(),
                        agreed(each) ? LocalDate.of(asOf.getYear() - 5, 12, 31) : null);
            }
            writer.finish();
        }
    }

    private void lines(Connection connection, FillProgress progress) throws SQLException {
        try (DemoRowWriter writer = new DemoRowWriter(
                connection, progress, "invoice_line", "id, invoice_id, article, quantity, amount_ore")) {
            for (Invoice each : invoices) {
                writer.add(each.id(), each.id(), "SMS", 600, each.ore());
                if (mailed(each)) {
                    writer.add(EMAIL_LINES + each.id(), each.id(), "E-post", 900, 0);
                }
            }
            writer.finish();
        }
    }

    private void payments(Connection connection, FillProgress progress) throws SQLException {
        try (DemoRowWriter writer =
                new DemoRowWriter(connection, progress, "invoice_payment", "invoice_id, kind, paid_on, amount_ore")) {
            for (Invoice each : invoices) {
                if (each.settled() != null && each.entry() != null) {
                    writer.add(each.id(), each.entry(), each.settled(), each.ore());
                }
            }
            writer.finish();
        }
    }

    private void disputes(Connection connection, FillProgress progress) throws SQLException {
        try (DemoRowWriter writer =
                new DemoRowWriter(connection, progress, "invoice_dispute", "invoice_id, opened_at")) {
            for (Invoice each : invoices) {
                if (each.status().equals("DISPUTED")) {
                    writer.add(each.id(), each.issued().plusDays(12).atTime(14, 30));
                }
            }
            writer.finish();
        }
    }

    /** Of the newest quarter some is not invoiced yet; one row in forty is part of its voucher as it stands. */
    private void usage(Connection connection, FillProgress progress) throws SQLException {
        try (DemoRowWriter writer = new DemoRowWriter(
                connection,
                progress,
                "sms_usage",
                "customer_id, user_id, invoice_id, line_id, number, used_on, quantity, bookkeeping, processor_for")) {
            for (Invoice each : invoices) {
                for (int n = 0; n < People.USERS_OF_CUSTOMER; n++) {
                    long user = (each.customer() - 1) * People.USERS_OF_CUSTOMER + 1 + n;
                    boolean unbilled = user % 4 == 0 && each.issued().isAfter(asOf.minusDays(QUARTER));
                    DemoRandom random = order.random(STREAM + 1, each.id() * People.USERS_OF_CUSTOMER + n);
                    writer.add(
                            each.customer(),
                            user,
                            unbilled ? null : each.id(),
                            unbilled ? null : each.id(),
                            People.phone(user),
                            each.issued().minusDays(5),
                            1 + random.below(400),
                            random.below(40) == 0 ? "FULL" : "FIELDS",
                            // Usage that is kept keeps its invoice; of the oldest nothing should be left.
                            random.below(50) == 0 && each.issued().isAfter(asOf.minusYears(2))
                                    ? 1 + random.below(20)
                                    : null);
                }
            }
            writer.finish();
        }
    }

    /** Every other customer has e-mail, included in the price. */
    private static boolean mailed(Invoice invoice) {
        return invoice.customer() % 2 == 0;
    }

    private void emails(Connection connection, FillProgress progress) throws SQLException {
        try (DemoRowWriter writer = new DemoRowWriter(
                connection, progress, "email_usage", "customer_id, user_id, invoice_id, line_id, used_on, quantity")) {
            for (Invoice each : invoices) {
                for (int n = 0; n < People.USERS_OF_CUSTOMER && mailed(each); n++) {
                    DemoRandom random = order.random(STREAM + 2, each.id() * People.USERS_OF_CUSTOMER + n);
                    writer.add(
                            each.customer(),
                            (each.customer() - 1) * People.USERS_OF_CUSTOMER + 1 + n,
                            each.id(),
                            EMAIL_LINES + each.id(),
                            each.issued().minusDays(5),
                            1 + random.below(900));
                }
            }
            writer.finish();
        }
    }
}
