package se.partnersec.gallra.ledger.record;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Rows in every sealed table, and somebody with every right on the database who changes them. Constraints are taken away first: they are
 * about what rows mean, and here only their bytes count.
 */
final class DecisionRows {
    private static final int ROWS = 4;

    private final JdbcTemplate jdbc;
    private final Random random;
    private final Map<SealedTable, List<Column>> tables = new LinkedHashMap<>();
    private long next = 100;

    private record Column(String name, String type, int length, boolean nullable, boolean key) {}

    DecisionRows(JdbcTemplate jdbc, Random random) {
        this.jdbc = jdbc;
        this.random = random;
        jdbc.execute("SET SESSION foreign_key_checks = 0");
        for (SealedTable table : SealedTable.values()) {
            tables.put(
                    table,
                    jdbc.query(
                            "SELECT column_name, data_type, character_maximum_length, is_nullable, column_key FROM"
                                    + " information_schema.columns WHERE table_schema = DATABASE() AND table_name = ? ORDER BY"
                                    + " ordinal_position",
                            (row, i) -> new Column(
                                    row.getString(1),
                                    row.getString(2),
                                    row.getInt(3),
                                    row.getString(4).equals("YES"),
                                    row.getString(5).equals("PRI")),
                            table.table()));
            jdbc.queryForList(
                            "SELECT constraint_name FROM information_schema.table_constraints WHERE table_schema = DATABASE()"
                                    + " AND table_name = ? AND constraint_type = 'CHECK'",
                            String.class,
                            table.table())
                    .forEach(check -> jdbc.execute("ALTER TABLE " + table.table() + " DROP CONSTRAINT " + check));
        }
    }

    DecisionRows fill() {
        tables.keySet().forEach(this::fill);
        return this;
    }

    private void fill(SealedTable table) {
        for (int i = 0; i < (table == SealedTable.TAG_KEY ? 1 : ROWS); i++) {
            List<Column> columns = columns(table);
            jdbc.update(
                    "INSERT INTO " + table.table()
                            + columns.stream().map(Column::name).collect(Collectors.joining(", ", " (", ")"))
                            + " VALUES (" + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")",
                    columns.stream().map(this::value).toArray());
        }
    }

    private List<Column> columns(SealedTable table) {
        return tables.getOrDefault(table, List.of());
    }

    private @Nullable Object value(Column column) {
        long n = next++;
        if (column.nullable() && random.nextInt(3) == 0) {
            return null;
        }
        return switch (column.type()) {
            case "date" -> "2026-0" + (1 + n % 9) + "-1" + n % 10;
            case "datetime" -> "2026-0" + (1 + n % 9) + "-11 10:11:12." + String.format("%06d", n);
            case "tinyint" -> column.key() ? 1 : n % 2;
            case "binary" -> Arrays.copyOf(Long.toString(n).getBytes(StandardCharsets.US_ASCII), 16);
            case "varchar", "char", "text", "mediumtext" -> {
                String text = n + " å😀\"\\\n\t|/ %_x";
                String shortest = Long.toString(n);
                yield column.length() >= 40 && !column.key() ? text : column.length() == 0 ? text : shortest;
            }
            default -> n;
        };
    }

    /** Changes one row of a table, or takes one away; answers what was done, nothing if the database would not have it. */
    String tamper() {
        List<SealedTable> all = new ArrayList<>(tables.keySet());
        SealedTable table = all.get(random.nextInt(all.size()));
        List<Map<String, @Nullable Object>> rows = jdbc.query("SELECT * FROM " + table.table(), (row, i) -> {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            for (Column column : columns(table)) {
                values.put(
                        column.name(),
                        column.type().equals("binary") ? row.getBytes(column.name()) : row.getString(column.name()));
            }
            return values;
        });
        Map<String, @Nullable Object> victim = rows.get(random.nextInt(rows.size()));
        try {
            switch (random.nextInt(6)) {
                case 0:
                    jdbc.update("DELETE FROM " + table.table() + where(table), key(table, victim));
                    return "DELETE " + table;
                case 1:
                    Map<String, @Nullable Object> other = rows.get(random.nextInt(rows.size()));
                    List<Column> free =
                            columns(table).stream().filter(c -> !c.key()).toList();
                    Column copied = free.get(random.nextInt(free.size()));
                    return set(table, victim, copied, other.get(copied.name()));
                default:
                    Column column =
                            columns(table).get(random.nextInt(columns(table).size()));
                    return set(table, victim, column, changed(column, victim.get(column.name())));
            }
        } catch (DataAccessException refused) {
            return "";
        }
    }

    private String set(SealedTable table, Map<String, @Nullable Object> victim, Column column, @Nullable Object value) {
        List<@Nullable Object> values = new ArrayList<>();
        values.add(value);
        Collections.addAll(values, key(table, victim));
        jdbc.update("UPDATE " + table.table() + " SET " + column.name() + " = ?" + where(table), values.toArray());
        return "SET " + table + "." + column.name();
    }

    private String where(SealedTable table) {
        return columns(table).stream()
                .filter(Column::key)
                .map(column -> column.name() + " = ?")
                .collect(Collectors.joining(" AND ", " WHERE ", ""));
    }

    private @Nullable Object[] key(SealedTable table, Map<String, @Nullable Object> row) {
        return columns(table).stream()
                .filter(Column::key)
                .map(column -> row.get(column.name()))
                .toArray();
    }

    private @Nullable Object changed(Column column, @Nullable Object value) {
        if (value == null) {
            return value(new Column(column.name(), column.type(), column.length(), false, column.key()));
        }
        if (column.nullable() && random.nextInt(4) == 0) {
            return null;
        }
        if (value instanceof byte[] bytes) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            return bytes;
        }
        String text = value.toString();
        return switch (column.type()) {
            case "date" -> jdbc.queryForObject("SELECT CAST(? AS DATE) + INTERVAL 1 DAY", String.class, text);
            case "datetime" ->
                jdbc.queryForObject("SELECT CAST(? AS DATETIME(6)) + INTERVAL 1 MICROSECOND", String.class, text);
            case "varchar", "char", "text", "mediumtext" ->
                switch (random.nextInt(4)) {
                    case 0 -> text + "x";
                    case 1 -> text.isEmpty() ? "A" : text.substring(1);
                    case 2 -> text.replace('å', 'Å').replace('1', '7');
                    default -> text + "\u00a0";
                };
            default -> Long.parseLong(text) + 1 + random.nextInt(3);
        };
    }
}
