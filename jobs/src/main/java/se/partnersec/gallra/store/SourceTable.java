package se.partnersec.gallra.store;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.DataCategory;

/**
 * Where the records of one category lie: their table, what goes with them, and what the decision looks at.
 *
 * @param sums where a sum stays of records that the books refer to; null where nothing is summed
 */
public record SourceTable(
        DataCategory category,
        TableMapping record,
        List<TableMapping> children,
        List<TableMapping> parents,
        List<TableMapping> facts,
        @Nullable TableMapping sums) {

    /** What a child points at: the record, or another child. */
    public TableMapping target(TableMapping child) {
        return children.stream()
                .filter(each -> each.role().equals(child.parentOf()))
                .findFirst()
                .orElse(record);
    }

    /** The children, each after what it points at: so they are read and locked. They go in the order of the mapping. */
    public List<TableMapping> topDown() {
        return children.stream().sorted(Comparator.comparingInt(this::depth)).toList();
    }

    private int depth(TableMapping child) {
        return child.parentOf() == null ? 1 : 1 + depth(target(child));
    }

    /** Every table of the category that holds object keys. */
    public List<TableMapping> withObjects() {
        return Stream.concat(Stream.of(record), children.stream())
                .filter(t -> t.objects() != null)
                .toList();
    }

    /** Whether the books can have their part while the rest goes; objects cannot be reduced. */
    public boolean reducible() {
        return (sums != null || !record.reduced().isEmpty() && !record.detached()) && !hasObjects();
    }

    public boolean hasObjects() {
        return !withObjects().isEmpty();
    }

    public Stream<TableMapping> tables() {
        return Stream.of(
                        Stream.of(record), children.stream(), parents.stream(), facts.stream(), Stream.ofNullable(sums))
                .flatMap(s -> s);
    }
}
