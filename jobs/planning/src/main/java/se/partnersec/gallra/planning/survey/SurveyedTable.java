package se.partnersec.gallra.planning.survey;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.database.catalog.CatalogTable;
import se.partnersec.gallra.database.catalog.CatalogTable.Column;
import se.partnersec.gallra.database.catalog.ForeignKey;

/**
 * A business table as information_schema shows it, with what its names speak of.
 *
 * @param pointers foreign keys of one column each, by that column
 * @param unique columns that by themselves tell rows apart
 */
public record SurveyedTable(
        String schema,
        String name,
        NameParts parts,
        CatalogTable catalog,
        Map<String, ForeignKey> pointers,
        Set<String> unique,
        Map<String, NameParts> columns) {

    private static final long LONGEST_KEY = 255;

    public String fullName() {
        return schema + "." + name;
    }

    /** The single column of the primary key, if it is of a kind that can be mapped; null otherwise. */
    @Nullable
    public String key() {
        List<String> primary = catalog.primary();
        if (primary.size() != 1) {
            return null;
        }
        Column key = column(primary.get(0));
        Long length = key.length();
        return key.isInteger() || (key.isString() && length != null && length <= LONGEST_KEY) ? primary.get(0) : null;
    }

    public Column column(String name) {
        Column column = catalog.columns().get(name);
        if (column == null) {
            throw new IllegalStateException(fullName() + " has no column " + name + ". Indicates a bug");
        }
        return column;
    }

    public NameParts partsOf(String column) {
        return columns.getOrDefault(column, new NameParts(Set.of(), false));
    }

    /** Whether the database enforces that a column holds the key of another table. */
    public boolean pointsAt(String column, SurveyedTable target) {
        ForeignKey key = pointers.get(column);
        return key != null
                && key.target().equals(target.fullName())
                && key.targetColumns().equals(target.catalog().primary());
    }

    /** The columns that point at another table by a foreign key. */
    public List<String> pointersAt(SurveyedTable target) {
        return catalog.columns().keySet().stream()
                .filter(column -> pointsAt(column, target))
                .toList();
    }

    /** Whether preflight would take it as a table of a mapping. */
    public boolean mappable() {
        return catalog.type().equals("BASE TABLE") && "InnoDB".equals(catalog.engine()) && key() != null;
    }
}
