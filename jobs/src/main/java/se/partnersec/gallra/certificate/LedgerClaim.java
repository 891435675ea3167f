package se.partnersec.gallra.certificate;

import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.ledger.Outcome;

/**
 * What a certificate says that the ledger alone vouches for: it can be made anew from the ledger at any time, and is then the
 * same letter by letter.
 *
 * @param ranges rows without a gap, by category, part and number
 * @param gone what left a store, added up over the chunks
 * @param stayed what the runs counted at their end; one that ended later than the days asked for has none here
 * @param firstAt UTC, of the first row; null if there are no rows
 * @param lastAt UTC, of the last row
 */
record LedgerClaim(
        List<Range> ranges,
        List<Count> gone,
        List<Count> stayed,
        @Nullable LocalDateTime firstAt,
        @Nullable LocalDateTime lastAt) {

    LedgerClaim {
        ranges = List.copyOf(ranges);
        gone = List.copyOf(gone);
        stayed = List.copyOf(stayed);
    }

    /** @param sha256 see {@link RangeHash} */
    record Range(String category, int part, long from, long to, String sha256) {
        long rows() {
            return to - from + 1;
        }
    }

    /** @param policy fingerprint of policy and mapping under which it was decided */
    record Count(String category, long run, String policy, Outcome outcome, long records) {}

    long rows() {
        return ranges.stream().mapToLong(Range::rows).sum();
    }

    Map<String, @Nullable Object> tree() {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("firstAt", firstAt == null ? null : firstAt + "Z");
        tree.put("lastAt", lastAt == null ? null : lastAt + "Z");
        tree.put("ranges", ranges.stream().map(LedgerClaim::tree).toList());
        tree.put("gone", gone.stream().map(LedgerClaim::tree).toList());
        tree.put("stayed", stayed.stream().map(LedgerClaim::tree).toList());
        return tree;
    }

    private static Map<String, @Nullable Object> tree(Range range) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("category", range.category());
        tree.put("part", (long) range.part());
        tree.put("from", range.from());
        tree.put("to", range.to());
        tree.put("sha256", range.sha256());
        return tree;
    }

    private static Map<String, @Nullable Object> tree(Count count) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("category", count.category());
        tree.put("run", count.run());
        tree.put("outcome", count.outcome().name());
        tree.put("records", count.records());
        tree.put("policy", count.policy());
        return tree;
    }
}
