package se.partnersec.gallra.erasure.record;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.mapping.ColumnMapping;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.erasure.category.Category;

/**
 * A record with everything that goes with it or decides about it, read together.
 *
 * @param reduced what an earlier run left of it; null if it is whole
 * @param asked names of the children and facts that the mapping has, whether or not there are any
 * @param lost whether a parent it points at is not there, so that nobody can say what hangs on it
 * @param more whether more rows point at it than were read of a child that only loses its pointer
 */
public record LockedRecord(
        Row row,
        Map<TableMapping, List<Row>> children,
        Map<String, List<Row>> facts,
        Set<String> asked,
        @Nullable Reduction reduced,
        boolean lost,
        boolean more) {

    /** A row by itself, where nothing hangs on it or nobody asked. */
    public static LockedRecord alone(Row row) {
        return new LockedRecord(row, Map.of(), Map.of(), Set.of(), null, false, false);
    }

    /**
     * What is on record of a reduced record.
     *
     * @param until last day of what is left, as it was known then
     * @param start day on which its clock started, where it was reduced of what said so; null if not known
     */
    public record Reduction(LocalDate until, @Nullable LocalDate start) {}

    /** Last day of what is left of a reduced record; null if it is whole. */
    public @Nullable LocalDate reducedUntil() {
        return reduced == null ? null : reduced.until();
    }

    public RecordKey key() {
        return row.key();
    }

    /** Whether it is processed on behalf of a customer (GDPR Art. 28), itself or in what hangs on it. */
    public boolean processed() {
        return row.flag(TableMapping.PROCESSOR) || mixed();
    }

    /** Whether a record of our own has children of a customer's. */
    public boolean mixed() {
        return !children.isEmpty()
                && !row.flag(TableMapping.PROCESSOR)
                && children.values().stream()
                        .flatMap(List::stream)
                        .anyMatch(child -> child.flag(TableMapping.PROCESSOR));
    }

    /** The same without the children that are a customer's: what would be decided if they did not hang on it. */
    public LockedRecord own() {
        if (!mixed()) {
            return this;
        }
        Map<TableMapping, List<Row>> ours = new HashMap<>();
        children.forEach((table, rows) -> ours.put(
                table,
                rows.stream()
                        .filter(child -> !child.flag(TableMapping.PROCESSOR))
                        .toList()));
        return new LockedRecord(row, ours, facts, asked, reduced, lost, more);
    }

    /** The same with these children and no others. */
    public LockedRecord with(Map<TableMapping, List<Row>> some) {
        return new LockedRecord(row, some, facts, asked, reduced, lost, false);
    }

    /** The same, where more rows point at it than were read. */
    LockedRecord withMore() {
        return new LockedRecord(row, children, facts, asked, reduced, lost, true);
    }

    /** Whether a name that was overwritten is back, as far as the columns that name it are read. */
    public boolean refilled() {
        return row.table().reduced().stream().anyMatch(row::refilled);
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

    /** Those of them that belong to another fact, such as the payments of one of several invoices. */
    public List<Row> facts(String role, Row owner) {
        return facts.getOrDefault(role + "/" + owner.key().text(), List.of());
    }

    /** Whether the mapping names such children or facts: if so, none is an answer. */
    public boolean asks(String role) {
        return asked.contains(role);
    }

    /**
     * Words that mean nothing to its category, each as the column and what it says.
     *
     * @param words as {@link Category#words} names them
     */
    public Map<String, Set<String>> unknown(Map<String, Set<String>> words) {
        if (words.isEmpty()) {
            return Map.of();
        }
        Map<String, Set<String>> unknown = new TreeMap<>();
        words.forEach((name, known) -> {
            int slash = name.indexOf('/');
            String role = name.substring(slash + 1);
            for (Row each : slash < 0 ? List.of(row) : hanging(name.substring(0, slash))) {
                String word = each.text(role);
                if (word != null && !known.contains(word)) {
                    unknown.computeIfAbsent(each.column(role), k -> new TreeSet<>())
                            .add(word.equals(ColumnMapping.UNLISTED) ? "" : word);
                }
            }
        });
        return unknown;
    }

    private List<Row> hanging(String role) {
        List<Row> found = facts(role);
        return found.isEmpty() && !children.isEmpty() ? children(role) : found;
    }

    /** @param owner the fact they belong to; null if it is the record or a parent */
    void learn(String role, @Nullable RecordKey owner, List<Row> rows) {
        facts.computeIfAbsent(role, k -> new ArrayList<>()).addAll(rows);
        if (owner != null) {
            facts.computeIfAbsent(role + "/" + owner.text(), k -> new ArrayList<>())
                    .addAll(rows);
        }
    }

    /** The row and the children that go with it. */
    public List<Row> rows() {
        if (children.isEmpty()) {
            return List.of(row);
        }
        List<Row> rows = new ArrayList<>();
        rows.add(row);
        children.forEach((table, each) -> rows.addAll(table.detached() ? List.of() : each));
        return rows;
    }
}
