package se.partnersec.gallra.engine;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.store.RecordKey;
import se.partnersec.gallra.store.TableMapping;

/**
 * A record with everything that goes with it or decides about it, read together.
 *
 * @param reducedUntil last day of what an earlier run left of it for the books; null if it is whole
 */
public record LockedRecord(
        Row row,
        Map<TableMapping, List<Row>> children,
        Map<String, List<Row>> facts,
        @Nullable LocalDate reducedUntil) {

    public RecordKey key() {
        return row.key();
    }

    /** Children by the name the mapping gives them; empty if there are none or the mapping has no such name. */
    public List<Row> children(String role) {
        return children.entrySet().stream()
                .filter(e -> e.getKey().role().equals(role))
                .flatMap(e -> e.getValue().stream())
                .toList();
    }

    public List<Row> facts(String role) {
        return facts.getOrDefault(role, List.of());
    }

    /** The row and all its children. */
    List<Row> rows() {
        if (children.isEmpty()) {
            return List.of(row);
        }
        List<Row> rows = new ArrayList<>();
        rows.add(row);
        children.values().forEach(rows::addAll);
        return rows;
    }
}
