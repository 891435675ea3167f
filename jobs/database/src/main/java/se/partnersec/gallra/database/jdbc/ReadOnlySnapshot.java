package se.partnersec.gallra.database.jdbc;

import java.time.Instant;
import java.time.LocalDate;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.policy.rule.SwedishCalendar;

/**
 * A transaction that the server itself keeps from writing, and that sees one state of the data from its first look to its
 * last, so that sums over many pages agree.
 */
public final class ReadOnlySnapshot {
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    public ReadOnlySnapshot(DataSource database) {
        jdbc = new JdbcTemplate(database);
        JdbcTransactionManager manager = new JdbcTransactionManager(database);
        transaction = new TransactionTemplate(manager);
        transaction.setReadOnly(true);
        transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    public JdbcTemplate jdbc() {
        return jdbc;
    }

    public <T> T look(Supplier<T> work) {
        T seen = transaction.execute(t -> work.get());
        if (seen == null) {
            throw new IllegalStateException("a look gave nothing. Indicates a bug");
        }
        return seen;
    }

    /** Looks as on a later day: the session's clock stands at its noon, so that holds which end before have ended. */
    public <T> T lookAt(LocalDate day, Supplier<T> work) {
        return look(() -> {
            if (!day.isAfter(SwedishCalendar.localDate(new DatabaseClock(jdbc).now()))) {
                return work.get();
            }
            Instant noon = day.atTime(12, 0).atZone(SwedishCalendar.ZONE).toInstant();
            clock(Long.toString(noon.getEpochSecond()));
            try {
                return work.get();
            } finally {
                clock("DEFAULT");
            }
        });
    }

    /** The one seam for time: both servers take it, and it changes nothing but this session. */
    private void clock(String stamp) {
        jdbc.execute("SET SESSION timestamp = " + stamp);
    }
}
