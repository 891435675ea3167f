package se.partnersec.gallra.database.catalog;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.mapping.TableMapping;

/**
 * Types, indexes, refusing foreign keys and character sets of the columns of mapped tables, as the database has them.
 *
 * @param numeric {@code schema.table.column} of integer key columns
 * @param indexed {@code schema.table.column} of columns that begin an index
 * @param refusing foreign keys that refuse a deletion, of columns that this account may read
 * @param texts which texts can stand in which columns
 */
public record KeyTypes(Set<String> numeric, Set<String> indexed, Set<Refusing> refusing, CharacterSets texts) {
    /**
     * A column whose rows keep what they point at.
     *
     * @param target {@code schema.table.column} it points at
     */
    public record Refusing(String target, String schema, String table, String column) {
        public String quoted() {
            return "`" + schema + "`.`" + table + "`";
        }

        /** As people write it, without the schema. */
        public String name() {
            return table + "." + column;
        }
    }

    public KeyTypes(Set<String> numeric, Set<String> indexed) {
        this(numeric, indexed, Set.of(), CharacterSets.UNKNOWN);
    }

    /** Asks the database; what it does not know is neither numeric nor indexed. */
    public static KeyTypes read(JdbcTemplate jdbc, SourceMapping sources) {
        Set<String> schemas = sources.allTables().map(TableMapping::schema).collect(Collectors.toSet());
        Set<String> numeric = new HashSet<>();
        Set<String> indexed = new HashSet<>();
        Set<Refusing> refusing = new HashSet<>();
        for (String schema : schemas) {
            numeric.addAll(jdbc.queryForList("""
                    SELECT CONCAT(table_schema, '.', table_name, '.', column_name) FROM information_schema.columns
                    WHERE table_schema = ? AND data_type IN ('tinyint', 'smallint', 'mediumint', 'int', 'bigint')""", String.class, schema));
            indexed.addAll(jdbc.queryForList("""
                    SELECT CONCAT(table_schema, '.', table_name, '.', column_name) FROM information_schema.statistics
                    WHERE table_schema = ? AND seq_in_index = 1""", String.class, schema));
            refusing.addAll(refusing(jdbc, schema));
        }
        return new KeyTypes(
                Set.copyOf(numeric), Set.copyOf(indexed), Set.copyOf(refusing), CharacterSets.of(jdbc, schemas));
    }

    /** Foreign keys that point into a schema and refuse. */
    public static List<Refusing> refusing(JdbcTemplate jdbc, String schema) {
        return new RefusingKeys(jdbc).into(schema, true);
    }

    /** Those that keep rows of a table, but for rows that go or lose their pointer with them. */
    public List<Refusing> refusing(TableMapping table, Collection<TableMapping> children) {
        String key = name(table, table.key());
        return refusing.stream()
                .filter(each -> each.target().equals(key))
                .filter(each -> children.stream()
                        .noneMatch(child -> child.quoted().equals(each.quoted())
                                && each.column().equals(child.parent())))
                .sorted(Comparator.comparing(Refusing::name))
                .toList();
    }

    public boolean numeric(TableMapping table) {
        return numeric(table, table.key());
    }

    public boolean numeric(TableMapping table, String column) {
        return numeric.contains(name(table, column));
    }

    /** Foreign keys that refuse and point at one of these tables, of columns that this account may not read. */
    public static List<Refusing> hidden(JdbcTemplate jdbc, Collection<TableMapping> records) {
        Set<String> keys =
                records.stream().map(table -> name(table, table.key())).collect(Collectors.toSet());
        return records.stream()
                .map(TableMapping::schema)
                .distinct()
                .flatMap(schema -> new RefusingKeys(jdbc).into(schema, false).stream())
                .filter(key -> keys.contains(key.target()))
                .sorted(Comparator.comparing(Refusing::name))
                .toList();
    }

    public boolean indexed(TableMapping table, String column) {
        return indexed.contains(name(table, column));
    }

    /** A column is asked only for texts that its character set can write: the servers refuse questions for others. */
    public boolean writes(TableMapping table, @Nullable String column, String text) {
        return texts.writes(table, column, text);
    }

    public static String name(TableMapping table, String column) {
        return table.schema() + "." + table.table() + "." + column;
    }
}
