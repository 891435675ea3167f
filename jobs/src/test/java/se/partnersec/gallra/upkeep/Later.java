package se.partnersec.gallra.upkeep;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import se.partnersec.gallra.policy.OwnDataPolicy;
import se.partnersec.gallra.store.Databases;
import se.partnersec.gallra.store.Role;
import se.partnersec.gallra.testing.Workplace;

/** Somebody who prunes four years from now, by the clock of the one session to the database. */
final class Later implements AutoCloseable {
    private static final Duration YEARS = Duration.ofDays(4 * 365);

    private final HikariDataSource pool;
    private final Pruner pruner;

    Later(Workplace work, Role role, OwnDataPolicy policy, PrunePoint.Witness witness) {
        pool = Databases.pool(work.settings(), role, 1);
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
