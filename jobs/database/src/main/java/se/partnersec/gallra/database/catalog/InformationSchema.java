package se.partnersec.gallra.database.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.TableMapping;

/** Asks information_schema, which shows an account only what it has rights on; what stays hidden is said, not guessed. */
public final class InformationSchema {
    /** Ourselves as information_schema writes us: a user's name may hold an @, a host's may not. */
    private static final String GRANTEE = "CONCAT('''', LEFT(CURRENT_USER(), CHAR_LENGTH(CURRENT_USER())"
            + " - CHAR_LENGTH(SUBSTRING_INDEX(CURRENT_USER(), '@', -1)) - 1), '''@''',"
            + " SUBSTRING_INDEX(CURRENT_USER(), '@', -1), '''')";

    private final JdbcTemplate jdbc;
    private final Set<String> rights;
    private final List<ForeignKey> keys;

    public InformationSchema(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        // Only rights on the whole server; on both servers an account sees at least its own.
        rights = Set.copyOf(strings(
                "SELECT DISTINCT privilege_type FROM information_schema.user_privileges WHERE grantee = " + GRANTEE));
        keys = foreignKeys();
    }

    /** The schema of our own tables. */
    public String own() {
        return strings("SELECT COALESCE(DATABASE(), '')").get(0);
    }

    /** Whether tables of every schema are shown, so that a foreign key we do not see is not there. */
    public boolean seesEveryTable() {
        return rights.contains("REFERENCES");
    }

    private record Found(
            String schema,
            String table,
            String type,
            @Nullable String engine) {}

    /** Null when there is no such table, or none this account may know of. */
    @Nullable
    public CatalogTable table(TableMapping mapping) {
        return table(mapping.schema(), mapping.table());
    }

    /** The same by names. */
    @Nullable
    public CatalogTable table(String schema, String table) {
        Object[] name = {schema, table};
        return jdbc
                .query(
                        "SELECT table_schema, table_name, table_type, engine FROM information_schema.tables"
                                + " WHERE table_schema = ? AND table_name = ?",
                        (row, i) -> new Found(row.getString(1), row.getString(2), row.getString(3), row.getString(4)),
                        name)
                .stream()
                // The question may have been answered without regard to case; the name must be exactly this one.
                .filter(found -> found.schema().equals(schema) && found.table().equals(table))
                .findFirst()
                .map(found ->
                        new CatalogTable(found.type(), found.engine(), columns(name), primary(name), indexed(name)))
                .orElse(null);
    }

    private Map<String, CatalogTable.Column> columns(Object[] name) {
        Map<String, CatalogTable.Column> columns = new LinkedHashMap<>();
        jdbc.query(
                "SELECT column_name, data_type, column_type, character_maximum_length, generation_expression,"
                        + " is_nullable, collation_name"
                        + " FROM information_schema.columns WHERE table_schema = ? AND table_name = ?"
                        + " ORDER BY ordinal_position",
                row -> {
                    String expression = row.getString(5);
                    columns.put(
                            row.getString(1),
                            new CatalogTable.Column(
                                    row.getString(2).toLowerCase(Locale.ROOT),
                                    row.getString(3).toLowerCase(Locale.ROOT),
                                    row.getObject(4, Long.class),
                                    expression != null && !expression.isEmpty(),
                                    "YES".equals(row.getString(6)),
                                    row.getString(7)));
                },
                name);
        return columns;
    }

    private List<String> primary(Object[] name) {
        return strings(
                "SELECT column_name FROM information_schema.statistics WHERE table_schema = ? AND table_name = ?"
                        + " AND index_name = 'PRIMARY' ORDER BY seq_in_index",
                name);
    }

    /** The columns of each key that lets no two rows have the same whole values in them. */
    public Collection<Set<String>> unique(TableMapping mapping) {
        return unique(mapping.schema(), mapping.table());
    }

    /** The same by names. */
    public Collection<Set<String>> unique(String schema, String table) {
        Map<String, Set<String>> keys = new HashMap<>();
        jdbc.query(
                "SELECT index_name, column_name FROM information_schema.statistics WHERE table_schema = ?"
                        + " AND table_name = ? AND non_unique = 0 AND column_name IS NOT NULL AND sub_part IS NULL",
                row -> {
                    keys.computeIfAbsent(row.getString(1), k -> new HashSet<>()).add(row.getString(2));
                },
                schema,
                table);
        return keys.values();
    }

    /** Schemas this account sees, without those of the server. */
    public List<String> schemas() {
        return strings("SELECT schema_name FROM information_schema.schemata WHERE schema_name NOT IN"
                + " ('information_schema', 'performance_schema', 'mysql', 'sys') ORDER BY schema_name");
    }

    /** Tables of a schema that this account sees, views and sequences left out; no more than {@code most}. */
    public List<String> tables(String schema, int most) {
        return strings(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = ? AND table_type IN"
                        + " ('BASE TABLE', 'SYSTEM VERSIONED') ORDER BY table_name LIMIT ?",
                schema,
                most);
    }

    /**
     * How a table is partitioned.
     *
     * @param method such as {@code RANGE COLUMNS}
     * @param expression of the columns it goes by
     */
    public record Partitioning(String method, String expression, boolean subpartitioned) {}

