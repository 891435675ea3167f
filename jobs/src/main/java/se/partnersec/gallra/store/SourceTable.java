package se.partnersec.gallra.store;

import java.util.List;
import java.util.stream.Stream;
import se.partnersec.gallra.policy.DataCategory;

/** Where the records of one category lie: their table, what goes with them, and what the decision looks at. */
public record SourceTable(
        DataCategory category,
        TableMapping record,
        List<TableMapping> children,
        List<TableMapping> parents,
        List<TableMapping> facts) {

    /** Every table of the category that holds object keys. */
    public List<TableMapping> withObjects() {
        return Stream.concat(Stream.of(record), children.stream())
                .filter(t -> t.objects() != null)
                .toList();
    }

    public boolean hasObjects() {
        return !withObjects().isEmpty();
    }

    public Stream<TableMapping> tables() {
        return Stream.of(Stream.of(record), children.stream(), parents.stream(), facts.stream())
                .flatMap(s -> s);
    }
}
