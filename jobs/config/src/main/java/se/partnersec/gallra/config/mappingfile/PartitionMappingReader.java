package se.partnersec.gallra.config.mappingfile;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.mapping.ColumnMapping;
import se.partnersec.gallra.config.mapping.PartitionMapping;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.config.yaml.SqlIdentifier;
import se.partnersec.gallra.config.yaml.YamlMapping;

/** Reads how a log is partitioned: {@code partitions: {by: seen_at, staging: ip_log_staging, updates: none}}. */
final class PartitionMappingReader {
    private static final int LEAST = 10_000;

    private PartitionMappingReader() {}

    /**
     * @param alone whether nothing goes with a record or is looked at beside it: a partition has rows of one table only
     * @param starts roles of the record at which its clock starts
     */
    static @Nullable PartitionMapping read(
            YamlMapping category, TableMapping record, boolean alone, List<String> starts) {
        YamlMapping block = category.block("partitions");
        if (block == null) {
            return null;
        }
        block.allowOnly(Set.of("by", "staging", "least", "updates"));
        block.require(List.of("by", "staging", "updates"));
        if (!alone || record.objects() != null || !record.reduced().isEmpty() || record.triggersAccepted()) {
            category.fault(
                    "partitions",
                    "whole partitions of " + record.role() + " cannot go: its records have more than their own row"
                            + " (children, parents, facts, sums, objects, 'reduce' or triggers); remove 'partitions'");
        }
        // A change of a row that is being decided elsewhere would reach nothing.
        TableMappingReader.says(block, "updates", "none");
        String by = block.text("by");
        ColumnMapping column = by == null ? null : record.column(by);
        if (by != null && (column == null || !starts.contains(by))) {
            block.fault(
                    "by",
                    "'" + SqlIdentifier.shown(by) + "' is no column of " + record.role()
                            + " at which the clock starts; name one of " + String.join(", ", starts));
        }
        String staging = SqlIdentifier.read(block, "staging");
        Integer least = block.number("least");
        if (least != null && least < 1) {
            block.fault("least", "'least' is a number of rows, 1 or more, was " + least);
        }
        return new PartitionMapping(
                column == null ? "" : column.column(),
                record.in(staging == null ? "" : staging),
                least == null ? LEAST : least,
                category.line("partitions"));
    }
}
