package se.partnersec.gallra.metrics;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.seal.SealReach;
import se.partnersec.gallra.store.DatabaseClock;

/** How far the seals reach; of a ledger that was never sealed there are no figures. */
public final class SealPart {
    private SealPart() {}

    public static Part of(JdbcTemplate jdbc) {
        return new Part("seals", figures -> {
            SealReach reach = SealReach.read(jdbc);
            Instant newest = reach.newest();
            if (newest == null) {
                return;
            }
            Instant now = new DatabaseClock(jdbc).now();
            figures.set(Metric.SEAL_AGE, age(newest, now));
            figures.set(Metric.SEALS_NOT_EXPORTED, reach.notExported());
            figures.set(Metric.UNSEALED, reach.unsealed());
            figures.set(Metric.UNSEALED_AGE, age(reach.oldestUnsealed(), now));
        });
    }

    private static double age(@Nullable Instant since, Instant now) {
        return since == null ? 0 : Duration.between(since, now).toMillis() / 1000.0;
    }
}
