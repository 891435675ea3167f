package se.partnersec.gallra.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The anchors: what is left of a deletion when nobody asks whether a row may go. Batches of a thousand keys, one
 * statement and one commit for each; no hold is looked up, nothing is written down.
 */
final class KeyListLoop {
    static final int KEYS = 1000;

    private final BenchServer server;

    KeyListLoop(BenchServer server) {
        this.server = server;
    }

    /** Where the loop has its keys from. */
    private interface Source {
        /** The next keys; empty at the end. */
        List<Long> after(long last) throws SQLException;
    }

    /** Rows deleted a second when the keys are known beforehand and cost nothing: no real job can be that fast. */
    double keysKnown(IpLogRows table) {
        List<Long> keys = table.clearedKeys();
        int[] from = {0};
        return run(table, last -> {
            List<Long> part = keys.subList(from[0], Math.min(keys.size(), from[0] + KEYS));
            from[0] += part.size();
            return part;
        });
    }

    /** Rows deleted a second when each batch reads its keys first, as any loop over expired rows has to. */
    double keysRead(IpLogRows table) {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            return run(table, last -> {
                List<Long> keys = new ArrayList<>(KEYS);
                String sql = "SELECT id FROM " + table.name() + " WHERE seen_at < UTC_TIMESTAMP() - INTERVAL 180 DAY"
                        + " AND customer_id % " + IpLogRows.HELD_ONE_IN + " <> 0 AND id > " + last
                        + " ORDER BY id LIMIT " + KEYS;
                try (ResultSet rows = statement.executeQuery(sql)) {
                    while (rows.next()) {
                        keys.add(rows.getLong(1));
                    }
                }
                return keys;
            });
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private double run(IpLogRows table, Source source) {
        long expected = table.cleared();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            connection.setAutoCommit(false);
            long gone = 0;
            long last = 0;
            long started = System.nanoTime();
            while (true) {
                List<Long> keys = source.after(last);
                if (keys.isEmpty()) {
                    break;
                }
                String in = keys.stream().map(String::valueOf).collect(Collectors.joining(","));
                gone += statement.executeUpdate("DELETE FROM " + table.name() + " WHERE id IN (" + in + ")");
                connection.commit();
                last = keys.get(keys.size() - 1);
            }
            double seconds = (System.nanoTime() - started) / 1e9;
            if (gone != expected) {
                throw new IllegalStateException("the loop deleted " + gone + " of " + expected + " rows");
            }
            return gone / seconds;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
