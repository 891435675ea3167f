package se.partnersec.gallra.reports.certificate;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.reports.certificate.LedgerClaim.Count;
import se.partnersec.gallra.reports.certificate.LedgerClaim.Range;

/** Takes the rows of the ledger in their order and makes of those it is about what a certificate says of them. */
final class LedgerClaimReader implements Consumer<LedgerClaimRow> {
    private static final Comparator<Count> ORDER = Comparator.comparing(Count::category)
            .thenComparing(Count::run)
            .thenComparing(Count::outcome)
            .thenComparing(Count::policy);

    private final CertificateSubject subject;
    private final List<Range> ranges = new ArrayList<>();
    private final Map<Count, Long> named = new LinkedHashMap<>();
    /** Of each run the totals it was last closed with. */
    private final Map<Long, LedgerClaimRow> closings = new TreeMap<>();

    private final Set<Long> runs = new TreeSet<>();

    private @Nullable RangeHash open;
    private @Nullable LedgerClaimRow first;
    private @Nullable LedgerClaimRow latest;
    private @Nullable LocalDateTime firstAt;
    private @Nullable LocalDateTime lastAt;

    LedgerClaimReader(CertificateSubject subject) {
        this.subject = subject;
    }

    @Override
    public void accept(LedgerClaimRow row) {
        if (!subject.covers(row)) {
            return;
        }
        range(row);
        runs.add(row.runId());
        firstAt = firstAt == null || row.writtenAt().isBefore(firstAt) ? row.writtenAt() : firstAt;
        lastAt = lastAt == null || row.writtenAt().isAfter(lastAt) ? row.writtenAt() : lastAt;
        if (row.closes()) {
            closings.put(row.runId(), row);
            return;
        }
        row.counts().asMap().forEach((outcome, records) -> {
            if (outcome.named()) {
                named.merge(new Count(row.category(), row.runId(), row.policy(), outcome, 0), records, Long::sum);
            }
        });
    }

    private void range(LedgerClaimRow row) {
        LedgerClaimRow before = latest;
        RangeHash hash = open;
        boolean on = before != null
                && before.category().equals(row.category())
                && before.part() == row.part()
                && before.seq() + 1 == row.seq();
        if (!on || hash == null) {
            close();
            hash = new RangeHash(row.category(), row.part(), row.seq());
            first = row;
        }
        hash.add(row.hash());
        open = hash;
        latest = row;
    }

    private void close() {
        RangeHash hash = open;
        LedgerClaimRow from = first;
        if (hash != null && from != null) {
            ranges.add(new Range(from.category(), from.part(), from.seq(), hash.to(), hash.hex()));
        }
        open = null;
    }

    /** Those that wrote the rows. */
    Set<Long> runs() {
        return runs;
    }

    /** After the last row. */
    LedgerClaim claim() {
        close();
        List<Count> stayed = new ArrayList<>();
        List<Count> elsewhere = new ArrayList<>();
        closings.values()
                .forEach(row -> row.counts().asMap().forEach((outcome, records) -> {
                    if (!outcome.named()) {
                        (outcome == Outcome.GONE_ELSEWHERE ? elsewhere : stayed)
                                .add(new Count(row.category(), row.runId(), row.policy(), outcome, records));
                    }
                }));
        stayed.sort(ORDER);
        elsewhere.sort(ORDER);
        return new LedgerClaim(ranges, summed(false), summed(true), stayed, elsewhere, firstAt, lastAt);
    }

    /** A record of which only the object is gone is not destroyed: it would be counted again when its row goes. */
    private List<Count> summed(boolean objectOnly) {
        return named.entrySet().stream()
                .filter(entry -> (entry.getKey().outcome() == Outcome.OBJECT_ONLY) == objectOnly)
                .map(entry -> new Count(
                        entry.getKey().category(),
                        entry.getKey().run(),
                        entry.getKey().policy(),
                        entry.getKey().outcome(),
                        entry.getValue()))
                .sorted(ORDER)
                .toList();
    }
}
