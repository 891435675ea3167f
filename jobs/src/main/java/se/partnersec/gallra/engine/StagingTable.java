package se.partnersec.gallra.engine;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.store.PartitionMapping;
import se.partnersec.gallra.store.RecordKey;
import se.partnersec.gallra.store.TableMapping;

/**
 * The table that a partition is exchanged with: from then on nobody but the holder of the lease changes its rows. A row is
 * always in one of the two tables. The statements that change the tables themselves commit on their own, so they go by a
 * connection of their own.
 */
final class StagingTable {
    private final JdbcTemplate jdbc;
    private final TableMapping table;
    private final PartitionMapping partitions;
    private final TransactionTemplate outside;

    StagingTable(
            JdbcTemplate jdbc, PlatformTransactionManager manager, TableMapping table, PartitionMapping partitions) {
        this.jdbc = jdbc;
        this.table = table;
        this.partitions = partitions;
        this.outside = new TransactionTemplate(manager);
        outside.setPropagationBehavior(TransactionDefinition.PROPAGATION_NOT_SUPPORTED);
    }

    boolean isEmpty() {
        return jdbc.queryForList("SELECT 1 FROM " + staging().quoted() + " LIMIT 1", Integer.class)
                .isEmpty();
    }

    /** Takes a partition out of the table; refused unless the lease is still ours and the staging table is empty. */
    void fill(String partition, long token) {
        outside.executeWithoutResult(t -> jdbc.update("CALL " + partitions.fill() + "(?, ?)", partition, token));
    }

    /**
     * Erases what lies in the staging table; refused unless the lease is still ours, all of it was decided, and it holds as
     * many rows, with the same sum of keys, as were decided.
     */
    void empty(StagingRegister.Totals decided, long token) {
        outside.executeWithoutResult(t ->
                jdbc.update("CALL " + partitions.empty() + "(?, ?, ?)", token, decided.records(), decided.keySum()));
    }

    /**
     * Does something while no call of ours fills or empties the staging table, not even one whose caller has died, on a
     * connection that commits each statement by itself.
     */
    <T> T alone(Supplier<T> work) {
        T done = outside.execute(t -> {
            Boolean mine = jdbc.queryForObject("SELECT GET_LOCK(?, 30)", Boolean.class, partitions.lock());
            if (!Boolean.TRUE.equals(mine)) {
                throw new ChunkFailed(
                        Faults.Kind.TRANSIENT,
                        "somebody is still at work on " + staging().table());
            }
            try {
                return work.get();
            } finally {
                jdbc.queryForObject("SELECT RELEASE_LOCK(?)", Boolean.class, partitions.lock());
            }
        });
        return Objects.requireNonNull(done);
    }

    /** The next keys in the staging table, in key order; a key that is there twice is named twice. */
    List<RecordKey> page(@Nullable RecordKey after, int size) {
        String from = after == null ? "" : " WHERE `" + table.key() + "` > ?";
        return jdbc.query(
                "SELECT `" + table.key() + "` FROM " + staging().quoted() + from + " ORDER BY `" + table.key()
                        + "` LIMIT " + size,
                (row, i) -> new RecordKey(row.getString(1), true),
                after == null ? new Object[0] : new Object[] {after.bind()});
    }

    /** Keys of rows that are in the table itself, from one to another: a key there is not that of one row alone. */
    Set<RecordKey> elsewhere(RecordKey from, RecordKey to) {
        return new HashSet<>(jdbc.query(
                "SELECT `" + table.key() + "` FROM " + table.quoted() + " WHERE `" + table.key() + "` BETWEEN ? AND ?",
                (row, i) -> new RecordKey(row.getString(1), true),
                from.bind(),
                to.bind()));
    }

    /** Moves rows back into the table, in the caller's transaction. */
    void back(Collection<RecordKey> keys) {
        KeyRanges.each(table.key(), new HashSet<>(keys), (these, args) -> {
            String where = " FROM " + staging().quoted() + " WHERE " + these;
            int put = update("INSERT INTO " + table.quoted() + " SELECT *" + where, args);
            int taken = update("DELETE" + where, args);
            if (put != taken) {
                throw new ChunkFailed(
                        Faults.Kind.STOP,
                        put + " rows of " + staging().table() + " were put back and " + taken
                                + " taken from there: rolled back, nothing changed");
            }
        });
    }

    private int update(String sql, Object[] args) {
        return args.length == 0 ? jdbc.update(sql) : jdbc.update(sql, args);
    }

    private TableMapping staging() {
        return partitions.staging();
    }
}
