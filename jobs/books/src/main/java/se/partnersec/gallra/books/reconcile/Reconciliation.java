package se.partnersec.gallra.books.reconcile;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import se.partnersec.gallra.books.importing.BookImport;

/**
 * What comparing billing with the books found.
 *
 * @param newest the last import of the books of each legal entity, by its code
 * @param named the first differences of each kind
 * @param counts all of them
 * @param destroyedByPermit how many invoices went early by Skatteverket's permit (BFL 7 kap. 7 §): that many vouchers may
 *     rightly be missing in billing; which they were, nobody knows any more
 * @param contentHash SHA-256 of all of it, every difference included, whether or not it is named; 64 hex digits
 */
public record Reconciliation(
        Map<String, BookImport> newest,
        List<Difference> named,
        Map<Difference.Kind, Long> counts,
        List<SeriesSum> sums,
        long destroyedByPermit,
        String contentHash) {

    public Reconciliation {
        newest = Collections.unmodifiableMap(new TreeMap<>(newest));
        named = List.copyOf(named);
        counts = Map.copyOf(counts);
        sums = List.copyOf(sums);
    }

    public long differences() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    public boolean equal() {
        return counts.isEmpty();
    }
}
