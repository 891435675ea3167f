package se.partnersec.gallra.books.sie;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.fact.FiscalYear;

/**
 * What a sound file says of itself.
 *
 * @param years all it names
 * @param covered those whose vouchers it holds: the current one, and any other with vouchers; number of vouchers by first
 *     day
 */
public record SieFile(
        String name,
        String sha256,
        @Nullable String company,
        @Nullable String orgNo,
        @Nullable LocalDate generatedOn,
        List<FiscalYear> years,
        Map<LocalDate, Long> covered) {

    public SieFile {
        years = List.copyOf(years);
        covered = Map.copyOf(covered);
    }

    /** The same as the books of a legal entity: a file names none but by its number. */
    public SieFile of(String entity) {
        return new SieFile(
                name,
                sha256,
                company,
                orgNo,
                generatedOn,
                years.stream().map(year -> year.of(entity)).toList(),
                covered);
    }

    public long vouchers() {
        return covered.values().stream().mapToLong(Long::longValue).sum();
    }
}
