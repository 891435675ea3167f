package se.partnersec.gallra.config.mappingfile;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.mapping.ColumnMapping;
import se.partnersec.gallra.config.mapping.PartitionMapping;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.config.yaml.SqlIdentifier;
import se.partnersec.gallra.config.yaml.YamlMapping;
import se.partnersec.gallra.support.text.Sentences;

/** Reads how a log is partitioned: {@code partitions: {by: seen_at, staging: ip_log_staging, updates: none}}. */
final class PartitionMappingReader {
    private static final Sentences SENTENCES = Sentences.of("config");
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
                    "partitions", SENTENCES.say("mappingfile.whole-partitions-cannot-go-records-have", record.role()));
        }
        // A change of a row that is being decided elsewhere would reach nothing.
        TableMappingReader.says(block, "updates", "none");
        String by = block.text("by");
        ColumnMapping column = by == null ? null : record.column(by);
        if (by != null && (column == null || !starts.contains(by))) {
            block.fault(
                    "by",
                    SENTENCES.say(
                            "mappingfile.no-column-which-clock-starts-name",
                            SqlIdentifier.shown(by),
                            record.role(),
                            String.join(", ", starts)));
        }
        String staging = SqlIdentifier.read(block, "staging");
        Integer least = block.number("least");
        if (least != null && least < 1) {
            block.fault("least", SENTENCES.say("mappingfile.least-number-rows-1-more", least));
        }
        return new PartitionMapping(
                column == null ? "" : column.column(),
                record.in(staging == null ? "" : staging),
                least == null ? LEAST : least,
                category.line("partitions"));
    }
}
