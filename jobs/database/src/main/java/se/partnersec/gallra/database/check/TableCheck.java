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
import se.partnersec.gallra.support.text.Sentences;

/** Holds one mapped table against the database: is it there, a real table, its key and columns as the mapping says. */
final class TableCheck {
    private static final Sentences SENTENCES = Sentences.of("database");
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
                    SENTENCES.say("check.there-no-table-account-may-see", mapping.schema(), mapping.table()));
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
            faults.add(mapping.line(), SENTENCES.say("check.no-index-so-every-chunk-would", name, pointer));
        }
    }

    private void kind() {
        if (table.type().equals("VIEW")) {
            faults.add(mapping.line(), SENTENCES.say("check.view-map-table-behind-rows-must", name));
        } else if (!table.type().equals("BASE TABLE")) {
            faults.add(
                    mapping.line(),
                    SENTENCES.say(
                            "check.table-type-deleted-rows-may-live",
                            name,
                            table.type().toLowerCase(Locale.ROOT)));
        } else if (!"InnoDB".equals(table.engine())) {
            faults.add(
                    mapping.line(), SENTENCES.say("check.uses-engine-which-no-row-locks", name, table.engine(), name));
        }
    }

    private void key() {
        Column key = find(mapping.key(), mapping.line());
        if (key == null) {
            return;
        }
        if (table.primary().isEmpty()) {
            faults.add(mapping.line(), SENTENCES.say("check.no-primary-key-give-one-mapped", name, mapping.key()));
        } else if (!table.primary().equals(primary)) {
            faults.add(
                    mapping.line(),
                    SENTENCES.say(
                            "check.primary-key-mapped-key",
                            name,
                            String.join(", ", table.primary()),
                            mapping.key(),
                            (primary.size() == 1
                                    ? SENTENCES.say("check.both-must-same-single-column")
                                    : SENTENCES.say("check.must-partitions-says", String.join(", ", primary)))));
        }
        if (key.generated()) {
            faults.add(
                    mapping.line(), SENTENCES.say("check.computed-database-key-must-column-own", name, mapping.key()));
        }
        if (key.fullType().contains("zerofill")) {
            faults.add(
                    mapping.line(), SENTENCES.say("check.zerofill-so-one-key-several-spellings", name, mapping.key()));
        }
        boolean fits = key.isInteger() || (key.isString() && length(key) <= LONGEST_KEY);
        if (!fits) {
            faults.add(
                    mapping.line(),
                    SENTENCES.say(
                            "check.key-must-integer-text-most-characters",
                            name,
                            mapping.key(),
                            key.fullType(),
                            LONGEST_KEY));
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
                : role.endsWith("_on") && !column.type().equals("date")
                        ? SENTENCES.say("check.day-needs-date-column")
                        : null;
        if (wrong != null) {
            faults.add(
                    mapped.line(),
                    SENTENCES.say("check.column-role-is", name, mapped.column(), role, column.fullType(), wrong));
        }
    }

    private static @Nullable String wrongTime(ColumnMapping mapped, Column column) {
        ZoneId zone = mapped.zone();
        if (zone == null) {
            EpochUnit unit = mapped.unit();
            return column.isInteger()
                    ? null
                    : SENTENCES.say(
                            "check.counter-needs-integer-column-map-zone",
                            String.valueOf(unit).toLowerCase(Locale.ROOT));
        }
        return switch (column.type()) {
            case "datetime" -> null;
            // Our sessions run at +00:00, and a TIMESTAMP shows the session's wall clock.
            case "timestamp" ->
                zone.normalized().equals(ZoneOffset.UTC) ? null : SENTENCES.say("check.timestamp-read-utc-so-map-zone");
            case "date" ->
                zone.equals(SwedishCalendar.ZONE)
                        ? null
                        : SENTENCES.say("check.date-day-sweden-so-map-zone", SwedishCalendar.ZONE);
            default ->
                column.isInteger()
                        ? SENTENCES.say("check.integer-needs-unit-seconds-milliseconds-not")
                        : SENTENCES.say("check.time-needs-datetime-timestamp-date-column");
        };
    }

    private void scope(String column) {
        Column found = find(column, mapping.line());
        if (found != null && !found.isInteger() && !found.isString()) {
            faults.add(
                    mapping.line(),
                    SENTENCES.say("check.hold-key-compared-integers-texts-map", name, column, found.fullType()));
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
                    SENTENCES.say("check.key-object-text-varchar", name, objects.column(), column.fullType()));
        } else if (!table.indexed().contains(objects.column())) {
            faults.add(objects.line(), SENTENCES.say("check.no-index-so-nobody-can-tell", name, objects.column()));
        }
    }

    private @Nullable Column find(String column, int line) {
        Column found = table.columns().get(column);
        if (found == null) {
            faults.add(
                    line,
                    SENTENCES.say(
                            "check.no-column-account-may-see-there",
                            name,
                            column,
                            table.columns().keySet().stream().limit(40).collect(Collectors.joining(", "))));
        }
        return found;
    }
}
