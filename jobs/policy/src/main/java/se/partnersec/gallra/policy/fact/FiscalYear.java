package se.partnersec.gallra.policy.fact;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A fiscal year, first and last day inclusive; may be broken, shortened, or lengthened to 18 months (BFL 3 kap.).
 *
 * @param entity code of the legal entity whose books it is of; {@link #MAIN} where a company has one only
 */
public record FiscalYear(String entity, LocalDate start, LocalDate end) {
    /** The legal entity of a company that names none. */
    public static final String MAIN = "main";

    public FiscalYear {
        if (!end.isAfter(start)) {
            throw new IllegalArgumentException("a fiscal year must end after it starts: " + start + ".." + end);
        }
        if (end.isAfter(start.plusMonths(18).minusDays(1))) {
            throw new IllegalArgumentException("fiscal year may be at most 18 months long: " + start + ".." + end);
        }
    }

    public FiscalYear(LocalDate start, LocalDate end) {
        this(MAIN, start, end);
    }

    /** The same days in the books of another. */
    public FiscalYear of(String other) {
        return new FiscalYear(other, start, end);
    }

    public boolean contains(LocalDate day) {
        return !day.isBefore(start) && !day.isAfter(end);
    }

    /** The year of a legal entity that a day counts in: of years that overlap, the one that ends last; null where none has it. */
    public static @Nullable FiscalYear counting(LocalDate day, String entity, List<FiscalYear> years) {
        return years.stream()
                .filter(each -> each.entity().equals(entity) && each.contains(day))
                .max(Comparator.comparing(FiscalYear::end))
                .orElse(null);
    }

    /** Whether it is the same year of the same entity, though it may end on another day. */
    public boolean startsAs(FiscalYear other) {
        return entity.equals(other.entity) && start.equals(other.start);
    }

    /** {@code 2026-01-01..2026-12-31}, with the entity behind it where it is not {@link #MAIN}. */
    public String text() {
        return start + ".." + end + (entity.equals(MAIN) ? "" : " (" + entity + ")");
    }
}
