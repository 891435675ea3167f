package se.partnersec.gallra.store;

import java.util.Set;

/**
 * What the database says of the mapped tables beyond their names: which have integer keys, and which alias columns have
 * an index of their own.
 *
 * @param numeric {@code schema.table.column} of integer key columns
 * @param indexed {@code schema.table.column} of columns that begin an index
 */
public record KeyKinds(Set<String> numeric, Set<String> indexed) {

    public boolean numeric(TableMapping table) {
        return numeric.contains(name(table, table.key()));
    }

    public boolean indexed(TableMapping table, String column) {
        return indexed.contains(name(table, column));
    }

    static String name(TableMapping table, String column) {
        return table.schema() + "." + table.table() + "." + column;
    }
}
