package se.partnersec.gallra.database.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.PartitionMapping;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.database.catalog.CatalogTable;
import se.partnersec.gallra.database.catalog.CatalogTable.Column;
import se.partnersec.gallra.database.catalog.InformationSchema;
import se.partnersec.gallra.support.text.Sentences;

/** Whether whole partitions of a table can be exchanged with the staging table, decided there, and put back from there. */
final class PartitionCheck {
    private static final Sentences SENTENCES = Sentences.of("database");
    private final CategoryMapping source;
    private final InformationSchema catalog;
    private final Map<TableMapping, @Nullable CatalogTable> tables;
    private final SchemaProblems faults;

    PartitionCheck(
            CategoryMapping source,
            InformationSchema catalog,
            Map<TableMapping, @Nullable CatalogTable> tables,
            SchemaProblems faults) {
        this.source = source;
        this.catalog = catalog;
        this.tables = tables;
        this.faults = faults;
    }

    /** By table, the column its primary key has beside the mapped key because it is partitioned by it, whoever maps the table. */
    static Map<String, String> columns(Collection<CategoryMapping> categories) {
        Map<String, String> columns = new HashMap<>();
        for (CategoryMapping source : categories) {
            PartitionMapping partitions = source.partitions();
            if (partitions != null) {
                columns.put(source.record().quoted(), partitions.column());
                columns.put(partitions.staging().quoted(), partitions.column());
            }
        }
        return columns;
    }

    void check() {
        PartitionMapping partitions = source.partitions();
        CatalogTable records = tables.get(source.record());
        CatalogTable staging = partitions == null ? null : tables.get(partitions.staging());
        if (partitions == null || records == null || staging == null) {
            return;
        }
        partitioned(partitions);
        same(partitions, records, staging);
        Column key = records.columns().get(source.record().key());
        if (key != null && !key.isInteger()) {
            fault(partitions, SENTENCES.say("check.key-must-integer", name(source.record()), key.fullType()));
        }
        records.columns().forEach((column, kind) -> {
            if (kind.generated()) {
                fault(
                        partitions,
                        SENTENCES.say("check.computed-database-so-row-stays-could", name(source.record()), column));
            }
        });
        triggers(partitions);
        Set<String> procedures = catalog.procedures();
        for (String procedure : List.of(partitions.fill(), partitions.empty())) {
            if (!procedures.contains(procedure.replace("`", ""))) {
                fault(partitions, SENTENCES.say("check.there-no-procedure-account-may-call", procedure));
            }
        }
    }

    private void partitioned(PartitionMapping partitions) {
        InformationSchema.Partitioning found = catalog.partitioning(source.record());
        if (found == null
                || !found.method().startsWith("RANGE")
                || found.subpartitioned()
                || !names(found.expression(), partitions.column())) {
            fault(
                    partitions,
                    SENTENCES.say(
                            "check.not-partitioned-range-without-subpartitions-remove",
                            name(source.record()),
                            partitions.column()));
        }
        if (catalog.partitioning(partitions.staging()) != null) {
            fault(
                    partitions,
                    SENTENCES.say(
                            "check.partitioned-itself-run-alter-table-remove",
                            name(partitions.staging()),
                            name(partitions.staging())));
        }
    }

    /** Partition expression that names the column, as a whole name and not as a part of a longer one. */
    private static boolean names(String expression, String column) {
        String other = "[\\p{L}0-9_$]";
        return Pattern.compile(
                        "(?<!" + other + ")" + Pattern.quote(column) + "(?!" + other + ")", Pattern.CASE_INSENSITIVE)
                .matcher(expression)
                .find();
    }

    private void same(PartitionMapping partitions, CatalogTable records, CatalogTable staging) {
        if (!new ArrayList<>(records.columns().entrySet())
                .equals(new ArrayList<>(staging.columns().entrySet()))) {
            fault(
                    partitions,
                    SENTENCES.say(
                            "check.other-columns-than-another-order-account",
                            name(partitions.staging()),
                            name(source.record())));
        }
    }

    /** A row that is put back is inserted, and one that goes with its partition meets no trigger at all. */
    private void triggers(PartitionMapping partitions) {
        for (TableMapping table : List.of(source.record(), partitions.staging())) {
            InformationSchema.Triggers triggers = catalog.triggers(Set.of(table.schema()));
            for (String event : List.of("INSERT", "DELETE")) {
                if (!triggers.on(event, table).isEmpty()) {
                    fault(partitions, SENTENCES.say("check.trigger-which-would-not-see-what", name(table), event));
                }
            }
        }
    }

    private void fault(PartitionMapping partitions, String message) {
        faults.add(partitions.line(), message);
    }

    private static String name(TableMapping table) {
        return table.schema() + "." + table.table();
    }
}
