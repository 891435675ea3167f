package se.partnersec.gallra.erasure.candidate;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.mapping.RecordKey;

/**
 * The stretches of keys of a table, from its beginning to its end: those in which every candidate is known to be kept, and those
 * between. Keys are unsigned; a negative one comes before them all.
 */
public final class KeptRanges {
    /** Nothing is known to be kept: one stretch, in which everything is to be met. */
    public static final KeptRanges NONE = new KeptRanges(List.of());

    private final List<Stretch> stretches = new ArrayList<>();
    private final long records;
    private final @Nullable Long last;

    /**
     * What is known of a stretch of keys.
     *
     * @param after the key before it; null from the beginning
     * @param records candidates in it when it was noted, each still kept
     * @param arrivals candidates in it that were none then
     * @param startedBefore first start day that made no candidate then
     */
    public record Quiet(@Nullable Long after, long hi, long records, long arrivals, LocalDate startedBefore) {}

    /**
     * Keys after {@code after}, up to {@code hi} with it; null: from the beginning, to the end.
     *
     * @param quietBefore what started before that day is passed over here; null where nothing is
     * @param silent whether no candidate is left to be met by its clock
     */
    public record Stretch(
            @Nullable Long after,
            @Nullable Long hi,
            @Nullable LocalDate quietBefore,
            boolean silent) {
        /** Whether all of it comes after a key; null is the end of the table. */
        boolean beyond(@Nullable String key) {
            return after != null && key != null && compare(number(key), after) <= 0;
        }

        private boolean goesOn(Quiet next) {
            return compare(hi, next.after()) == 0
                    && silent == (next.arrivals() == 0)
                    && next.startedBefore().equals(quietBefore);
        }
    }

    /** @param quiet by key; one that reaches into the one before it is not believed */
    public KeptRanges(List<Quiet> quiet) {
        Long end = null;
        long sum = 0;
        for (Quiet each : quiet) {
            if (end != null && (each.after() == null || Long.compareUnsigned(each.after(), end) < 0)) {
                continue;
            }
            Stretch before = stretches.isEmpty() ? null : stretches.get(stretches.size() - 1);
            if (before != null && before.goesOn(each)) {
                stretches.set(
                        stretches.size() - 1,
                        new Stretch(before.after(), each.hi(), before.quietBefore(), before.silent()));
            } else {
                if (each.after() != null && (end == null || !end.equals(each.after()))) {
                    stretches.add(new Stretch(end, each.after(), null, false));
                }
                stretches.add(new Stretch(each.after(), each.hi(), each.startedBefore(), each.arrivals() == 0));
            }
            end = each.hi();
            sum += each.records();
        }
        stretches.add(new Stretch(end, null, null, false));
        records = sum;
        last = end;
    }

    /** How many candidates are passed over. */
    public long records() {
        return records;
    }

    /** What was met, with what is passed over. */
    CandidateQuery.Extent with(CandidateQuery.Extent met) {
        String lowest = met.lowest() == null && last != null ? Long.toUnsignedString(last) : met.lowest();
        String highest = last == null ? met.highest() : later(met.highest(), last);
        return new CandidateQuery.Extent(met.count() + records, lowest, highest);
    }

    /** By key, from the one that reaches beyond a key. */
    List<Stretch> from(@Nullable String key) {
        return key == null || alone() ? stretches : stretches.subList(first(number(key), 1), stretches.size());
    }

    /** The one a key lies in. */
    public Stretch of(RecordKey key) {
        return stretches.get(alone() ? 0 : first(number(key.text()), 0));
    }

    /** Whether nothing is known to be kept, as in every table whose keys are words: then no key is read as a number. */
    private boolean alone() {
        return stretches.size() == 1;
    }

    /** @param least 0 for the first that ends with the key or later, 1 for the first that ends later */
    private int first(@Nullable Long key, int least) {
        int low = 0;
        int high = stretches.size() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (compare(stretches.get(middle).hi(), key) < least) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The later of two bounds before which nothing is looked for; null is the beginning. */
    public static @Nullable String later(@Nullable String key, @Nullable Long bound) {
        return bound == null || (key != null && compare(number(key), bound) >= 0) ? key : Long.toUnsignedString(bound);
    }

    /** The earlier of two bounds with which it ends; null is the end. */
    static @Nullable String earlier(@Nullable String key, @Nullable Long bound) {
        return bound == null || (key != null && compare(number(key), bound) <= 0) ? key : Long.toUnsignedString(bound);
    }

    /** Null for a negative one. */
    private static @Nullable Long number(String key) {
        return key.startsWith("-") ? null : Long.valueOf(Long.parseUnsignedLong(key));
    }

    private static int compare(@Nullable Long one, @Nullable Long other) {
        if (one == null || other == null) {
            return one == null ? (other == null ? 0 : -1) : 1;
        }
        return Long.compareUnsigned(one, other);
    }
}
