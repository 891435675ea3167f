package se.partnersec.gallra.erasure.partition;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.PartitionMapping;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.database.jdbc.SqlKeyRanges;
import se.partnersec.gallra.erasure.run.ChunkFailedException;
import se.partnersec.gallra.erasure.run.SqlErrorClassifier;
import se.partnersec.gallra.support.text.Sentences;

/**
 * The table that a partition is exchanged with: from then on nobody but the holder of the lease changes its rows. A row is
 * always in one of the two tables. Statements that change the tables themselves commit on their own, so they go by a
 * connection of their own, one at a time: it has a lock by name that lasts as long as the server is at work for it, whatever became
 * of us.
 */
final class StagingTable {
    private static final Sentences SENTENCES = Sentences.of("erasure");
    private static final String LOCK = "CONCAT('gallra.', LEFT(SHA2(DATABASE(), 256), 16), '.', ?)";
    /** Whoever wants the table waits behind us while we wait for others. */
    private static final int PATIENCE_SECONDS = 2;

    private final JdbcTemplate jdbc;
    private final TableMapping table;
    private final PartitionMapping partitions;
    private @Nullable String columns;

    StagingTable(JdbcTemplate jdbc, TableMapping table, PartitionMapping partitions) {
        this.jdbc = jdbc;
        this.table = table;
        this.partitions = partitions;
    }

    /** Both tables by their names. */
    String place() {
        return table.schema() + "." + table.table() + " > " + staging().table();
    }

    boolean isEmpty() {
        return jdbc.queryForList("SELECT 1 FROM " + staging().quoted() + " LIMIT 1", Integer.class)
                .isEmpty();
    }

    /** Takes a partition out of the table; refused unless it is on record as taken by us and the staging table is empty. */
    void fill(String partition, long token, String attempt) {
        call("CALL " + partitions.fill() + "(?, ?, ?)", partition, token, attempt);
    }

    /**
     * Erases what lies in the staging table; refused unless it is on record as going, and as many rows, with the same sum of
     * keys, as were decided.
     */
    void empty(StagingRepository.Totals decided, long token, String attempt) {
        call("CALL " + partitions.empty() + "(?, ?, ?, ?)", token, attempt, decided.records(), decided.keySum());
    }

    private void call(String procedure, Object... args) {
        locked(connection -> {
            update(connection, "SET SESSION lock_wait_timeout = " + PATIENCE_SECONDS);
            try {
                return update(connection, procedure, args);
            } finally {
                update(connection, "SET SESSION lock_wait_timeout = DEFAULT");
            }
        });
    }

    /** Does something while no call fills or empties the staging table, not even one whose caller has died. */
    <T> T alone(Supplier<T> work) {
        return locked(connection -> work.get());
    }

    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private <T> T locked(Work<T> work) {
        DataSource source = Objects.requireNonNull(jdbc.getDataSource());
        // Not the transaction's connection.
        try (Connection connection = source.getConnection()) {
            if (!first(connection, "SELECT GET_LOCK(" + LOCK + ", 30)")) {
                throw new ChunkFailedException(
                        SqlErrorClassifier.Kind.TRANSIENT,
                        SENTENCES.say("partition.somebody-still-work", staging().table()));
            }
            try {
                return work.on(connection);
            } finally {
                first(connection, "SELECT RELEASE_LOCK(" + LOCK + ")");
            }
        } catch (SQLException e) {
            DataAccessException translated = jdbc.getExceptionTranslator().translate("staging", null, e);
            throw translated == null ? new UncategorizedSQLException("staging", null, e) : translated;
        }
    }

    private boolean first(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, staging().role());
            var answer = statement.executeQuery();
            return answer.next() && answer.getInt(1) == 1;
        }
    }

    private static int update(Connection connection, String sql, Object... args) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < args.length; i++) {
                statement.setObject(i + 1, args[i]);
            }
            return statement.executeUpdate();
        }
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

    /**
     * Keys of rows that are in the table itself, from one to another: such a key is not that of one row alone. Null where there are
     * more than so many.
     */
    @Nullable
    Set<RecordKey> elsewhere(RecordKey from, RecordKey to, int most) {
        List<RecordKey> found = jdbc.query(
                "SELECT `" + table.key() + "` FROM " + table.quoted() + " WHERE `" + table.key()
                        + "` BETWEEN ? AND ? LIMIT " + (most + 1),
                (row, i) -> new RecordKey(row.getString(1), true),
                from.bind(),
                to.bind());
        return found.size() > most ? null : new HashSet<>(found);
    }

    /** Whether any of these keys is in the table itself. */
    boolean anyInTable(Collection<RecordKey> keys) {
        boolean[] any = {false};
        SqlKeyRanges.each(
                table.key(),
                keys,
                (these, args) -> any[0] |= !jdbc.queryForList(
                                "SELECT 1 FROM " + table.quoted() + " WHERE " + these + " LIMIT 1", Integer.class, args)
                        .isEmpty());
        return any[0];
    }

    /** Moves rows back into the table, in the caller's transaction. */
    void back(Collection<RecordKey> keys) {
        SqlKeyRanges.each(table.key(), new HashSet<>(keys), (these, args) -> {
            String where = " FROM " + staging().quoted() + " WHERE " + these;
            String all = columns();
            int put = jdbc.update("INSERT INTO " + table.quoted() + " (" + all + ") SELECT " + all + where, args);
            int taken = jdbc.update("DELETE" + where, args);
            if (put != taken) {
                throw new ChunkFailedException(
                        SqlErrorClassifier.Kind.STOP,
                        SENTENCES.say(
                                "partition.rows-were-put-back-taken-from",
                                put,
                                staging().table(),
                                taken));
            }
        });
    }

    /** By name: a star leaves out those that are hidden from it. */
    private String columns() {
        String known = columns;
        if (known == null) {
            known = String.join(
                    ", ",
                    jdbc.query(
                            "SELECT column_name FROM information_schema.columns WHERE table_schema = ? AND table_name = ?"
                                    + " ORDER BY ordinal_position",
                            (row, i) -> "`" + row.getString(1) + "`",
                            staging().schema(),
                            staging().table()));
            columns = known;
        }
        return known;
    }

    private TableMapping staging() {
        return partitions.staging();
    }
}
