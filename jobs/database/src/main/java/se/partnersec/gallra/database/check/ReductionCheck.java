package se.partnersec.gallra.database.check;

import java.util.List;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.mapping.ColumnMapping;
import se.partnersec.gallra.config.mapping.ColumnReduction;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.database.catalog.CatalogTable;
import se.partnersec.gallra.database.catalog.CatalogTable.Column;
import se.partnersec.gallra.support.crypto.Pseudonymizer;

/** Whether the database can hold what is to be left of a record: the column is there, and takes the new value. */
final class ReductionCheck {
    /** A keyed hash in hexadecimal digits, and the longest address as text. */
    private static final int HASH_DIGITS = 2 * Pseudonymizer.LENGTH;

    private static final int LONGEST_ADDRESS = 39;

    private final TableMapping mapping;
    private final CatalogTable table;
    private final SchemaProblems faults;

    private ReductionCheck(TableMapping mapping, CatalogTable table, SchemaProblems faults) {
        this.mapping = mapping;
        this.table = table;
        this.faults = faults;
    }

    static void check(TableMapping mapping, CatalogTable table, SchemaProblems faults) {
        ReductionCheck check = new ReductionCheck(mapping, table, faults);
        mapping.reduced().forEach(check::column);
        Column key = table.columns().get(mapping.key());
        if (!mapping.reduced().isEmpty() && key != null && !key.isInteger()) {
            faults.add(
                    mapping.line(),
                    check.name(mapping.key())
                            + " is a text, which may name somebody and would stay in the list of reduced"
                            + " records; only tables with an integer key can be reduced");
        }
        ColumnMapping told = mapping.detached() ? mapping.column("present") : null;
        Column tells = told == null ? null : table.columns().get(told.column());
        if (told != null && tells != null && !tells.isInteger()) {
            faults.add(
                    told.line(),
                    check.name(told.column()) + " is " + tells.fullType()
                            + "; 'present' must be a number or a boolean, 0 where there is nothing left");
        }
        String pointer = mapping.parent();
        Column column = pointer == null ? null : table.columns().get(pointer);
        if (mapping.detached() && column != null && !column.nullable()) {
            faults.add(
                    mapping.line(),
                    check.name(String.valueOf(pointer))
                            + " is NOT NULL, so its rows cannot lose their pointer; let it be"
                            + " NULL, or remove 'instead: detach'");
        }
    }

    private void column(ColumnReduction reduced) {
        Column column = table.columns().get(reduced.column());
        String wrong = column == null
                ? "there is no such column that this account may see"
                : reduced.column().equals(mapping.key())
                        ? "the key of a record is what the ledger knows it by; leave it out"
                        : column.generated() ? "the database computes it; leave it out" : unfit(reduced, column);
        if (wrong != null) {
            faults.add(
                    reduced.line(),
                    name(reduced.column()) + " cannot be reduced to "
                            + reduced.strategy().id() + ": " + wrong);
        }
    }

    private @Nullable String unfit(ColumnReduction reduced, Column column) {
        return switch (reduced.strategy()) {
            case NULL ->
                column.nullable()
                        ? null
                        : mapping.detached()
                                ? "it is NOT NULL; let the column be NULL"
                                : "it is NOT NULL; give it a {constant: WORD}";
            case CONSTANT -> constant(reduced.constant(), column);
            case MONTH, YEAR ->
                List.of("date", "datetime", "timestamp").contains(column.type())
                        ? null
                        : "it is " + column.fullType() + ", which is no day";
            case KEYED_HASH -> text(column, HASH_DIGITS);
            case TRUNCATE_IP -> text(column, LONGEST_ADDRESS);
        };
    }

    private static @Nullable String constant(String constant, Column column) {
        if (column.isInteger()) {
            return constant.matches("-?\\d{1,18}") ? null : "it is " + column.fullType() + "; give it a number";
        }
        return text(column, constant.length());
    }

    private static @Nullable String text(Column column, int length) {
        Long most = column.length();
        return most != null && most >= length
                ? null
                : "it is " + column.fullType() + " and holds no " + length + " characters";
    }

    private String name(String column) {
        return mapping.schema() + "." + mapping.table() + "." + column;
    }
}
