package se.partnersec.gallra.support.file;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.support.json.JsonText;

/**
 * A row as one line of JSON, the same for the same row: numbers as they are, bytes in base64, times and all else as the server
 * writes them. Before the rows of some records stands a line with their keys.
 */
public final class JsonRow {
    private static final Set<Integer> NUMBERS =
            Set.of(Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.DECIMAL);
    private static final Set<Integer> BYTES = Set.of(Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB);

    private JsonRow() {}

    public static String of(String table, ResultSet row) throws SQLException {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        ResultSetMetaData columns = row.getMetaData();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            values.put(columns.getColumnName(i), value(row, i, columns.getColumnType(i)));
        }
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("table", table);
        line.put("row", values);
        return JsonText.line(line);
    }

    private static @Nullable Object value(ResultSet row, int i, int type) throws SQLException {
        if (BYTES.contains(type)) {
            byte[] bytes = row.getBytes(i);
            return bytes == null ? null : Base64.getEncoder().encodeToString(bytes);
        }
        String text = row.getString(i);
        return text != null && NUMBERS.contains(type) && text.matches("-?\\d+") ? new BigInteger(text) : text;
    }

    /** @param rows so many lines follow that belong to these records */
    public record Head(List<String> keys, int rows) {
        public String text() {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("rows", (long) rows);
            line.put("keys", keys);
            return JsonText.line(line);
        }

        /** @throws IllegalArgumentException if the line is none of ours */
        public static Head parse(String line) {
            Map<String, @Nullable Object> read = JsonText.read(line);
            if (read.get("rows") instanceof Long rows && read.get("keys") instanceof List<?> keys) {
                Head head = new Head(keys.stream().map(String::valueOf).toList(), rows.intValue());
                if (head.text().equals(line)) {
                    return head;
                }
            }
            throw new IllegalArgumentException("a line that should name records does not: " + line);
        }
    }
}
