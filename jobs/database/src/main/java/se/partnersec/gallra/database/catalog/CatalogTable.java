package se.partnersec.gallra.database.catalog;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A table as the database itself describes it.
 *
 * @param type {@code BASE TABLE} for a real one
 * @param primary columns of the primary key, in order
 * @param indexed columns that begin an index the server may use
 */
public record CatalogTable(
        String type, @Nullable String engine, Map<String, Column> columns, List<String> primary, Set<String> indexed) {

    private static final Set<String> INTEGERS = Set.of("tinyint", "smallint", "mediumint", "int", "bigint");
    private static final Set<String> STRINGS = Set.of("char", "varchar");

    /**
     * @param type such as {@code bigint}
     * @param fullType such as {@code bigint(20) unsigned}
     * @param length in characters; null for what is no text
     * @param collation by which texts are compared; null for what is no text
     */
    public record Column(
            String type,
            String fullType,
            @Nullable Long length,
            boolean generated,
            boolean nullable,
            @Nullable String collation) {
        public boolean isInteger() {
            return INTEGERS.contains(type);
        }

        public boolean isString() {
            return STRINGS.contains(type);
        }
    }
}
