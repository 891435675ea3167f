package se.partnersec.gallra.config.mapping;

import org.jspecify.annotations.Nullable;

/**
 * The table of billing whose records the books must have, and how much its imports are trusted.
 *
 * @param maxAgeHours how old the newest import of the books may be; null for any age
 * @param maxDropPercent how many of a year's vouchers the newest import may lack; null for any number
 */
public record BooksMapping(
        TableMapping table,
        @Nullable Integer maxAgeHours,
        @Nullable Integer maxDropPercent) {

    /** Whether records of billing say up to what day they concern a fiscal year: agreements over several of them. */
    public boolean saysWhatItConcerns() {
        return table.column("concerns_on") != null;
    }

    /** Quoted, as all names that reach a statement. */
    public String column(String role) {
        ColumnMapping column = table.column(role);
        if (column == null) {
            throw new IllegalArgumentException("the books have no column '" + role + "'. Indicates a bug");
        }
        return "`" + column.column() + "`";
    }
}
