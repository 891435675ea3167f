package se.partnersec.gallra.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rows of one table at a moment, every column as text, by key; a copy can be changed without the original. */
final class Rows {
    private final String table;
    private final List<String> columns;
    private final Map<String, Integer> positions = new LinkedHashMap<>();
    private final Map<String, @Nullable String[]> byKey = new LinkedHashMap<>();

    Rows(String table, List<String> columns) {
        this.table = table;
        this.columns = List.copyOf(columns);
        for (int i = 0; i < columns.size(); i++) {
            positions.put(columns.get(i), i);
        }
    }

    String table() {
        return table;
    }

    List<String> columns() {
        return columns;
    }

    Rows copy() {
        Rows copy = new Rows(table, columns);
        byKey.forEach((key, values) -> copy.byKey.put(key, values.clone()));
        return copy;
    }

    void add(String key, @Nullable String... values) {
        if (byKey.put(key, values) != null) {
            throw new IllegalStateException(table + " has two rows " + key);
        }
    }

    void remove(String key) {
        if (byKey.remove(key) == null) {
            throw new IllegalStateException(table + " has no row " + key);
        }
    }

    int size() {
        return byKey.size();
    }

    /** A list of its own: rows may go while it is walked through. */
    List<Row> all() {
        List<Row> rows = new ArrayList<>(byKey.size());
        byKey.forEach((key, values) -> rows.add(new Row(key, values)));
        return rows;
    }

    @Nullable
    Row get(@Nullable String key) {
        @Nullable String[] values = key == null ? null : byKey.get(key);
        return values == null || key == null ? null : new Row(key, values);
    }

    /** One row; what is set shows in its table. */
    final class Row {
        private final String key;
        private final @Nullable String[] values;

        Row(String key, @Nullable String[] values) {
            this.key = key;
            this.values = values;
        }

        String key() {
            return key;
        }

        @Nullable
        String text(String column) {
            return values[position(column)];
        }

        String required(String column) {
            return Objects.requireNonNull(text(column), () -> table + "." + column + " of " + key);
        }

        boolean flag(String column) {
            String text = text(column);
            return text != null && !text.equals("0") && !text.equals("false");
        }

        void set(String column, @Nullable String value) {
            values[position(column)] = value;
        }

        @Nullable
        String[] values() {
            return values;
        }

        private int position(String column) {
            return Objects.requireNonNull(positions.get(column), () -> table + " has no column " + column);
        }
    }
}
