package se.partnersec.gallra.engine;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
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

    /** Role of the column that says for which customer a row is processed; empty for our own (GDPR Art. 28). */
    public static final String PROCESSOR = "processor";

    public RecordKey key() {
        return row.key();
    }

    /** Whether it is processed on behalf of a customer, itself or in what would go or be changed with it. */
    public boolean processed() {
        return row.flag(PROCESSOR) || mixed();
    }

    /** Whether a record of our own has children of a customer's. */
    boolean mixed() {
        return !children.isEmpty()
                && !row.flag(PROCESSOR)
                && children.values().stream().flatMap(List::stream).anyMatch(child -> child.flag(PROCESSOR));
    }

    /** The same without the children that are a customer's: what would be decided if they did not hang on it. */
    LockedRecord own() {
        if (!mixed()) {
            return this;
        }
        Map<TableMapping, List<Row>> ours = new HashMap<>();
        children.forEach((table, rows) -> ours.put(
                table, rows.stream().filter(child -> !child.flag(PROCESSOR)).toList()));
        return new LockedRecord(row, ours, facts, reducedUntil);
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
