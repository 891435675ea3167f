package se.partnersec.gallra.reports.certificate;

import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.ledger.entry.Outcome;

/**
 * What a certificate says that the ledger alone vouches for: it can be made anew from the ledger at any time, and is then the
 * same letter by letter.
 *
 * @param ranges rows without a gap, by category, part and number
 * @param gone what was erased or reduced, added up over the chunks
 * @param objectOnly records whose object left the bucket and whose row a hold kept then; once the row goes it counts as gone
 * @param stayed what the runs counted at their end; one that ended later than the days asked for has none here
 * @param elsewhere what was there no more when the runs came, counted as {@code stayed} is
 * @param firstAt UTC, of the first row; null if there are no rows
 * @param lastAt UTC, of the last row
 */
record LedgerClaim(
        List<Range> ranges,
        List<Count> gone,
        List<Count> objectOnly,
        List<Count> stayed,
        List<Count> elsewhere,
        @Nullable LocalDateTime firstAt,
        @Nullable LocalDateTime lastAt) {

    LedgerClaim {
        ranges = List.copyOf(ranges);
        gone = List.copyOf(gone);
        objectOnly = List.copyOf(objectOnly);
        stayed = List.copyOf(stayed);
        elsewhere = List.copyOf(elsewhere);
    }

    /** @param sha256 see {@link RangeHash} */
    record Range(String category, int part, long from, long to, String sha256) {
        long rows() {
            return to - from + 1;
        }
    }

    /** @param policy fingerprint of policy and mapping under which it was decided */
    record Count(String category, long run, String policy, Outcome outcome, long records) {}

    /** By category and name of the outcome: runs are told apart elsewhere. */
    static Map<String, Map<String, Long>> sums(List<Count> counts) {
        Map<String, Map<String, Long>> sums = new TreeMap<>();
        counts.forEach(count -> sums.computeIfAbsent(count.category(), c -> new TreeMap<>())
                .merge(count.outcome().name(), count.records(), Long::sum));
        return sums;
    }

    static long records(List<Count> counts) {
        return counts.stream().mapToLong(Count::records).sum();
    }

    long rows() {
        return ranges.stream().mapToLong(Range::rows).sum();
    }

    Map<String, @Nullable Object> tree() {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("firstAt", firstAt == null ? null : firstAt + "Z");
        tree.put("lastAt", lastAt == null ? null : lastAt + "Z");
        tree.put("ranges", ranges.stream().map(LedgerClaim::tree).toList());
        tree.put("gone", gone.stream().map(LedgerClaim::tree).toList());
        tree.put("objectOnly", objectOnly.stream().map(LedgerClaim::tree).toList());
        tree.put("stayed", stayed.stream().map(LedgerClaim::tree).toList());
        tree.put("elsewhere", elsewhere.stream().map(LedgerClaim::tree).toList());
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
