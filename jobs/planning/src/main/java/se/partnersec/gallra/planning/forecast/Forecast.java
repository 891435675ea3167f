package se.partnersec.gallra.planning.forecast;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.policy.rule.DataCategory;

/**
 * On which day a run would take the records of a category, if nothing changes until then: no record comes in, no hold is
 * placed or released, no invoice paid. Every record that could go within these days is in exactly one line.
 *
 * @param today by the database's clock, in Sweden
 * @param last the last day looked at
 * @param candidates records whose clock may run out by then
 */
public record Forecast(DataCategory category, LocalDate today, LocalDate last, long candidates, List<Line> lines) {

    /** What is said of records. */
    public enum What {
        /** The next run takes them. */
        NOW,
        /** Their period ends within these days. */
        DUE,
        /** A hold, the books, a claim or a relation keeps them today, and the last of that ends within these days. */
        RELEASED,
        /** Kept to a day after these. */
        LATER,
        /** Kept by something that has no last day, such as an unpaid claim. */
        OPEN,
        /** Somebody has to look before anything can be said. */
        REVIEW,
        /** What they point at is missing: runs pass them over. */
        UNREADABLE
    }

    /**
     * Records of which the same is to be said.
     *
     * @param day first day on which a run takes them, or on which they are for review; null where there is none
     * @param becomes ERASED or ANONYMISED where a run takes them; null elsewhere
     * @param reason what keeps them today, or is in doubt; null where nothing is
     */
    public record Line(
            What what,
            @Nullable LocalDate day,
            @Nullable Outcome becomes,
            @Nullable String reason,
            long records) {}

    /** A forecast whose figures contradict each other is worse than none. */
    public Forecast {
        lines = List.copyOf(lines);
        long sum = lines.stream().mapToLong(Line::records).sum();
        if (sum != candidates) {
            throw new IllegalStateException("the lines of the forecast of " + category + " add up to " + sum
                    + " and not to its " + candidates + " candidates. Indicates a bug");
        }
    }
}
