package se.partnersec.gallra.engine;

import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.store.RecordKey;

/**
 * Pages of integer keys without a gap. If there are as many keys of candidates from one number to another as there are numbers, every one of
 * these is a candidate's key: counted is known, and none need be sent, read and put together.
 */
final class DenseKeys {
    /** Where pages have gaps the next ones probably have some too: counting in vain costs as much as it saves. */
    private static final int MOST_REST = 16;

    private int rest;
    /** Pages to read before the next count, if the one at hand is in vain; a single gap, as every night leaves, costs one page. */
    private int nextRest;

    /**
     * The keys of a page of a stretch; null where they have to be read.
     *
     * @param after as of {@link CandidateQuery#page}, and so is {@code last}
     * @param candidates how many the page would hold if it ended with this key; -1 if one of them is there twice
     */
    @Nullable
    List<RecordKey> page(
            KeptRanges.Stretch stretch,
            @Nullable String after,
            @Nullable String last,
            int size,
            ToLongFunction<String> candidates) {
        String from = KeptRanges.later(after, stretch.after());
        String to = KeptRanges.earlier(last, stretch.hi());
        // A column that shows its numbers with zeros in front is refused as a key; here their text would not be known
        // from what they are.
        if (from == null || to == null || from.startsWith("0")) {
            return null;
        }
        long before = RecordKey.small(from);
        if (before < 0 || RecordKey.small(to) < before + size) {
            return null;
        }
        if (rest > 0) {
            rest--;
            return null;
        }
        if (candidates.applyAsLong(Long.toString(before + size)) != size) {
            rest = nextRest;
            nextRest = Math.min(MOST_REST, 2 * nextRest + 1);
            return null;
        }
        nextRest /= 2;
        return LongStream.rangeClosed(before + 1, before + size)
                .mapToObj(RecordKey::of)
                .toList();
    }
}
