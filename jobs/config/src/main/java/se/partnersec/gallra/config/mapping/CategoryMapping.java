package se.partnersec.gallra.config.mapping;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.StatisticPeriod;

/**
 * Where the records of one category lie: their table, what goes with them, and what the decision looks at.
 *
 * @param sums where a sum stays of records that the books refer to; null where nothing is summed
 * @param statistics where a count stays of all records; null where nothing is counted
 * @param partitions how the table is partitioned; null where whole partitions cannot go
 * @param entity code of the legal entity in whose books all its records are; null where a column says, or nobody does
 */
public record CategoryMapping(
        DataCategory category,
        TableMapping record,
        List<TableMapping> children,
        List<TableMapping> parents,
        List<TableMapping> facts,
        @Nullable TableMapping sums,
        @Nullable Statistics statistics,
        @Nullable PartitionMapping partitions,
        @Nullable String entity) {

    /** What a child points at: the record, or another child; and a fact: the record, a parent, or another fact. */
    public TableMapping target(TableMapping pointing) {
        return Stream.of(children, parents, facts)
                .flatMap(List::stream)
                .filter(each -> each.role().equals(pointing.parentOf()))
                .findFirst()
                .orElse(record);
    }

    /** Whether other facts hang on this one. */
    public boolean hasFacts(TableMapping fact) {
        return facts.stream()
                .anyMatch(other -> other.parentOf() != null && target(other).equals(fact));
    }

    /** Tables of which rows are locked so that nobody adds what would decide: parents, and facts on which other facts hang. */
    private Set<String> guarded() {
        return Stream.concat(parents.stream(), facts.stream().filter(this::hasFacts))
                .map(TableMapping::quoted)
                .collect(Collectors.toSet());
    }

    /** Whether runs of both would lock the same rows and pass over each other's records. */
    boolean contends(CategoryMapping other) {
        Set<String> mine = guarded();
        Set<String> theirs = other.guarded();
        return mine.contains(other.record.quoted())
                || theirs.contains(record.quoted())
                || mine.stream().anyMatch(theirs::contains);
    }

    /** The children, each after what it points at: so they are read and locked. They go in the order of the mapping. */
    public List<TableMapping> topDown() {
        return children.stream().sorted(Comparator.comparingInt(this::depth)).toList();
    }

    private int depth(TableMapping child) {
        return child.parentOf() == null ? 1 : 1 + depth(target(child));
    }

    /** With detached children as the category maps them whose records they are: its holds reach them wherever they hang. */
    public CategoryMapping ruledBy(Collection<CategoryMapping> all) {
        List<TableMapping> ruled = children.stream()
                .map(child -> all.stream()
                        .map(CategoryMapping::record)
                        .filter(other -> child.detached() && other.quoted().equals(child.quoted()))
                        .findFirst()
                        .map(child::ruledBy)
                        .orElse(child))
                .toList();
        return new CategoryMapping(category, record, ruled, parents, facts, sums, statistics, partitions, entity);
    }

    /** The records of a partition that was taken out of the table and is being decided; null where none can be. */
    public @Nullable CategoryMapping staged() {
        return partitions == null
                ? null
                : new CategoryMapping(
                        category, partitions.staging(), children, parents, facts, null, null, null, entity);
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
                        Stream.of(record),
                        children.stream(),
                        parents.stream(),
                        facts.stream(),
                        Stream.ofNullable(sums),
                        Stream.ofNullable(statistics).map(Statistics::table),
                        Stream.ofNullable(partitions).map(PartitionMapping::staging))
                .flatMap(s -> s);
    }

    /**
     * The table of a category's statistics: counts of records by period and group, without persons.
     *
     * @param table its columns by role: {@code period_on}, {@code count}, and one for each group
     * @param by role of the record's column that says in which period it lies
     * @param person column of the record that says whose it is; how many there are is compared with the floor
     * @param floor least number of different persons of a group that is counted at all
     * @param line where the mapping file says so
     */
    public record Statistics(
            TableMapping table,
            StatisticPeriod per,
            String by,
            String person,
            List<Group> groups,
            int floor,
            int line) {

        /**
         * By what records are told apart.
         *
         * @param column of the statistic
         * @param of column of the record that holds the value
         */
        public record Group(String column, String of, int line) {}

        /** The column of the statistic that holds the first day of the period. */
        public String periodColumn() {
            return column("period_on");
        }

        public String countColumn() {
            return column("count");
        }

        private String column(String role) {
            ColumnMapping column = table.column(role);
            if (column == null) {
                throw new IllegalStateException("statistics without " + role + ". Indicates a bug");
            }
            return column.column();
        }

        /** The record's column that says in which period it lies. */
        public ColumnMapping timeOf(TableMapping record) {
            ColumnMapping time = record.column(by);
            if (time == null) {
                throw new IllegalStateException("records without " + by + ". Indicates a bug");
            }
            return time;
        }
    }
}
