package se.partnersec.gallra.engine;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import se.partnersec.gallra.policy.ScopeKind;
import se.partnersec.gallra.store.Anonymisation;
import se.partnersec.gallra.store.RecordKey;
import se.partnersec.gallra.store.SourceColumn;
import se.partnersec.gallra.store.TableMapping;

/** Reads the mapped columns of one business table, with or without locks. */
final class RowReader {
    private static final String PARENT = "parent";

    private final JdbcTemplate jdbc;
    private final TableMapping table;
    private final boolean numericKey;
    private final Row.Layout layout;
    private final List<@Nullable SourceColumn> columns = new ArrayList<>();
    private final String select;
    private final RowMapper<Row> mapper = (row, i) -> read(row);

    RowReader(JdbcTemplate jdbc, TableMapping table, boolean numericKey) {
        this.jdbc = jdbc;
        this.table = table;
        this.numericKey = numericKey;
        Map<String, String> wanted = new LinkedHashMap<>();
        if (table.parent() != null) {
            wanted.put(PARENT, table.parent());
        }
        table.columns().forEach((role, column) -> wanted.put(role, column.column()));
        table.scopes().values().forEach(list -> list.forEach(column -> wanted.put(Row.SCOPE + column, column)));
        if (table.objects() != null) {
            wanted.put(Row.OBJECT, table.objects().column());
        }
        table.reduced().stream()
                .filter(each -> each.strategy() == Anonymisation.KEYED_HASH)
                .forEach(each -> wanted.put(Row.REDUCED + each.column(), each.column()));
        Map<String, Integer> index = new HashMap<>();
        StringBuilder sql = new StringBuilder("SELECT `" + table.key() + "`");
        wanted.forEach((role, column) -> {
            index.put(role, columns.size());
            columns.add(table.columns().get(role));
            sql.append(", `").append(column).append('`');
        });
        String left = table.leftSql();
        if (left != null) {
            index.put(Row.LEFT, columns.size());
            columns.add(null);
            sql.append(", ").append(left);
        }
        int[][] scopes = new int[ScopeKind.values().length][];
        for (ScopeKind kind : ScopeKind.values()) {
            scopes[kind.ordinal()] = table.scopes().getOrDefault(kind.id(), List.of()).stream()
                    .mapToInt(column -> Objects.requireNonNull(index.get(Row.SCOPE + column)))
                    .toArray();
        }
        layout = new Row.Layout(index, scopes);
        select = sql.append(" FROM ").append(table.quoted()).toString();
    }

    TableMapping table() {
        return table;
    }

    boolean numericKey() {
        return numericKey;
    }

    /** Rows by primary key, in key order. */
    List<Row> byKey(Collection<RecordKey> keys, LockMode lock) {
        List<Row> rows = new ArrayList<>(keys.size());
        KeyRanges.each(table.key(), keys, (these, args) -> {
            String sql = select + " WHERE " + these + " ORDER BY `" + table.key() + "`" + lock.sql();
            rows.addAll(args.length == 0 ? jdbc.query(sql, mapper) : jdbc.query(sql, mapper, args));
        });
        return rows;
    }

    /** The next rows in key order, without a lock; from the first where nothing came before. */
    List<Row> after(@Nullable RecordKey after, int size) {
        String key = "`" + table.key() + "`";
        return jdbc.query(
                select + (after == null ? "" : " WHERE " + key + " > ?") + " ORDER BY " + key + " LIMIT " + size,
                mapper,
                after == null ? new Object[0] : new Object[] {after.bind()});
    }

    /** Rows that point at these records, in key order. */
    List<Row> byParent(Collection<RecordKey> parents, LockMode lock) {
        String parent = table.parent();
        if (parent == null) {
            throw new IllegalStateException("table " + table.table() + " points at no record. Indicates a bug");
        }
        return by(parent, parents, lock);
    }

    /**
     * Rows by what they point at. Some collations take two spellings of a key for one: where a pointer is spelt unlike
     * its key, the database says whose the rows are, owner by owner.
     */
    Map<RecordKey, List<Row>> byOwner(Set<RecordKey> owners, LockMode lock) {
        Map<RecordKey, List<Row>> rows = new HashMap<>();
        boolean numbers = owners.stream().allMatch(RecordKey::number);
        for (Row row : byParent(owners, lock)) {
            rows.computeIfAbsent(new RecordKey(String.valueOf(row.parent()), numbers), k -> new ArrayList<>())
                    .add(row);
        }
        if (!owners.containsAll(rows.keySet())) {
            rows.clear();
            owners.forEach(owner -> rows.put(owner, byParent(Set.of(owner), lock)));
        }
        return rows;
    }

    /** How many rows point at each, read without locks. */
    Map<RecordKey, Long> countByOwner(Set<RecordKey> owners) {
        Map<RecordKey, Long> counts = new HashMap<>();
        boolean numbers = owners.stream().allMatch(RecordKey::number);
        countByParent(owners).forEach((parent, n) -> counts.put(new RecordKey(parent, numbers), n));
        if (!owners.containsAll(counts.keySet())) {
            counts.clear();
            owners.forEach(owner -> counts.put(
                    owner,
                    countByParent(Set.of(owner)).values().stream()
                            .mapToLong(n -> n)
                            .sum()));
        }
        return counts;
    }

    private Map<String, Long> countByParent(Collection<RecordKey> parents) {
        Map<String, Long> counts = new HashMap<>();
        String column = "`" + table.parent() + "`";
        // Each spelling by itself, as the rows are told apart: grouped by a collation, one would stand for several.
        String spelt = parents.stream().allMatch(RecordKey::number) ? column : "CAST(" + column + " AS BINARY)";
        KeyList.each(
                parents,
                (in, args) -> jdbc.query(
                        "SELECT MIN(" + column + "), COUNT(*) FROM " + table.quoted() + " WHERE " + column + " IN ("
                                + in + ") GROUP BY " + spelt,
                        row -> {
                            counts.put(row.getString(1), row.getLong(2));
                        },
                        args));
        return counts;
    }

    /** Streams rows that meet a condition, without locks. */
    void where(String condition, List<Object> args, Consumer<Row> each) {
        jdbc.query(
                select + " WHERE " + condition,
                row -> {
                    each.accept(read(row));
                },
                args.toArray());
    }

    private List<Row> by(String column, Collection<RecordKey> keys, LockMode lock) {
        List<Row> rows = new ArrayList<>(keys.size());
        KeyList.each(
                keys,
                (in, args) -> rows.addAll(jdbc.query(
                        select + " WHERE `" + column + "` IN (" + in + ") ORDER BY `" + table.key() + "`" + lock.sql(),
                        mapper,
                        args)));
        return rows;
    }

    private static @Nullable String text(@Nullable SourceColumn column, ResultSet row, int i) throws SQLException {
        return column == null ? row.getString(i) : column.text(row, i);
    }

    private Row read(ResultSet row) throws SQLException {
        @Nullable Object[] values = new @Nullable Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
            SourceColumn column = columns.get(i);
            values[i] = column != null && column.isTime() ? column.instant(row, i + 2) : text(column, row, i + 2);
        }
        Integer parent = layout.roles().get(PARENT);
        return new Row(
                table,
                new RecordKey(row.getString(1), numericKey),
                parent == null ? null : (String) values[parent],
                layout,
                values);
    }
}
