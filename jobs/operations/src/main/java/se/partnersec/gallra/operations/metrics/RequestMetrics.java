package se.partnersec.gallra.operations.metrics;

import java.time.LocalDate;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.requests.SubjectRequest;

/** Whether requests of data subjects are answered in time, by counts of those that wait for an answer. */
public final class RequestMetrics {
    private static final String WAITING = "SELECT received_on, extended, requests FROM count_request";

    private RequestMetrics() {}

    public static MetricPart of(JdbcTemplate jdbc) {
        return new MetricPart("requests", figures -> {
            LocalDate today = SwedishCalendar.localDate(new DatabaseClock(jdbc).now());
            long overdue = jdbc
                    .query(
                            WAITING,
                            (row, i) -> today.isAfter(SubjectRequest.answerBy(
                                            row.getObject(1, LocalDate.class), row.getBoolean(2)))
                                    ? row.getLong(3)
                                    : 0L)
                    .stream()
                    .mapToLong(Long::longValue)
                    .sum();
            figures.set(MetricDefinition.REQUESTS_OVERDUE, overdue);
        });
    }
}
