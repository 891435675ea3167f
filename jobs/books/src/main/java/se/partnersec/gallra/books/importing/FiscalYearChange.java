package se.partnersec.gallra.books.importing;

import java.util.List;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.fact.FiscalYear;

/**
 * A fiscal year the file has and the register has not, or has with another end.
 *
 * @param before null for a new one
 */
public record FiscalYearChange(@Nullable FiscalYear before, FiscalYear after) {

    /** What of the file's years is not on record yet. */
    static List<FiscalYearChange> between(List<FiscalYear> known, List<FiscalYear> file) {
        return file.stream()
                .map(year -> new FiscalYearChange(
                        known.stream().filter(year::startsAs).findFirst().orElse(null), year))
                .filter(change -> !change.after().equals(change.before()))
                .toList();
    }
}
