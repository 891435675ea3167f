package se.partnersec.gallra.holds.hold;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/**
 * The one row that orders holds and erasures: an erasing transaction locks it shared as its first lock, a transaction
 * that makes records kept changes it first. So each pair has an order, and whoever comes second sees the other.
 */
public final class ErasureGate {
    private static final Sentences SENTENCES = Sentences.of("holds");
    private static final String SHARE = "SELECT v, CONNECTION_ID() FROM gate WHERE name = 'holds' LOCK IN SHARE MODE";
    /** Lost commits beyond which nobody should step on one by one. */
    private static final long MOST_STEPS = 1_000_000;

    /** What no chunk and no person's act takes; a chunk budgets half of it. */
    public static final Duration TOO_LONG = Duration.ofSeconds(10);

    private static final Duration LONG_WAIT = Duration.ofSeconds(60);
    /** A wait that begins within it is carried through. */
    private static final Duration PATIENCE = Duration.ofSeconds(61);

    private final JdbcTemplate jdbc;

    public ErasureGate(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** @param epoch grows with every gate transaction */
    public record Entry(long epoch, long connection) {}

    /**
     * A session that keeps the gate, so that holds or chunks wait.
     *
     * @param session its number at the server
     * @param since when its transaction began; the gate it may have taken later
     * @param known false where the server tells no more than that the gate is kept and this transaction is that old
     */
    public record Keeper(String session, String account, String host, Instant since, boolean known) {}

    /** The gate is not where its steps on record end, or not of the database at hand, so nobody can tell whether all holds are known. */
    public static final class Mismatch extends RefusedException {
        private static final long serialVersionUID = 1;

        public Mismatch(String problem) {
            super(ExitCode.REFUSED, List.of(problem));
        }
    }

    /**
     * Locks the gate shared until the transaction ends.
     *
     * @throws Mismatch if its value is not that of the newest step on record: what was read of the holds at this epoch
     *     may then not be all there is
     */
    public Entry enter() {
        Entry entry = jdbc.query(SHARE, (row, i) -> new Entry(row.getLong(1), row.getLong(2))).stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the gate row is missing: run gallra db migrate"));
        // By a statement of its own: one that waits for the gate would have read the steps before it waited.
        Long newest = jdbc.queryForObject("SELECT MAX(epoch) FROM gate_log", Long.class);
        if (newest == null || newest != entry.epoch()) {
            throw new Mismatch(SENTENCES.say("hold.gate-stands-epoch-newest-step-record", entry.epoch(), newest));
        }
        return entry;
    }

    /**
     * Opens a gate transaction, as its first statement; waits for the chunks in flight. Whoever waits is before every chunk that
     * asks later, so one patient wait has its turn; and as nothing came before it, it can be tried again. Answers the new epoch.
     */
    public long advance() {
        jdbc.execute("SET SESSION innodb_lock_wait_timeout = " + LONG_WAIT.toSeconds());
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!advanced(until)) {
            continue;
        }
        return epoch();
    }

    /** False if somebody else was in the way and there is time to try again. */
    private boolean advanced(long until) {
        try {
            jdbc.execute("CALL advance_gate()");
            return true;
        } catch (DataAccessException e) {
            if (!inTheWay(e) || System.nanoTime() > until) {
                throw e;
            }
            return false;
        }
    }

    /** Lock wait time-out, deadlock. */
    private static boolean inTheWay(DataAccessException e) {
        return e.getMostSpecificCause() instanceof SQLException sql
                && (sql.getErrorCode() == 1205 || sql.getErrorCode() == 1213);
    }

    /** Opens a gate transaction whose epoch is also higher than one that this database has lost. */
    public long advancePast(long lost) {
        long epoch = advance();
        if (lost - epoch > MOST_STEPS) {
            throw new IllegalStateException("the gate would have to go from epoch " + epoch + " past " + lost
                    + ": look whether that seal is of this database");
        }
        while (epoch <= lost) {
            epoch = advance();
        }
        return epoch;
    }

    /** Sessions that keep the gate in a transaction which began at least so long ago; the oldest first. */
    public List<Keeper> keepers(Duration atLeast) {
        return jdbc.query(
                "CALL gate_keepers(?)",
                (row, i) -> new Keeper(
                        row.getString("session"),
                        row.getString("account"),
                        row.getString("host"),
                        row.getObject("since", LocalDateTime.class).toInstant(ZoneOffset.UTC),
                        row.getBoolean("known")),
                atLeast.toSeconds());
    }

    /** The epoch without a lock: whoever finds the same on entering knows that nobody came between. */
    public long epoch() {
        return jdbc.query("SELECT v FROM gate WHERE name = 'holds'", (row, i) -> row.getLong(1)).stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the gate row is missing: run gallra db migrate"));
    }

    /**
     * What only gate transactions change, such as the register of holds: as long as the gate shows the value it showed when
     * this was read, nobody has changed it since.
     */
    public static final class Cache<T> {
        /** For looking without the gate: read anew each time. */
        public static final long UNGATED = -1;

        private final Supplier<T> source;
        private long epoch = UNGATED;
        private @Nullable T known;

        public Cache(Supplier<T> source) {
            this.source = source;
        }

        /** @param now the value of the gate, read under its lock by the transaction that decides */
        public T at(long now) {
            T value = known;
            if (value == null || now == UNGATED || now != epoch) {
                value = source.get();
                known = value;
                epoch = now;
            }
            return value;
        }
    }
}
