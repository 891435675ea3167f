package se.partnersec.gallra.database.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Writes many rows with few statements: a batch is put together by some drivers only, and MySQL's sends it row by row. */
public final class BatchInsert {
    /** Rows of one statement. */
    public static final int TOGETHER = 250;

    private BatchInsert() {}

    /**
     * @param insert up to and with {@code VALUES}
     * @param row one row's placeholders, in parentheses
     * @param rows values in the order of the placeholders
     */
    public static void insert(
            JdbcTemplate jdbc, String insert, String row, List<? extends List<? extends @Nullable Object>> rows) {
        for (int from = 0; from < rows.size(); from += TOGETHER) {
            List<? extends List<? extends @Nullable Object>> part =
                    rows.subList(from, Math.min(rows.size(), from + TOGETHER));
            jdbc.update(
                    insert + " " + String.join(", ", Collections.nCopies(part.size(), row)),
                    (PreparedStatement statement) -> {
                        int i = 0;
                        for (List<? extends @Nullable Object> values : part) {
                            for (Object value : values) {
                                set(statement, ++i, value);
                            }
                        }
                    });
        }
    }

    private static void set(PreparedStatement statement, int i, @Nullable Object value) throws SQLException {
        // Of a null without a type the driver would ask the server.
        if (value == null) {
            statement.setNull(i, Types.VARCHAR);
        } else {
            statement.setObject(i, value);
        }
    }
}
