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

/** Whether the database can hold the statistics of a category: one row a period and group, and each group as it is spelt. */
final class StatisticCheck {
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
                    name(statistics.table(), statistics.countColumn()) + " is " + count.fullType()
                            + "; a number of records needs an integer column");
        }
        once(statistics);
        statistics.groups().forEach(group -> group(statistics, group, table, records));
        String time = statistics.timeOf(source.record()).column();
        if (records.columns().containsKey(time) && !records.indexed().contains(time)) {
            faults.note(name(source.record(), time) + " has no index: for the statistics of each period the whole table"
                    + " is read; add one");
        }
    }

    /** The last defence against counting twice, should what was counted ever be forgotten. */
    private void once(CategoryMapping.Statistics statistics) {
        Set<String> key = new HashSet<>(List.of(statistics.periodColumn()));
        statistics.groups().forEach(group -> key.add(group.column()));
        if (!catalog.unique(statistics.table()).contains(key)) {
            faults.add(
                    statistics.line(),
                    statistics.table().schema() + "." + statistics.table().table() + " has no unique key on ("
                            + String.join(", ", new TreeSet<>(key))
                            + "), so a period could be counted twice; add one of exactly these columns");
        }
    }

    private void group(CategoryMapping.Statistics statistics, Group group, CatalogTable table, CatalogTable records) {
        Column to = table.columns().get(group.column());
        Column from = records.columns().get(group.of());
        if (from == null) {
            faults.add(
                    group.line(),
                    source.record().schema() + "." + source.record().table() + " has no column " + group.of()
                            + " that this account may see; correct 'groups', or give the account its rights"
                            + " (gallra db grants)");
        } else if (to != null) {
            String wrong = unfit(from, to);
            if (wrong != null) {
                faults.add(group.line(), name(statistics.table(), group.column()) + " is " + to.fullType() + wrong);
            }
        }
    }

    private @Nullable String unfit(Column from, Column to) {
        if (from.isInteger() && to.isInteger()) {
            return null;
        }
        if (!from.isString() || !to.isString()) {
            return ", and what it is to hold is " + from.fullType() + "; both must be integers or texts";
        }
        if (from.length() != null && to.length() != null && to.length() < from.length()) {
            return ", and what it is to hold is " + from.fullType() + "; make it as long";
        }
        // Otherwise two groups may be one to the database, and each count would have to be added to the other.
        return to.collation() != null && !to.collation().endsWith("_bin")
                ? " with collation " + to.collation()
                        + ", which takes different spellings for one; let it be utf8mb4_bin"
                : null;
    }

    private static String name(TableMapping table, String column) {
        return table.schema() + "." + table.table() + "." + column;
    }
}
