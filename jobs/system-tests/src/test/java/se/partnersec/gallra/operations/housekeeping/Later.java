package se.partnersec.gallra.operations.housekeeping;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.policy.limit.HousekeepingPolicy;
import se.partnersec.gallra.testing.Workplace;

/** Somebody who prunes four years from now, by the clock of the one session to the database. */
final class Later implements AutoCloseable {
    private static final Duration YEARS = Duration.ofDays(4 * 365);

    private final HikariDataSource pool;
    private final Pruner pruner;

    Later(Workplace work, DatabaseRole role, HousekeepingPolicy policy, PrunePoint.Witness witness) {
        pool = DataSourceFactory.pool(work.settings(), role, 1);
        JdbcTemplate jdbc = new JdbcTemplate(pool);
        jdbc.execute("SET SESSION timestamp = "
                + Instant.now(Clock.systemUTC()).plus(YEARS).getEpochSecond());
        pruner = new Pruner(jdbc, new JdbcTransactionManager(pool), policy, witness);
    }

    Pruner pruner() {
        return pruner;
    }

    @Override
    public void close() {
        pool.close();
    }
}
