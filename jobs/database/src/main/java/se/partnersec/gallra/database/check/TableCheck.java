package se.partnersec.gallra.database.check;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.mapping.ColumnMapping;
import se.partnersec.gallra.config.mapping.ColumnMapping.EpochUnit;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.config.mapping.TableMapping.ObjectColumn;
import se.partnersec.gallra.database.catalog.CatalogTable;
import se.partnersec.gallra.database.catalog.CatalogTable.Column;
import se.partnersec.gallra.policy.rule.SwedishCalendar;

/** Holds one mapped table against the database: is it there, a real table, its key and columns as the mapping says. */
final class TableCheck {
    private static final int LONGEST_KEY = 255;

    private final TableMapping mapping;
    private final CatalogTable table;
    private final SchemaProblems faults;
    private final String name;
    private final List<String> primary;

    private TableCheck(
            TableMapping mapping, CatalogTable table, SchemaProblems faults, @Nullable String partitionedBy) {
        this.mapping = mapping;
        this.primary = partitionedBy == null ? List.of(mapping.key()) : List.of(mapping.key(), partitionedBy);
        this.table = table;
        this.faults = faults;
        this.name = mapping.schema() + "." + mapping.table();
    }

    static void check(TableMapping mapping, @Nullable CatalogTable table, SchemaProblems faults) {
        check(mapping, table, faults, null);
    }

    /** @param partitionedBy the column by which the table is partitioned: the server wants it in every unique key */
    static void check(
            TableMapping mapping, @Nullable CatalogTable table, SchemaProblems faults, @Nullable String partitionedBy) {
        if (table == null) {
            faults.add(
                    mapping.line(),
                    "there is no table " + mapping.schema() + "." + mapping.table()
                            + " that this account may see; correct the name, or give the account its rights"
                            + " (gallra db grants)");
            return;
        }
        new TableCheck(mapping, table, faults, partitionedBy).check();
        ReductionCheck.check(mapping, table, faults);
    }

    private void check() {
        kind();
        key();
        mapping.columns().forEach(this::column);
        mapping.scopes().forEach((kind, columns) -> columns.forEach(this::scope));
        ObjectColumn objects = mapping.objects();
        if (objects != null) {
            objects(objects);
        }
        String pointer = mapping.parent();
        if (pointer != null
                && find(pointer, mapping.line()) != null
                && !table.indexed().contains(pointer)) {
            faults.add(
                    mapping.line(),
                    name + "." + pointer + " has no index, so every chunk would read the whole table; add one that"
                            + " begins with it");
        }
    }

    private void kind() {
        if (table.type().equals("VIEW")) {
            faults.add(
                    mapping.line(), name + " is a view; map the table behind it, rows must be locked where they lie");
        } else if (!table.type().equals("BASE TABLE")) {
            faults.add(
                    mapping.line(),
                    name + " is a table of type " + table.type().toLowerCase(Locale.ROOT)
                            + "; deleted rows may live on in it, only plain tables can be mapped");
        } else if (!"InnoDB".equals(table.engine())) {
            faults.add(
                    mapping.line(),
                    name + " uses engine " + table.engine()
                            + ", which has no row locks and no rollback; run ALTER TABLE " + name + " ENGINE=InnoDB");
        }
    }

    private void key() {
        Column key = find(mapping.key(), mapping.line());
        if (key == null) {
            return;
        }
        if (table.primary().isEmpty()) {
            faults.add(mapping.line(), name + " has no primary key; give it one on the mapped key " + mapping.key());
        } else if (!table.primary().equals(primary)) {
            faults.add(
                    mapping.line(),
                    "the primary key of " + name + " is (" + String.join(", ", table.primary())
                            + "), the mapped key is " + mapping.key() + "; "
                            + (primary.size() == 1
                                    ? "both must be the same single column"
                                    : "it must be (" + String.join(", ", primary) + "), as 'partitions' says"));
        }
        if (key.generated()) {
            faults.add(
                    mapping.line(),
                    name + "." + mapping.key() + " is computed by the database; a key must be a column of its own");
        }
        if (key.fullType().contains("zerofill")) {
            faults.add(
                    mapping.line(),
                    name + "." + mapping.key() + " is ZEROFILL, so one key has several spellings; take ZEROFILL away");
        }
        boolean fits = key.isInteger() || (key.isString() && length(key) <= LONGEST_KEY);
        if (!fits) {
            faults.add(
                    mapping.line(),
                    name + "." + mapping.key() + " is " + key.fullType() + "; a key must be an integer or a text of at"
                            + " most " + LONGEST_KEY + " characters");
        }
    }

    private static long length(Column column) {
        return column.length() == null ? Long.MAX_VALUE : column.length();
    }

    private void column(String role, ColumnMapping mapped) {
        Column column = find(mapped.column(), mapped.line());
        if (column == null) {
            return;
        }
        String wrong = mapped.isTime()
                ? wrongTime(mapped, column)
                : role.endsWith("_on") && !column.type().equals("date") ? "a day needs a DATE column" : null;
        if (wrong != null) {
            faults.add(
                    mapped.line(),
                    name + "." + mapped.column() + " (" + role + ") is " + column.fullType() + ": " + wrong);
        }
    }

    private static @Nullable String wrongTime(ColumnMapping mapped, Column column) {
        ZoneId zone = mapped.zone();
        if (zone == null) {
            EpochUnit unit = mapped.unit();
            return column.isInteger()
                    ? null
                    : "a counter of " + String.valueOf(unit).toLowerCase(Locale.ROOT)
                            + " needs an integer column; map it with a zone if it shows a wall clock";
        }
        return switch (column.type()) {
            case "datetime" -> null;
            // Our sessions run at +00:00, and a TIMESTAMP shows the session's wall clock.
            case "timestamp" ->
                zone.normalized().equals(ZoneOffset.UTC)
                        ? null
                        : "a TIMESTAMP is read in UTC, so map it with zone: UTC";
            case "date" ->
                zone.equals(SwedishCalendar.ZONE)
                        ? null
                        : "a DATE is a day in Sweden, so map it with zone: " + SwedishCalendar.ZONE;
            default ->
                column.isInteger()
                        ? "an integer needs a unit: seconds or milliseconds, not a zone"
                        : "a time needs a DATETIME, TIMESTAMP or DATE column";
        };
    }

    private void scope(String column) {
        Column found = find(column, mapping.line());
        if (found != null && !found.isInteger() && !found.isString()) {
            faults.add(
                    mapping.line(),
                    name + "." + column + " is " + found.fullType()
                            + "; a hold's key is compared with integers and texts," + " map a column of such a type");
        }
    }

    private void objects(ObjectColumn objects) {
        Column column = find(objects.column(), objects.line());
        if (column == null) {
            return;
        }
        if (!column.isString()) {
            faults.add(
                    objects.line(),
                    name + "." + objects.column() + " is " + column.fullType()
                            + "; the key of an object is a text: VARCHAR");
        } else if (!table.indexed().contains(objects.column())) {
            faults.add(
                    objects.line(),
                    name + "." + objects.column()
                            + " has no index, so nobody can tell quickly whether another row shows"
                            + " the same object; add one that begins with it");
        }
    }

    private @Nullable Column find(String column, int line) {
        Column found = table.columns().get(column);
        if (found == null) {
            faults.add(
                    line,
                    name + " has no column " + column + " that this account may see; there are "
                            + table.columns().keySet().stream().limit(40).collect(Collectors.joining(", ")));
        }
        return found;
    }
}
