package se.partnersec.gallra.demo.data;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.demo.company.FillProgress;

/** Inserts rows many at a time, and commits now and then; holds one batch in memory, however many rows there are. */
final class DemoRowWriter implements AutoCloseable {
    private static final int BATCH = 500;
    private static final int COMMIT_EVERY = 20;

    private final Connection connection;
    private final FillProgress progress;
    private final String table;
    private final String insert;
    private final String row;
    private final int width;
    private final PreparedStatement full;
    private final List<@Nullable Object> waiting = new ArrayList<>();
    private long batches;

    /** @param columns separated by commas */
    DemoRowWriter(Connection connection, FillProgress progress, String table, String columns) throws SQLException {
        this.connection = connection;
        this.progress = progress;
        this.table = table;
        this.width = columns.split(",").length;
        this.insert = "INSERT INTO " + table + " (" + columns + ") VALUES ";
        this.row = "(" + String.join(",", Collections.nCopies(width, "?")) + ")";
        this.full = prepare(BATCH);
    }

    private PreparedStatement prepare(int count) throws SQLException {
        return connection.prepareStatement(insert + String.join(",", Collections.nCopies(count, row)));
    }

    void add(@Nullable Object... values) throws SQLException {
        if (values.length != width) {
            throw new IllegalArgumentException(insert + "has " + width + " columns, the row " + values.length);
        }
        Collections.addAll(waiting, values);
        if (waiting.size() == BATCH * width) {
            send(full);
            batches++;
            if (batches % COMMIT_EVERY == 0) {
                connection.commit();
            }
        }
    }

    private void send(PreparedStatement statement) throws SQLException {
        for (int i = 0; i < waiting.size(); i++) {
            statement.setObject(i + 1, waiting.get(i));
        }
        statement.executeUpdate();
        progress.wrote(table, waiting.size() / width);
        waiting.clear();
    }

    /** Writes what waits. */
    void finish() throws SQLException {
        if (!waiting.isEmpty()) {
            try (PreparedStatement rest = prepare(waiting.size() / width)) {
                send(rest);
            }
        }
        connection.commit();
    }

    @Override
    public void close() throws SQLException {
        full.close();
    }
}
