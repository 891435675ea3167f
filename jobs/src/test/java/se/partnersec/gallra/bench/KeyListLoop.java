package se.partnersec.gallra.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The anchor: what is left of a deletion when nothing is asked. The keys are known beforehand and cost nothing; no
 * hold is looked up, nothing is written down, one statement and one commit for a thousand rows.
 */
final class KeyListLoop {
    static final int KEYS = 1000;

    private final BenchServer server;

    KeyListLoop(BenchServer server) {
        this.server = server;
    }

    /** Rows deleted a second. */
    double deleteRate(IpLogRows table) {
        List<Long> keys = table.clearedKeys();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            connection.setAutoCommit(false);
            long gone = 0;
            long started = System.nanoTime();
            for (int from = 0; from < keys.size(); from += KEYS) {
                String in = keys.subList(from, Math.min(keys.size(), from + KEYS)).stream()
                        .map(String::valueOf)
                        .collect(Collectors.joining(","));
                gone += statement.executeUpdate("DELETE FROM " + table.name() + " WHERE id IN (" + in + ")");
                connection.commit();
            }
            double seconds = (System.nanoTime() - started) / 1e9;
            if (gone != keys.size()) {
                throw new IllegalStateException("the loop deleted " + gone + " of " + keys.size() + " rows");
            }
            return gone / seconds;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
