package se.partnersec.gallra.books.importing;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
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
        Map<Object, FiscalYear> byStart =
                known.stream().collect(Collectors.toMap(FiscalYear::start, Function.identity()));
        return file.stream()
                .filter(year -> !year.equals(byStart.get(year.start())))
                .map(year -> new FiscalYearChange(byStart.get(year.start()), year))
                .toList();
    }
}
