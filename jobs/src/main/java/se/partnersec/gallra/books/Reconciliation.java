package se.partnersec.gallra.books;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What comparing billing with the books found.
 *
 * @param newest the last import of the books; null if there was none
 * @param named the first differences of each kind
 * @param counts all of them
 */
public record Reconciliation(
        @Nullable BookImport newest, List<Difference> named, Map<Difference.Kind, Long> counts, List<SeriesSum> sums) {

    public Reconciliation {
        named = List.copyOf(named);
        counts = Map.copyOf(counts);
        sums = List.copyOf(sums);
    }

    public boolean equal() {
        return counts.isEmpty();
    }
}
