package se.partnersec.gallra.erasure.record;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import se.partnersec.gallra.config.mapping.Anonymisation;
import se.partnersec.gallra.config.mapping.ColumnMapping;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.database.jdbc.SqlKeyRanges;
import se.partnersec.gallra.policy.fact.ScopeType;

/** Reads the mapped columns of one business table, with or without locks. */
public final class RowReader {
    private static final String PARENT = "parent";

    private final JdbcTemplate jdbc;
    private final TableMapping table;
    private final boolean numericKey;
    private final Row.Layout layout;
    private final List<@Nullable ColumnMapping> columns = new ArrayList<>();
    private final String select;
    private final RowMapper<Row> mapper = (row, i) -> read(row);
    private final KeyTypes kinds;
    private @Nullable Boolean mariaDb;

    public RowReader(JdbcTemplate jdbc, TableMapping table, KeyTypes kinds) {
        this(jdbc, table, kinds, kinds.numeric(table));
    }

    /** @param numericKey of a table that the database was not asked about, because it comes and goes */
    public RowReader(JdbcTemplate jdbc, TableMapping table, KeyTypes kinds, boolean numericKey) {
        this.jdbc = jdbc;
        this.table = table;
        this.kinds = kinds;
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
        int[][] scopes = new int[ScopeType.values().length][];
        for (ScopeType kind : ScopeType.values()) {
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
    public List<Row> byKey(Collection<RecordKey> keys, Lock lock) {
        List<Row> rows = new ArrayList<>(keys.size());
        // Of an index that has every column, a shared lock would be on the entry and not on the row.
        String from = lock == Lock.SHARE_SKIP ? select + " FORCE INDEX (PRIMARY)" : select;
        SqlKeyRanges.each(table.key(), possible(table.key(), keys), (these, args) -> {
            String sql = from + " WHERE " + these + " ORDER BY `" + table.key() + "`" + sql(lock);
            rows.addAll(args.length == 0 ? jdbc.query(sql, mapper) : jdbc.query(sql, mapper, args));
        });
        return rows;
    }

    /** The next rows in key order, without a lock; from the first where nothing came before. */
    public List<Row> after(@Nullable RecordKey after, int size) {
        String key = "`" + table.key() + "`";
        return jdbc.query(
                select + (after == null ? "" : " WHERE " + key + " > ?") + " ORDER BY " + key + " LIMIT " + size,
                mapper,
                after == null ? new Object[0] : new Object[] {after.bind()});
    }

    /**
     * Rows by what they point at.
     *
     * @param unsure owners of which a row could not be locked, or came or went while the rows were locked; none without a lock
     * @param more owners of which there may be more rows than were read
     */
    record Owned(Map<RecordKey, List<Row>> rows, Set<RecordKey> unsure, Set<RecordKey> more) {
        List<Row> of(RecordKey owner) {
            return rows.getOrDefault(owner, List.of());
        }
    }

    /** Rows by what they point at, in key order. Those of an owner are all there were when this ended, or it is unsure. */
    Owned owned(Set<RecordKey> owners, Lock lock) {
        Map<RecordKey, List<Row>> rows =
                grouped(owners, some -> byParent(some, lock), row -> String.valueOf(row.parent()));
        Set<RecordKey> unsure = new HashSet<>();
        if (lock != Lock.NONE) {
            // A lock that skips shows nothing to be absent: only a plain look that comes after it does.
            Map<RecordKey, Set<RecordKey>> there = keysByOwner(owners);
            for (RecordKey owner : owners) {
                Set<RecordKey> locked = new HashSet<>();
                rows.getOrDefault(owner, List.of()).forEach(row -> locked.add(row.key()));
                if (!locked.equals(there.getOrDefault(owner, Set.of()))) {
                    unsure.add(owner);
                }
            }
        }
        return new Owned(rows, unsure, Set.of());
    }

    /**
     * The same, but of some owners only the first rows in key order.
     *
     * @param wide those owners
     * @param most rows of each of them
     */
    Owned owned(Set<RecordKey> owners, Lock lock, Set<RecordKey> wide, int most) {
        Set<RecordKey> parts = new HashSet<>(owners);
        parts.retainAll(wide);
        if (parts.isEmpty()) {
            return owned(owners, lock);
        }
        Set<RecordKey> others = new LinkedHashSet<>(owners);
        others.removeAll(parts);
        Owned narrow = others.isEmpty() ? new Owned(new HashMap<>(), new HashSet<>(), Set.of()) : owned(others, lock);
        Set<RecordKey> more = new HashSet<>();
        for (RecordKey owner : parts) {
            List<Row> first = pointingAt(owner, null, most, lock);
            narrow.rows().put(owner, first);
            if (first.size() == most) {
                more.add(owner);
            }
            if (lock != Lock.NONE && !keys(first).equals(keys(pointingAt(owner, null, most, Lock.NONE)))) {
                narrow.unsure().add(owner);
            }
        }
        return new Owned(narrow.rows(), narrow.unsure(), more);
    }

    private static List<RecordKey> keys(List<Row> rows) {
        return rows.stream().map(Row::key).toList();
    }

    /** Rows that point at one record, the next in key order. */
    public List<Row> pointingAt(RecordKey owner, @Nullable RecordKey after, int size, Lock lock) {
        if (possible(parent(), List.of(owner)).isEmpty()) {
            return List.of();
        }
        List<Object> args = new ArrayList<>(List.of(owner.bind()));
        if (after != null) {
            args.add(after.bind());
        }
        String key = "`" + table.key() + "`";
        return jdbc.query(
                select + " WHERE `" + parent() + "` = ?" + (after == null ? "" : " AND " + key + " > ?") + " ORDER BY "
                        + key + " LIMIT " + size + sql(lock),
                mapper,
                args.toArray());
    }

    /** How many rows point at each, by the index; an owner that a pointer spells otherwise may be missing. */
    Map<RecordKey, Integer> counts(Collection<RecordKey> owners) {
        Map<RecordKey, Integer> counts = new HashMap<>();
        boolean numbers = owners.stream().allMatch(RecordKey::number);
        String parent = "`" + parent() + "`";
        SqlKeyRanges.InList.each(
                possible(parent(), owners),
                (in, args) -> jdbc.query(
                        "SELECT " + parent + ", COUNT(*) FROM " + table.quoted() + pointsAt(in) + " GROUP BY " + parent,
                        row -> {
                            counts.put(new RecordKey(row.getString(1), numbers), row.getInt(2));
                        },
                        args));
        return counts;
    }

    /** The keys of the rows that point at each, read without locks. */
    Map<RecordKey, Set<RecordKey>> keysByOwner(Set<RecordKey> owners) {
        Map<RecordKey, Set<RecordKey>> keys = new HashMap<>();
        grouped(owners, this::pointing, Pointing::parent)
                .forEach((owner, rows) -> rows.forEach(
                        row -> keys.computeIfAbsent(owner, k -> new HashSet<>()).add(row.key())));
        return keys;
    }

    /** The key of a row, and its pointer as it is spelt. */
    private record Pointing(RecordKey key, String parent) {}

    /**
     * Some collations take two spellings of a key for one: where a pointer is spelt unlike its key, the database says whose the
     * rows are, owner by owner.
     */
    private static <T> Map<RecordKey, List<T>> grouped(
            Set<RecordKey> owners, Function<Collection<RecordKey>, List<T>> read, Function<T, String> pointer) {
        Map<RecordKey, List<T>> rows = new HashMap<>();
        boolean numbers = owners.stream().allMatch(RecordKey::number);
        for (T row : read.apply(owners)) {
            rows.computeIfAbsent(new RecordKey(pointer.apply(row), numbers), k -> new ArrayList<>())
                    .add(row);
        }
        if (!owners.containsAll(rows.keySet())) {
            rows.clear();
            owners.forEach(owner -> rows.put(owner, read.apply(Set.of(owner))));
        }
        return rows;
    }

    private List<Row> byParent(Collection<RecordKey> parents, Lock lock) {
        if (lock == Lock.SHARE_SKIP) {
            return byKey(pointing(parents).stream().map(Pointing::key).toList(), lock);
        }
        List<Row> rows = new ArrayList<>(parents.size());
        SqlKeyRanges.InList.each(
                possible(parent(), parents),
                (in, args) -> rows.addAll(jdbc.query(
                        select + pointsAt(in) + " ORDER BY `" + table.key() + "`" + sql(lock), mapper, args)));
        return rows;
    }

    private List<Pointing> pointing(Collection<RecordKey> parents) {
        List<Pointing> found = new ArrayList<>();
        SqlKeyRanges.InList.each(
                possible(parent(), parents),
                (in, args) -> found.addAll(jdbc.query(
                        "SELECT `" + table.key() + "`, `" + parent() + "` FROM " + table.quoted() + pointsAt(in),
                        (row, i) -> new Pointing(new RecordKey(row.getString(1), numericKey), row.getString(2)),
                        args)));
        return found;
    }

    /** Those that can stand in a column, as far as its character set goes. */
    private Collection<RecordKey> possible(String column, Collection<RecordKey> keys) {
        return keys.stream()
                .filter(each -> each.number() || kinds.writes(table, column, each.text()))
                .toList();
    }

    private String pointsAt(String in) {
        return " WHERE `" + parent() + "` IN (" + in + ")";
    }

    private String parent() {
        String parent = table.parent();
        if (parent == null) {
            throw new IllegalStateException("table " + table.table() + " points at no record. Indicates a bug");
        }
        return parent;
    }

    private String sql(Lock lock) {
        if (lock == Lock.SHARE_SKIP && mariaDb == null) {
            String version = jdbc.queryForObject("SELECT VERSION()", String.class);
            mariaDb = String.valueOf(version).toLowerCase(Locale.ROOT).contains("mariadb");
        }
        return lock.sql(Boolean.TRUE.equals(mariaDb));
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

    private static @Nullable String text(@Nullable ColumnMapping column, ResultSet row, int i) throws SQLException {
        return column == null ? row.getString(i) : column.text(row, i);
    }

    private Row read(ResultSet row) throws SQLException {
        @Nullable Object[] values = new @Nullable Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
            ColumnMapping column = columns.get(i);
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

    /** How rows are locked while they are read. */
    public enum Lock {
        /** Not at all: plans, explanations, verification. */
        NONE(""),
        /** Exclusive, passing over what others hold: what goes, and what others must add nothing to. */
        UPDATE_SKIP(" FOR UPDATE SKIP LOCKED"),
        /** Shared, passing over what others hold: what must not change beside us. */
        SHARE_SKIP(" FOR SHARE SKIP LOCKED");

        /** MariaDB has no FOR SHARE, and MySQL passes over nothing by the older words. */
        private static final String SHARE_SKIP_ON_MARIADB = " LOCK IN SHARE MODE SKIP LOCKED";

        private final String sql;

        Lock(String sql) {
            this.sql = sql;
        }

        public String sql(boolean mariaDb) {
            return this == SHARE_SKIP && mariaDb ? SHARE_SKIP_ON_MARIADB : sql;
        }
    }
}
