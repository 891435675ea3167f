package se.partnersec.gallra.operations.metrics;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Objects;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.database.jdbc.DatabaseClock;

/** Age of the last census of held records, and counts that missed some; no figures before the first census. */
public final class CensusMetrics {
    private static final String MISSING = """
            SELECT COUNT(*) FROM held_count c JOIN hold_census s ON s.id = c.census
            WHERE (c.missing IS NULL OR c.missing > 0) AND s.taken_at >= ?""";
    private static final Duration REMEMBERED = Duration.ofDays(7);

    private CensusMetrics() {}

    public static MetricPart of(JdbcTemplate jdbc) {
        return new MetricPart("census", figures -> {
            LocalDateTime last = jdbc.queryForObject("SELECT MAX(taken_at) FROM hold_census", LocalDateTime.class);
            if (last == null) {
                return;
            }
            LocalDateTime now = DatabaseClock.column(new DatabaseClock(jdbc).now());
            figures.set(MetricDefinition.CENSUS_AGE, Duration.between(last, now).toMillis() / 1000.0);
            figures.set(
                    MetricDefinition.HELD_MISSING,
                    Objects.requireNonNull(jdbc.queryForObject(MISSING, Long.class, now.minus(REMEMBERED))));
        });
    }
}
