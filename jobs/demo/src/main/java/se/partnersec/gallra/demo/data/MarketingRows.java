package se.partnersec.gallra.demo.data;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import se.partnersec.gallra.demo.company.DemoRandom;
import se.partnersec.gallra.demo.company.FillProgress;
import se.partnersec.gallra.demo.company.People;

/** Usage that was picked for campaigns, and what the customers consented to. */
final class MarketingRows {
    private static final int STREAM = 60;
    /** Nobody wrote down what this customer said. */
    private static final long UNASKED_CUSTOMER = 10;
    /** One user in so many is looked after for a customer, who does his own marketing. */
    private static final int PROCESSED = 40;

    private final DemoRows.Order order;
    private final LocalDate asOf;

    MarketingRows(DemoRows.Order order) {
        this.order = order;
        this.asOf = order.asOf();
    }

    void write(Connection connection, FillProgress progress) throws SQLException {
        consents(connection, progress);
        usage(connection, progress);
    }

    private void consents(Connection connection, FillProgress progress) throws SQLException {
        try (DemoRowWriter consents =
                new DemoRowWriter(connection, progress, "marketing_consent", "customer_id, given_at, withdrawn_at")) {
            for (long customer = 1; customer <= order.customers(); customer++) {
                if (customer == UNASKED_CUSTOMER) {
                    continue;
                }
                LocalDateTime given = asOf.minusDays(400 + customer % 90).atTime(10, 15);
                switch ((int) (customer % 10)) {
                    case 3 -> consents.add(customer, given, asOf.minusDays(2).atTime(16, 40));
                    case 5 -> {
                        consents.add(customer, given, asOf.minusDays(90).atTime(9, 0));
                        consents.add(customer, asOf.minusDays(30).atTime(9, 0), null);
                    }
                    case 6 -> consents.add(customer, given, asOf.atStartOfDay());
                    case 7 -> consents.add(customer, given, asOf.minusDays(6).atTime(8, 5));
                    case 8, 9 -> consents.add(customer, given, asOf.minusDays(1).atTime(23, 59));
                    default -> consents.add(customer, given, null);
                }
            }
            consents.finish();
        }
    }

    private void usage(Connection connection, FillProgress progress) throws SQLException {
        try (DemoRowWriter usage = new DemoRowWriter(
                connection,
                progress,
                "marketing_usage",
                "customer_id, user_id, campaign, month_on, quantity, processor_for")) {
            for (long user = 1; user <= order.users(); user += 2) {
                DemoRandom random = order.random(STREAM, user);
                long customer = People.customerOf(user);
                usage.add(
                        customer,
                        user,
                        random.of("Mer SMS", "Växel i molnet", "Vårkampanj"),
                        asOf.withDayOfMonth(1).minusMonths(1 + random.below(3)),
                        1 + random.below(200),
                        user % PROCESSED == 7 ? customer : null);
            }
            usage.finish();
        }
    }
}