    /** Null where the table is not partitioned, or is not shown. */
    @Nullable
    public Partitioning partitioning(TableMapping mapping) {
        return jdbc
                .query(
                        "SELECT partition_method, partition_expression, subpartition_method IS NOT NULL"
                                + " FROM information_schema.partitions WHERE table_schema = ? AND table_name = ?"
                                + " AND partition_name IS NOT NULL LIMIT 1",
                        (row, i) ->
                                new Partitioning(row.getString(1), String.valueOf(row.getString(2)), row.getBoolean(3)),
                        mapping.schema(),
                        mapping.table())
                .stream()
                .findFirst()
                .orElse(null);
    }

    /** Names of our procedures that this account may call. */
    public Set<String> procedures() {
        return Set.copyOf(strings("SELECT routine_name FROM information_schema.routines"
                + " WHERE routine_schema = DATABASE() AND routine_type = 'PROCEDURE'"));
    }

    private Set<String> indexed(Object[] name) {
        return new HashSet<>(strings(
                "SELECT column_name FROM information_schema.statistics WHERE table_schema = ? AND table_name = ?"
                        + " AND seq_in_index = 1 AND index_type = 'BTREE' AND column_name IS NOT NULL",
                name));
    }

    private List<String> strings(String sql, Object... args) {
        return jdbc.query(sql, (row, i) -> row.getString(1), args);
    }

    /** Every foreign key that refers to a table, from any schema. */
    public List<ForeignKey> pointingAt(String table) {
        return keys.stream().filter(key -> key.target().equals(table)).toList();
    }

    /** Every foreign key of a table. */
    public List<ForeignKey> from(String table) {
        return keys.stream().filter(key -> key.table().equals(table)).toList();
    }

    /** Two plain questions joined here: the servers have no index on these views. */
    private List<ForeignKey> foreignKeys() {
        Map<String, String> rules = new HashMap<>();
        jdbc.query(
                "SELECT constraint_schema, table_name, constraint_name, delete_rule"
                        + " FROM information_schema.referential_constraints",
                row -> {
                    rules.put(row.getString(1) + "." + row.getString(2) + "." + row.getString(3), row.getString(4));
                });
        Map<String, ForeignKey> found = new LinkedHashMap<>();
        jdbc.query(
                "SELECT table_schema, table_name, constraint_name, column_name, referenced_table_schema,"
                        + " referenced_table_name, referenced_column_name FROM information_schema.key_column_usage"
                        + " WHERE referenced_table_name IS NOT NULL"
                        + " ORDER BY table_schema, table_name, constraint_name, ordinal_position",
                row -> {
                    String table = row.getString(1) + "." + row.getString(2);
                    String id = table + "." + row.getString(3);
                    ForeignKey key = found.get(id);
                    if (key == null) {
                        // A rule that is not shown counts as the worst one.
                        key = new ForeignKey(
                                row.getString(3),
                                table,
                                new ArrayList<>(),
                                row.getString(5) + "." + row.getString(6),
                                new ArrayList<>(),
                                rules.getOrDefault(id, "CASCADE"));
                        found.put(id, key);
                    }
                    key.columns().add(row.getString(4));
                    key.targetColumns().add(row.getString(7));
                });
        return List.copyOf(found.values());
    }

    /** Triggers that fire when something goes, by event and table, and the schemas whose triggers we could see. */
    public record Triggers(Map<String, List<String>> byEvent, Set<String> seen) {
        public List<String> on(String event, TableMapping table) {
            return byEvent.getOrDefault(event + " " + table.schema() + "." + table.table(), List.of());
        }
    }

    public Triggers triggers(Set<String> schemas) {
        Triggers triggers = new Triggers(new HashMap<>(), new HashSet<>());
        if (rights.contains("TRIGGER")) {
            triggers.seen().addAll(schemas);
        }
        triggers.seen()
                .addAll(strings("SELECT table_schema FROM information_schema.schema_privileges"
                        + " WHERE privilege_type = 'TRIGGER' AND grantee = " + GRANTEE));
        jdbc.query(
                "SELECT event_manipulation, event_object_schema, event_object_table, trigger_name"
                        + " FROM information_schema.triggers",
                row -> {
                    add(triggers, row.getString(1) + " " + row.getString(2) + "." + row.getString(3), row.getString(4));
                });
        try {
            // The answer of an account that may see them, given to ours: see sql/grants.sql.
            for (String schema : schemas) {
                jdbc.query(
                        "CALL source_triggers(?)",
                        row -> {
                            triggers.seen().add(row.getString("table_schema"));
                            if (row.getString("name") != null) {
                                add(
                                        triggers,
                                        row.getString("event") + " " + row.getString("table_schema") + "."
                                                + row.getString("table_name"),
                                        row.getString("name"));
                            }
                        },
                        schema);
            }
        } catch (DataAccessException e) {
            // There is no such procedure where nobody applied the grants; then only what we saw ourselves counts.
        }
        return triggers;
    }

    private static void add(Triggers triggers, String event, String name) {
        List<String> names = triggers.byEvent().computeIfAbsent(event, t -> new ArrayList<>());
        if (!names.contains(name)) {
            names.add(name);
        }
    }
}
