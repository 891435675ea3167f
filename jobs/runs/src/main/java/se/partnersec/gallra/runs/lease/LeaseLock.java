package se.partnersec.gallra.runs.lease;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.erasure.run.LeaseCheck;
import se.partnersec.gallra.policy.rule.DataCategory;

/**
 * The row of a lease as a lock: every erasing transaction keeps it shared to its end, so whoever gets it alone knows
 * that each commit of unknown outcome has taken place by now or never will.
 */
final class LeaseLock {
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    LeaseLock(JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    /** Whether some transaction keeps the row. */
    boolean held(DataCategory category) {
        try {
            token(category, " NOWAIT");
            return false;
        } catch (DataAccessException | TransactionException e) {
            return true;
        }
    }

    /**
     * Sees to it that no transaction of our own is left at the server.
     *
     * @param doubtful the connections whose lines may have broken, with commas; they are ended if one keeps the row
     * @throws LeaseCheck.Fenced if the lease is not ours any more
     */
    void settle(DataCategory category, long token, String doubtful) {
        if (held(category)) {
            end(doubtful);
        }
        Long now = token(category, "");
        if (now == null || now != token) {
            throw new LeaseCheck.Fenced(category.id());
        }
    }

    private @Nullable Long token(DataCategory category, String wait) {
        return transaction.execute(t -> jdbc.queryForObject(
                "SELECT token FROM lease WHERE category = ? FOR UPDATE" + wait, Long.class, category.id()));
    }

    /** Ends connections of our own account; those of others the server would refuse to end. */
    void end(String connections) {
        for (String id : List.of(connections.split(",", -1))) {
            if (id.matches("\\d{1,19}")) {
                try {
                    jdbc.execute("KILL " + id);
                } catch (DataAccessException e) {
                    // Gone already, or not ours; if its locks remain, taking the lease fails and says so.
                    continue;
                }
            }
        }
    }
}
