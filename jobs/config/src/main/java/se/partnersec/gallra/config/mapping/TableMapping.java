package se.partnersec.gallra.config.mapping;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One business table and the meaning of its columns.
 *
 * @param role what the mapping file calls it: a category, or the name of a child, parent or fact
 * @param parent the column that points at the record (children, facts) or at this table (parents); null for the record
 * @param parentOf for facts: the parent or other fact they belong to, for children: another child; null where it is the
 *     record itself
 * @param foreignKey whether the database enforces the pointer; false only where the mapping declares its absence
 * @param scopes columns by whose value a hold reaches the record, by kind of scope
 * @param triggersAccepted whether the mapping says, by name, that triggers may run when rows are deleted
 * @param reduced columns that go where the books need a part of the row, and what becomes of each; none where it goes whole
 * @param detached the row stays: a child has a rule of its own and only loses its pointer, a record only loses the columns
 *     of {@code reduced}
 * @param line where the mapping file names the table
 */
public record TableMapping(
        String role,
        String schema,
        String table,
        String key,
        @Nullable String parent,
        @Nullable String parentOf,
        boolean foreignKey,
        Map<String, ColumnMapping> columns,
        Map<String, List<String>> scopes,
        @Nullable ObjectColumn objects,
        boolean triggersAccepted,
        List<ColumnReduction> reduced,
        boolean detached,
        int line) {
    /** The role of the column that says whom a row is processed for. */
    public static final String PROCESSOR = "processor";

    /**
     * The column that holds an object's key, and what every such key must begin with.
     *
     * @param bucket null for the bucket of the settings
     * @param unguardedDelete whether the mapping accepts, by name, that a copy written meanwhile may be lost in a bucket
     *     that neither keeps versions nor compares before it deletes
     */
    public record ObjectColumn(
            String column, String prefix, @Nullable String bucket, boolean unguardedDelete, int line) {}

    /**
     * The same pointer on rows that another category has rules for: with the columns by which holds reach them there, and
     * the one that says whom they are processed for.
     *
     * @param own how that category maps them
     */
    TableMapping ruledBy(TableMapping own) {
        Map<String, ColumnMapping> processor = new LinkedHashMap<>(columns);
        own.columns.forEach((name, column) -> {
            if (name.equals(PROCESSOR)) {
                processor.put(name, column);
            }
        });
        return new TableMapping(
                role,
                schema,
                table,
                key,
                parent,
                parentOf,
                foreignKey,
                processor,
                own.scopes,
                objects,
                triggersAccepted,
                reduced,
                detached,
                line);
    }

    /** The same rows in another table of the schema. */
    public TableMapping in(String other) {
        return new TableMapping(
                role,
                schema,
                other,
                key,
                parent,
                parentOf,
                foreignKey,
                columns,
                scopes,
                objects,
                triggersAccepted,
                reduced,
                detached,
                line);
    }

    /** Quoted; both names were checked against an allow-list and the database before. */
    public String quoted() {
        return "`" + schema + "`.`" + table + "`";
    }

    public @Nullable ColumnMapping column(String columnRole) {
        return columns.get(columnRole);
    }

    /** In SQL, whether a row still has what goes of it, where only columns go; null where rows go whole. */
    public @Nullable String leftSql() {
        if (!detached || reduced.isEmpty()) {
            return null;
        }
        // Accounts that only look need not read a secret to know that there is one.
        ColumnMapping told = columns.get("present");
        return told == null ? anyLeftSql() : "(`" + told.column() + "` IS NULL OR `" + told.column() + "` <> 0)";
    }

    /** The same by the columns themselves. */
    public String anyLeftSql() {
        return reduced.stream()
                .map(each -> "`" + each.column() + "` IS NOT NULL")
                .collect(Collectors.joining(" OR ", "(", ")"));
    }
}
