package se.partnersec.gallra.demo.data;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.demo.company.DemoOccasion;
import se.partnersec.gallra.demo.company.DemoRandom;
import se.partnersec.gallra.demo.company.FillProgress;
import se.partnersec.gallra.demo.company.People;

/** Whom the company writes to or would like to: subscribers of the newsletter, leads, and visits of its web pages. */
final class ContactRows {
    private static final int STREAM = 50;
    private static final int ERASE_BY = 3;
    private static final int SECONDS = 86_400;

    private final DemoRows.Order order;
    private final LocalDate asOf;

    ContactRows(DemoRows.Order order) {
        this.order = order;
        this.asOf = order.asOf();
    }

    void write(Connection connection, FillProgress progress) throws SQLException {
        newsletter(connection, progress);
        leads(connection, progress);
        visits(connection, progress);
    }

    private void newsletter(Connection connection, FillProgress progress) throws SQLException {
        try (DemoRowWriter letters = new DemoRowWriter(
                connection,
                progress,
                "newsletter_subscription",
                "id, user_id, email, channel, subscribed_at, withdrawn_at, processor_for")) {
            for (long i = 0; i < order.users() / 2; i++) {
                DemoOccasion occasion = DemoOccasion.of(i);
                DemoRandom random = order.random(STREAM, i);
                long user = occasion == DemoOccasion.HELD ? DemoHolds.DISPUTING_USER : 1 + 2 * i;
                letters.add(
                        i + 1,
                        user,
                        People.email(user),
                        i % 5 == 0 ? "erbjudanden" : "newsletter",
                        occasion == DemoOccasion.NO_START
                                ? null
                                : asOf.minusDays(100 + random.below(500)).atTime(10, 0),
                        withdrawn(occasion, i, random),
                        occasion == DemoOccasion.PROCESSOR ? 1 + random.below(20) : null);
            }
            letters.finish();
        }
    }

    /** Most like to read it. A withdrawal has no last day on which the row is kept: what stays is a consent in force. */
    private @Nullable LocalDateTime withdrawn(DemoOccasion occasion, long i, DemoRandom random) {
        return switch (occasion) {
            case LAST_DAY, ORDINARY -> null;
            case DUE_TODAY -> asOf.atStartOfDay();
            default ->
                occasion.start(
                        new DemoOccasion.Rhythm(asOf, 0, ERASE_BY), i, order.users(), LocalTime.of(7, 0), random);
        };
    }

    private void leads(Connection connection, FillProgress progress) throws SQLException {
        try (DemoRowWriter leads = new DemoRowWriter(
                connection,
                progress,
                "sales_lead",
                "id, customer_id, name, company, email, phone, message, collected_at, processor_for")) {
            for (long i = 0; i < order.customers(); i++) {
                DemoRandom random = order.random(STREAM + 1, i);
                long person = order.users() + i + 1;
                leads.add(
                        i + 1,
                        i % 4 == 0 ? i + 1 : null,
                        People.fullName(person),
                        People.company(order.customers() + i + 1, random),
                        People.email(person),
                        People.phone(person),
                        random.of("Ring mig om telefoni", "Vad kostar molnväxel?", "Jag vill byta leverantör"),
                        asOf.minusDays(1 + random.below(1000)).atTime(9, random.below(60)),
                        null);
            }
            leads.finish();
        }
    }

    private void visits(Connection connection, FillProgress progress) throws SQLException {
        try (DemoRowWriter visits = new DemoRowWriter(
                connection, progress, "web_visit", "id, user_id, visited_ms, cookie, page, processor_for")) {
            for (long i = 0; i < order.visits(); i++) {
                DemoRandom random = order.random(STREAM + 2, i);
                LocalDateTime at =
                        asOf.minusDays(1 + random.below(400)).atTime(LocalTime.ofSecondOfDay(random.below(SECONDS)));
                visits.add(
                        i + 1,
                        random.percent(20) ? 1L + random.below((int) order.users()) : null,
                        at.toInstant(ZoneOffset.UTC).toEpochMilli(),
                        String.format(Locale.ROOT, "%032x", i + 1),
                        random.of("/", "/priser", "/kontakt", "/driftinfo"),
                        null);
            }
            visits.finish();
        }
    }
}
