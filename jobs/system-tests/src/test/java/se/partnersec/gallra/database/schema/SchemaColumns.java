package se.partnersec.gallra.database.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import se.partnersec.gallra.testing.FreshSchemas;

/** Tables, views and their columns as information_schema has them for an administrator, and answers of statements as text. */
final class SchemaColumns {
    private SchemaColumns() {}

    /** @param types TABLE, VIEW */
    static Map<String, List<String>> of(FreshSchemas schemas, String schema, String... types) throws SQLException {
        Map<String, List<String>> found = new LinkedHashMap<>();
        try (Connection connection =
                schemas.database().connect(schemas.database().admin(), "")) {
            for (String type : types) {
                for (String name : values(
                        connection,
                        "SELECT table_name FROM information_schema.tables WHERE table_type "
                                + (type.equals("VIEW") ? "=" : "<>") + " 'VIEW' AND table_schema = '" + schema
                                + "' ORDER BY table_name")) {
                    found.put(
                            name,
                            values(
                                    connection,
                                    "SELECT column_name FROM information_schema.columns WHERE table_schema = '" + schema
                                            + "' AND table_name = '" + name + "' ORDER BY ordinal_position"));
                }
            }
        }
        return found;
    }

    /** The first column of an answer. */
    static List<String> values(Connection connection, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    /** Each row with its values behind each other, and a bar behind each. */
    static List<String> rows(Connection connection, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.append(rows.getString(i)).append('|');
                }
                values.add(row.toString());
            }
        }
        return values;
    }
}
