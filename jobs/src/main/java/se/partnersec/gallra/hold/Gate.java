package se.partnersec.gallra.hold;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The one row that orders holds and erasures: an erasing transaction locks it shared as its first lock, a transaction
 * that makes records kept changes it first. So each pair has an order, and whoever comes second sees the other.
 */
public final class Gate {
    private static final String SHARE = "SELECT v, CONNECTION_ID() FROM gate WHERE name = 'holds' LOCK IN SHARE MODE";

    private final JdbcTemplate jdbc;

    public Gate(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** @param epoch grows with every gate transaction */
    public record Entry(long epoch, long connection) {}

    /** Locks the gate shared until the transaction ends. */
    public Entry enter() {
        return jdbc.query(SHARE, (row, i) -> new Entry(row.getLong(1), row.getLong(2))).stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the gate row is missing: run gallra db migrate"));
    }

    /** Opens a gate transaction, as its first statement; waits for the chunks in flight. Answers the new epoch. */
    public long advance() {
        if (jdbc.update("UPDATE gate SET v = v + 1 WHERE name = 'holds'") != 1) {
            throw new IllegalStateException("the gate row is missing: run gallra db migrate");
        }
        return epoch();
    }

    /** Opens a gate transaction whose epoch is also higher than one that this database has lost. */
    public long advancePast(long lost) {
        jdbc.update("UPDATE gate SET v = GREATEST(v, ?) WHERE name = 'holds'", lost);
        return advance();
    }

    /** The epoch without a lock: whoever finds the same on entering knows that nobody came between. */
    public long epoch() {
        Long epoch = jdbc.queryForObject("SELECT v FROM gate WHERE name = 'holds'", Long.class);
        if (epoch == null) {
            throw new IllegalStateException("the gate has no value. Indicates a bug");
        }
        return epoch;
    }
}
