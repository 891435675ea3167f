package se.partnersec.gallra.database.catalog;

import java.util.List;

/**
 * A foreign key of any table on the server.
 *
 * @param table {@code schema.table} that refers
 * @param target {@code schema.table} referred to
 * @param onDelete what happens to the referring row, such as {@code CASCADE}
 */
public record ForeignKey(
        String name, String table, List<String> columns, String target, List<String> targetColumns, String onDelete) {

    /** Whether the database refuses to delete a row that is referred to, instead of changing the other table. */
    public boolean refuses() {
        return onDelete.equals("RESTRICT") || onDelete.equals("NO ACTION");
    }

    public boolean deletes() {
        return onDelete.equals("CASCADE");
    }

    public boolean isSelf() {
        return table.equals(target);
    }
}
