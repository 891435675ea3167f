package se.partnersec.gallra.operations.metrics;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.ledger.seal.SealCoverage;

/** How far the seals reach; of a ledger that was never sealed there are no figures. */
public final class SealMetrics {
    private SealMetrics() {}

    public static MetricPart of(JdbcTemplate jdbc) {
        return new MetricPart("seals", figures -> {
            SealCoverage reach = SealCoverage.read(jdbc);
            Instant newest = reach.newest();
            if (newest == null) {
                return;
            }
            Instant now = new DatabaseClock(jdbc).now();
            figures.set(MetricDefinition.SEAL_AGE, age(newest, now));
            figures.set(MetricDefinition.SEALS_NOT_EXPORTED, reach.notExported());
            figures.set(MetricDefinition.UNSEALED, reach.unsealed());
            figures.set(MetricDefinition.UNSEALED_AGE, age(reach.oldestUnsealed(), now));
        });
    }

    private static double age(@Nullable Instant since, Instant now) {
        return since == null ? 0 : Duration.between(since, now).toMillis() / 1000.0;
    }
}
