package se.partnersec.gallra.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What people write by hand. */
final class PlainWays {
    private static final int LIMIT = 5000;

    private PlainWays() {}

    private interface Work {
        void with(Statement statement) throws SQLException;
    }

    private record Plain(String name, String words, BenchServer server, Function<AgedRows, Work> work) implements Way {
        @Override
        public Took run(AgedRows rows) throws SQLException {
            Work mine = work.apply(rows);
            try (Connection connection = server.connect();
                    Statement statement = connection.createStatement()) {
                long started = System.nanoTime();
                mine.with(statement);
                return Took.plain(started);
            }
        }
    }

    /** At the server's own isolation level, REPEATABLE READ: who types it types nothing before it. */
    static Way giant(BenchServer server) {
        return new Plain(
                "giant",
                "one giant DELETE with the hold check",
                server,
                rows -> statement -> statement.executeUpdate("DELETE i FROM " + rows.name() + " i LEFT JOIN "
                        + rows.holds() + " h ON h.customer_id = i.customer_id WHERE " + rows.due("i")
                        + " AND h.customer_id IS NULL"));
    }

    static Way limit(BenchServer server) {
        return new Plain("limit", "DELETE ... LIMIT " + LIMIT + " until none is left", server, rows -> statement -> {
            String sql = "DELETE FROM " + rows.name() + " WHERE " + rows.going(rows.name()) + " LIMIT " + LIMIT;
            while (statement.executeUpdate(sql) > 0) {
                // Each statement commits itself.
            }
        });
    }

    static Way loop(BenchServer server) {
        return new Plain(
                "loop", "SELECT keys, DELETE ... IN (" + LIMIT + " keys), a commit each", server, rows -> s -> {
                    s.execute("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED");
                    long last = 0;
                    while (true) {
                        List<Long> keys = new ArrayList<>(LIMIT);
                        String sql = "SELECT i.id FROM " + rows.name() + " i LEFT JOIN " + rows.holds()
                                + " h ON h.customer_id = i.customer_id WHERE " + rows.due("i")
                                + " AND h.customer_id IS NULL AND i.id > " + last + " ORDER BY i.id LIMIT " + LIMIT;
                        try (ResultSet found = s.executeQuery(sql)) {
                            while (found.next()) {
                                keys.add(found.getLong(1));
                            }
                        }
                        if (keys.isEmpty()) {
                            return;
                        }
                        last = keys.get(keys.size() - 1);
                        s.executeUpdate("DELETE FROM " + rows.name() + " WHERE id IN ("
                                + keys.stream().map(String::valueOf).collect(Collectors.joining(",")) + ")");
                    }
                });
    }
}
