package se.partnersec.gallra.policy.limit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run is about to do, beside what there is and what runs did before.
 *
 * @param going records that would be erased or reduced
 * @param records how many the category has; 0 where nobody needs to know
 * @param median of what earlier runs erased or reduced; null where there are too few of them to say
 * @param erasedBefore whether any earlier run of the category erased or reduced anything
 * @param erasedThisYear whether a run of the category for a day of the same year, or a later one, erased or reduced anything
 * @param customers those of whom more would go than anybody would call few
 * @param earlierToday what other runs of the category erased or reduced since midnight in Sweden, and no approval was for
 */
public record RunFigures(
        long going,
        long records,
        @Nullable Long median,
        boolean erasedBefore,
        boolean erasedThisYear,
        List<Customer> customers,
        long earlierToday) {

    /**
     * @param id the key of the customer, as the records have it
     * @param records how many the category has of this customer
     */
    public record Customer(String id, long going, long records) {}

    public RunFigures {
        customers = List.copyOf(customers);
    }

    /** On a day on which nothing went before. */
    public RunFigures(
            long going,
            long records,
            @Nullable Long median,
            boolean erasedBefore,
            boolean erasedThisYear,
            List<Customer> customers) {
        this(going, records, median, erasedBefore, erasedThisYear, customers, 0);
    }

    /** The same if one record would go. */
    public RunFigures ofOne() {
        return new RunFigures(1, records, median, erasedBefore, erasedThisYear, customers, earlierToday);
    }
}
