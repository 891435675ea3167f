package se.partnersec.gallra.upkeep;

import java.io.StringWriter;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A row as one line of JSON, the same for the same row: numbers as they are, bytes in base64, times and all else as the server
 * writes them. Before the rows of some records stands a line with their keys.
 */
final class RowText {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Set<Integer> NUMBERS =
            Set.of(Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.DECIMAL);
    private static final Set<Integer> BYTES = Set.of(Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB);

    private RowText() {}

    static String of(String table, ResultSet row) throws SQLException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("table", table);
            json.writeName("row").writeStartObject();
            ResultSetMetaData columns = row.getMetaData();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                json.writeName(columns.getColumnName(i));
                value(json, row, i, columns.getColumnType(i));
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void value(JsonGenerator json, ResultSet row, int i, int type) throws SQLException {
        if (BYTES.contains(type)) {
            byte[] bytes = row.getBytes(i);
            json.writeString(bytes == null ? null : Base64.getEncoder().encodeToString(bytes));
            return;
        }
        String text = row.getString(i);
        if (text != null && NUMBERS.contains(type) && text.matches("-?\\d+")) {
            json.writeNumber(text);
        } else {
            json.writeString(text);
        }
    }

    /** @param rows so many lines follow that belong to these records */
    record Head(List<String> keys, int rows) {
        String text() {
            StringWriter text = new StringWriter();
            try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
                json.writeStartObject();
                json.writeNumberProperty("rows", rows);
                json.writeName("keys").writeStartArray();
                keys.forEach(json::writeString);
                json.writeEndArray();
                json.writeEndObject();
            }
            return text.toString();
        }

        /** @throws RuntimeException if the line is none of ours */
        static Head parse(String line) {
            List<String> keys = new ArrayList<>();
            int rows = -1;
            try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), line)) {
                for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                    if (token == JsonToken.VALUE_NUMBER_INT && rows < 0) {
                        rows = json.getIntValue();
                    } else if (token == JsonToken.VALUE_STRING) {
                        keys.add(json.getString());
                    }
                }
            }
            Head head = new Head(keys, rows);
            if (!head.text().equals(line)) {
                throw new IllegalArgumentException("a line that should name records does not: " + line);
            }
            return head;
        }
    }
}
