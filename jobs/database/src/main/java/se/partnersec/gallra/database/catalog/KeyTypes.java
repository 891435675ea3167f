package se.partnersec.gallra.database.catalog;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.mapping.TableMapping;

/**
 * What the database says of the mapped tables beyond their names: which have integer keys, and which alias columns have
 * an index of their own.
 *
 * @param numeric {@code schema.table.column} of integer key columns
 * @param indexed {@code schema.table.column} of columns that begin an index
 */
public record KeyTypes(Set<String> numeric, Set<String> indexed) {

    /** Asks the database; what it does not know is neither numeric nor indexed. */
    public static KeyTypes read(JdbcTemplate jdbc, SourceMapping sources) {
        Set<String> schemas = sources.allTables().map(TableMapping::schema).collect(Collectors.toSet());
        Set<String> numeric = new HashSet<>();
        Set<String> indexed = new HashSet<>();
        for (String schema : schemas) {
            numeric.addAll(jdbc.queryForList("""
                    SELECT CONCAT(table_schema, '.', table_name, '.', column_name) FROM information_schema.columns
                    WHERE table_schema = ? AND data_type IN ('tinyint', 'smallint', 'mediumint', 'int', 'bigint')""", String.class, schema));
            indexed.addAll(jdbc.queryForList("""
                    SELECT CONCAT(table_schema, '.', table_name, '.', column_name) FROM information_schema.statistics
                    WHERE table_schema = ? AND seq_in_index = 1""", String.class, schema));
        }
        return new KeyTypes(Set.copyOf(numeric), Set.copyOf(indexed));
    }

    public boolean numeric(TableMapping table) {
        return numeric(table, table.key());
    }

    public boolean numeric(TableMapping table, String column) {
        return numeric.contains(name(table, column));
    }

    public boolean indexed(TableMapping table, String column) {
        return indexed.contains(name(table, column));
    }

    public static String name(TableMapping table, String column) {
        return table.schema() + "." + table.table() + "." + column;
    }
}
