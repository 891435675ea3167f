package se.partnersec.gallra.database.check;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.CategoryMapping.Statistics.Group;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.database.catalog.CatalogTable;
import se.partnersec.gallra.database.catalog.CatalogTable.Column;
import se.partnersec.gallra.database.catalog.InformationSchema;
import se.partnersec.gallra.support.text.Sentences;

/** Whether the database can hold the statistics of a category: one row a period and group, and each group as it is spelt. */
final class StatisticCheck {
    private static final Sentences SENTENCES = Sentences.of("database");
    private final CategoryMapping source;
    private final InformationSchema catalog;
    private final Map<TableMapping, @Nullable CatalogTable> tables;
    private final SchemaProblems faults;

    StatisticCheck(
            CategoryMapping source,
            InformationSchema catalog,
            Map<TableMapping, @Nullable CatalogTable> tables,
            SchemaProblems faults) {
        this.source = source;
        this.catalog = catalog;
        this.tables = tables;
        this.faults = faults;
    }

    void check() {
        CategoryMapping.Statistics statistics = source.statistics();
        CatalogTable table = statistics == null ? null : tables.get(statistics.table());
        CatalogTable records = tables.get(source.record());
        if (statistics == null || table == null || records == null) {
            return;
        }
        Column count = table.columns().get(statistics.countColumn());
        if (count != null && !count.isInteger()) {
            faults.add(
                    statistics.line(),
                    SENTENCES.say(
                            "check.number-records-needs-integer-column",
                            name(statistics.table(), statistics.countColumn()),
                            count.fullType()));
        }
        once(statistics);
        statistics.groups().forEach(group -> group(statistics, group, table, records));
        String time = statistics.timeOf(source.record()).column();
        if (records.columns().containsKey(time) && !records.indexed().contains(time)) {
            faults.note(SENTENCES.say("check.no-index-statistics-each-period-whole", name(source.record(), time)));
        }
    }

    /** The last defence against counting twice, should what was counted ever be forgotten. */
    private void once(CategoryMapping.Statistics statistics) {
        Set<String> key = new HashSet<>(List.of(statistics.periodColumn()));
        statistics.groups().forEach(group -> key.add(group.column()));
        if (!catalog.unique(statistics.table()).contains(key)) {
            faults.add(
                    statistics.line(),
                    SENTENCES.say(
                            "check.no-unique-key-so-period-could",
                            statistics.table().schema(),
                            statistics.table().table(),
                            String.join(", ", new TreeSet<>(key))));
        }
    }

    private void group(CategoryMapping.Statistics statistics, Group group, CatalogTable table, CatalogTable records) {
        Column to = table.columns().get(group.column());
        Column from = records.columns().get(group.of());
        if (from == null) {
            faults.add(
                    group.line(),
                    SENTENCES.say(
                            "check.no-column-account-may-see-correct-2",
                            source.record().schema(),
                            source.record().table(),
                            group.of()));
        } else if (to != null) {
            String wrong = unfit(from, to);
            if (wrong != null) {
                faults.add(
                        group.line(),
                        SENTENCES.say(
                                "check.column-is", name(statistics.table(), group.column()), to.fullType(), wrong));
            }
        }
    }

    private @Nullable String unfit(Column from, Column to) {
        if (from.isInteger() && to.isInteger()) {
            return null;
        }
        if (!from.isString() || !to.isString()) {
            return SENTENCES.say("check.what-hold-both-must-integers-texts", from.fullType());
        }
        if (from.length() != null && to.length() != null && to.length() < from.length()) {
            return SENTENCES.say("check.what-hold-make-long", from.fullType());
        }
        // Otherwise two groups may be one to the database, and each count would have to be added to the other.
        return to.collation() != null && !to.collation().endsWith("_bin")
                ? SENTENCES.say("check.collation-which-takes-different-spellings-one", to.collation())
                : null;
    }

    private static String name(TableMapping table, String column) {
        return table.schema() + "." + table.table() + "." + column;
    }
}
