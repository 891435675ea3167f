package se.partnersec.gallra.policy.limit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How much one run of a category may erase or reduce before two people have to agree to more. A limit of 100 percent stops
 * nothing.
 *
 * @param rows most records, 1 or more
 * @param share most of the category's records, in percent, 1 to 100
 * @param customer most of any one customer's records in the category, in percent, 1 to 100
 * @param ratio most times the median of earlier runs, 1 or more
 * @param few records, 0 or more, that share, customer and ratio never stop: of a handful every part is large
 * @param approve occasions on which nothing goes without approval
 */
public record RunLimits(long rows, int share, int customer, int ratio, long few, Set<ApprovalOccasion> approve) {
    /** What holds where no file says anything. */
    public static final RunLimits DEFAULT =
            new RunLimits(1_000_000, 5, 50, 3, 1000, EnumSet.of(ApprovalOccasion.FIRST_RUN, ApprovalOccasion.NEW_YEAR));

    private static final int WHOLE = 100;

    public RunLimits {
        approve = Set.copyOf(approve);
        if (rows < 1 || share < 1 || share > WHOLE || customer < 1 || customer > WHOLE || ratio < 1 || few < 0) {
            throw new IllegalArgumentException("limits out of range: " + rows + " rows, " + share + " %, " + customer
                    + " % of a customer, " + ratio + " times the median, few " + few);
        }
    }

    /** As a block of limits.yml. */
    String canonical() {
        return values().entrySet().stream()
                .map(each -> each.getKey() + ": " + each.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
    }

    /** By the names that limits.yml has for them. */
    Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("max-records", String.valueOf(rows));
        values.put("max-percent", String.valueOf(share));
        values.put("max-percent-of-customer", String.valueOf(customer));
        values.put("max-times-median", String.valueOf(ratio));
        values.put("few", String.valueOf(few));
        values.put(
                "approve",
                approve.isEmpty()
                        ? "none"
                        : Arrays.stream(ApprovalOccasion.values())
                                .filter(approve::contains)
                                .map(ApprovalOccasion::id)
                                .collect(Collectors.joining(", ", "[", "]")));
        return values;
    }

    boolean looserThan(RunLimits other) {
        return rows > other.rows
                || share > other.share
                || customer > other.customer
                || ratio > other.ratio
                || few > other.few
                || !approve.containsAll(other.approve);
    }

    /** What no share or ratio forbids, whatever else is known. */
    public long floor() {
        return Math.min(rows, few);
    }

    /** Whether one customer's records are to be counted at all. */
    public boolean byCustomer() {
        return customer < WHOLE;
    }

    /** The most records a run may erase or reduce; of rows and share what is left of the day, or they could be passed in pieces. */
    public long most(Figures figures) {
        return Math.max(0, Math.min(ofDay(figures) - figures.earlierToday(), byMedian(figures)));
    }

    private long ofDay(Figures figures) {
        return Math.min(rows, byShare(figures));
    }

    private long byShare(Figures figures) {
        return share == WHOLE
                ? Long.MAX_VALUE
                : Math.max(few, figures.records() / WHOLE * share + figures.records() % WHOLE * share / WHOLE);
    }

    private long byMedian(Figures figures) {
        return figures.median() == null ? Long.MAX_VALUE : Math.max(few, figures.median() * ratio);
    }

    private long ofCustomer(Figures.Customer one) {
        return byCustomer() ? Math.max(few, one.records() * customer / WHOLE) : Long.MAX_VALUE;
    }

    /**
     * What stands in the way of a run; nothing where nothing would go.
     *
     * @param asked what the run was told to stop at; null if nothing
     */
    public List<LimitViolation> trips(Figures figures, @Nullable MaxDelete asked) {
        List<LimitViolation> trips = new ArrayList<>();
        long going = figures.going();
        if (going == 0) {
            return trips;
        }
        if (approve.contains(ApprovalOccasion.FIRST_RUN) && !figures.erasedBefore()) {
            trips.add(LimitViolation.of(LimitViolation.Kind.FIRST_RUN, going));
        }
        // Before anything was ever erased the one occasion says it for both.
        if (trips.isEmpty() && approve.contains(ApprovalOccasion.NEW_YEAR) && !figures.erasedThisYear()) {
            trips.add(LimitViolation.of(LimitViolation.Kind.NEW_YEAR, going));
        }
        if (approve.contains(ApprovalOccasion.PLAN)) {
            trips.add(LimitViolation.of(LimitViolation.Kind.PLAN, going));
        }
        if (going > rows) {
            trips.add(new LimitViolation(LimitViolation.Kind.ROWS, going, rows, 0, 0, ""));
        }
        if (going > byShare(figures)) {
            trips.add(new LimitViolation(
                    LimitViolation.Kind.SHARE, going, byShare(figures), figures.records(), share, ""));
        }
        // What one run alone would pass is said above.
        if (going <= ofDay(figures) && going + figures.earlierToday() > ofDay(figures)) {
            trips.add(
                    new LimitViolation(LimitViolation.Kind.DAY, going, ofDay(figures), figures.earlierToday(), 0, ""));
        }
        if (figures.median() != null && going > byMedian(figures)) {
            trips.add(new LimitViolation(
                    LimitViolation.Kind.RATIO, going, byMedian(figures), figures.median(), ratio, ""));
        }
        // One says it; of a thousand nobody would read.
        figures.customers().stream()
                .filter(one -> one.going() > ofCustomer(one))
                .max(Comparator.comparingLong(Figures.Customer::going))
                .ifPresent(one -> trips.add(new LimitViolation(
                        LimitViolation.Kind.CUSTOMER,
                        one.going(),
                        ofCustomer(one),
                        one.records(),
                        customer,
                        one.id())));
        if (asked != null && going > asked.of(figures.records())) {
            trips.add(new LimitViolation(LimitViolation.Kind.ASKED, going, asked.of(figures.records()), 0, 0, ""));
        }
        return trips;
    }

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
    public record Figures(
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

        public Figures {
            customers = List.copyOf(customers);
        }

        /** On a day on which nothing went before. */
        public Figures(
                long going,
                long records,
                @Nullable Long median,
                boolean erasedBefore,
                boolean erasedThisYear,
                List<Customer> customers) {
            this(going, records, median, erasedBefore, erasedThisYear, customers, 0);
        }

        /** The same if one record would go. */
        public Figures ofOne() {
            return new Figures(1, records, median, erasedBefore, erasedThisYear, customers, earlierToday);
        }
    }
}
