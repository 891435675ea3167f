package se.partnersec.gallra.database.check;

import java.util.List;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.mapping.ColumnMapping;
import se.partnersec.gallra.config.mapping.ColumnReduction;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.database.catalog.CatalogTable;
import se.partnersec.gallra.database.catalog.CatalogTable.Column;
import se.partnersec.gallra.support.crypto.Pseudonymizer;
import se.partnersec.gallra.support.text.Sentences;

/** Whether the database can hold what is to be left of a record: the column is there, and takes the new value. */
final class ReductionCheck {
    private static final Sentences SENTENCES = Sentences.of("database");
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
        if (!mapping.detached()
                && mapping.reduced().stream().anyMatch(each -> !each.pseudonymous())
                && key != null
                && !key.isInteger()) {
            faults.add(
                    mapping.line(), SENTENCES.say("check.text-key-stays-may-name-somebody", check.name(mapping.key())));
        }
        ColumnMapping told = mapping.detached() ? mapping.column("present") : null;
        Column tells = told == null ? null : table.columns().get(told.column());
        if (told != null && tells != null && !tells.isInteger()) {
            faults.add(
                    told.line(),
                    SENTENCES.say(
                            "check.present-must-number-boolean-0-where", check.name(told.column()), tells.fullType()));
        }
        String pointer = mapping.parent();
        Column column = pointer == null ? null : table.columns().get(pointer);
        if (mapping.detached() && column != null && !column.nullable()) {
            faults.add(
                    mapping.line(),
                    SENTENCES.say("check.not-null-so-rows-cannot-lose", check.name(String.valueOf(pointer))));
        }
    }

    private void column(ColumnReduction reduced) {
        Column column = table.columns().get(reduced.column());
        String wrong = column == null
                ? SENTENCES.say("check.there-no-such-column-account-may")
                : reduced.column().equals(mapping.key())
                        ? SENTENCES.say("check.key-record-what-ledger-knows-leave")
                        : column.generated()
                                ? SENTENCES.say("check.database-computes-leave-out")
                                : unfit(reduced, column);
        if (wrong != null) {
            faults.add(
                    reduced.line(),
                    SENTENCES.say(
                            "check.cannot-reduced",
                            name(reduced.column()),
                            reduced.strategy().id(),
                            wrong));
        }
    }

    private @Nullable String unfit(ColumnReduction reduced, Column column) {
        return switch (reduced.strategy()) {
            case NULL ->
                column.nullable()
                        ? null
                        : mapping.detached()
                                ? SENTENCES.say("check.not-null-let-column-null")
                                : SENTENCES.say("check.not-null-give-constant-word");
            case CONSTANT -> constant(reduced.constant(), column);
            case MONTH, YEAR ->
                List.of("date", "datetime", "timestamp").contains(column.type())
                        ? null
                        : SENTENCES.say("check.which-no-day", column.fullType());
            case KEYED_HASH -> text(column, HASH_DIGITS);
            case TRUNCATE_IP -> text(column, LONGEST_ADDRESS);
        };
    }

    private static @Nullable String constant(String constant, Column column) {
        if (column.isInteger()) {
            return constant.matches("-?\\d{1,18}") ? null : SENTENCES.say("check.give-number", column.fullType());
        }
        return text(column, constant.length());
    }

    private static @Nullable String text(Column column, int length) {
        Long most = column.length();
        return most != null && most >= length
                ? null
                : SENTENCES.say("check.holds-no-characters", column.fullType(), length);
    }

    private String name(String column) {
        return mapping.schema() + "." + mapping.table() + "." + column;
    }
}
