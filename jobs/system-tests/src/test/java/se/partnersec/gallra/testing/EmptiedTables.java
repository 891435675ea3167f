package se.partnersec.gallra.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/** Tables of two schemas that are emptied between tests: all but those that hold rows from the start. */
final class EmptiedTables {
    private static final String TABLES = "SELECT CONCAT('`', table_schema, '`.`', table_name, '`')"
            + " FROM information_schema.tables WHERE table_type = 'BASE TABLE' AND table_schema IN (?, ?)";

    private final JdbcTemplate jdbc;
    private final FreshSchemas schemas;
    private final Set<String> kept;

    /** Keeps from now on the rows of each table that has any. */
    EmptiedTables(JdbcTemplate jdbc, FreshSchemas schemas) {
        this.jdbc = jdbc;
        this.schemas = schemas;
        this.kept = new HashSet<>(withRows(all()));
    }

    private List<String> all() {
        return jdbc.query(TABLES, (row, i) -> row.getString(1), schemas.suite(), schemas.business());
    }

    private List<String> withRows(List<String> tables) {
        String question = String.join(
                " UNION ALL ",
                tables.stream()
                        .map(table -> "SELECT '" + table + "' FROM DUAL WHERE EXISTS (SELECT 1 FROM " + table + ")")
                        .toList());
        return tables.isEmpty() ? List.of() : jdbc.query(question, (row, i) -> row.getString(1));
    }

    void empty() {
        List<String> filled =
                withRows(all().stream().filter(table -> !kept.contains(table)).toList());
        if (!filled.isEmpty()) {
            jdbc.execute((ConnectionCallback<Boolean>) connection -> delete(connection, filled));
        }
    }

    /** In any order: foreign keys are not checked meanwhile. */
    private static boolean delete(Connection connection, List<String> tables) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION foreign_key_checks = 0");
            try {
                for (String table : tables) {
                    statement.execute("DELETE FROM " + table);
                }
            } finally {
                statement.execute("SET SESSION foreign_key_checks = 1");
            }
        }
        return true;
    }
}
