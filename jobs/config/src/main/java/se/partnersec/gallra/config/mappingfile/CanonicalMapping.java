package se.partnersec.gallra.config.mappingfile;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.mapping.BooksMapping;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.ColumnReduction;
import se.partnersec.gallra.config.mapping.InventoryDeclaration;
import se.partnersec.gallra.config.mapping.LegalEntities;
import se.partnersec.gallra.config.mapping.PartitionMapping;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.mapping.SourceMapping.Identity;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;

/** Writes a mapping in one fixed form, whatever the order and layout of its file: the fingerprint is taken of it. */
final class CanonicalMapping {
    private final StringBuilder text = new StringBuilder();

    private CanonicalMapping() {}

    static String of(
            Map<ScopeType, Identity> identities,
            Map<DataCategory, CategoryMapping> tables,
            LegalEntities entities,
            @Nullable BooksMapping books) {
        CanonicalMapping sources = new CanonicalMapping();
        sources.line("sources 1");
        new TreeMap<>(identities).values().forEach(identity -> {
            sources.table("identity", identity.table());
            new TreeSet<>(identity.aliases()).forEach(alias -> sources.line("alias", alias));
        });
        new TreeMap<>(tables).values().forEach(table -> {
            sources.table("record", table.record());
            if (table.entity() != null) {
                sources.line("entity", table.entity());
            }
            sources.each("child", table.children());
            sources.each("parent", table.parents());
            sources.each("fact", table.facts());
            if (table.sums() != null) {
                sources.table("sums", table.sums());
            }
            if (table.statistics() != null) {
                sources.statistics(table.statistics());
            }
            PartitionMapping partitions = table.partitions();
            if (partitions != null) {
                String least = Integer.toString(partitions.least());
                sources.line(
                        "partitions", partitions.column(), partitions.staging().table(), least);
            }
        });
        entities.all().stream()
                .sorted(Comparator.comparing(LegalEntities.Entity::code))
                .forEach(each -> sources.line(MappingComparison.ENTITY, each.code(), each.name(), each.orgNo()));
        if (books != null) {
            sources.table("books", books.table());
            sources.line("trusted", "age=" + books.maxAgeHours(), "drop=" + books.maxDropPercent());
        }
        return sources.text.toString();
    }

    static String of(List<SourceMapping.CopyRecipient> copies, InventoryDeclaration declared) {
        CanonicalMapping sources = new CanonicalMapping();
        copies.stream()
                .sorted(Comparator.comparing(SourceMapping.CopyRecipient::name))
                .forEach(copy -> sources.line(
                        "copy",
                        copy.name(),
                        new TreeSet<>(copy.of()).toString(),
                        copy.recipient(),
                        copy.contact(),
                        Integer.toString(copy.days())));
        new TreeMap<>(declared.plainColumns())
                .forEach((table, columns) -> sources.line("plain", table, new TreeSet<>(columns).toString()));
        new TreeMap<>(declared.tables()).forEach((table, reason) -> sources.line("outside", table, reason));
        new TreeMap<>(declared.prefixes()).forEach((prefix, reason) -> sources.line("outside", prefix, reason));
        new TreeMap<>(declared.notContent())
                .forEach((table, columns) -> new TreeMap<>(columns)
                        .forEach((column, why) -> sources.line(
                                "not content", table, column, why.reason(), Boolean.toString(why.values()))));
        return sources.text.toString();
    }

    private void statistics(CategoryMapping.Statistics statistics) {
        table("statistics", statistics.table());
        line("counted", statistics.per().id(), statistics.by(), Integer.toString(statistics.floor()));
        statistics.groups().stream()
                .sorted(Comparator.comparing(CategoryMapping.Statistics.Group::column))
                .forEach(group -> line("group", group.column(), group.of()));
    }

    private void each(String kind, List<TableMapping> tables) {
        tables.stream().sorted(Comparator.comparing(TableMapping::role)).forEach(table -> table(kind, table));
    }

    private void table(String kind, TableMapping table) {
        line(kind, table.role(), table.schema(), table.table(), table.key());
        line(
                "points",
                String.valueOf(table.parent()),
                String.valueOf(table.parentOf()),
                "enforced=" + table.foreignKey());
        line("triggers", Boolean.toString(table.triggersAccepted()));
        new TreeMap<>(table.columns()).forEach((role, column) -> {
            line("column", role, column.column(), String.valueOf(column.zone()), String.valueOf(column.unit()));
            new TreeMap<>(column.values()).forEach((value, meaning) -> line("value", value, meaning));
        });
        // The first scope column holds the identity's key, the others its other names: their order means something.
        new TreeMap<>(table.scopes()).forEach((scope, columns) -> line("scope", scope, String.join(" ", columns)));
        table.reduced().stream()
                .sorted(Comparator.comparing(ColumnReduction::column))
                .forEach(each -> line("reduce", each.column(), each.strategy().id(), each.constant()));
        if (table.detached()) {
            line("instead", table.reduced().isEmpty() ? "detach" : "reduce");
        }
        TableMapping.ObjectColumn objects = table.objects();
        if (objects != null) {
            line(
                    "objects",
                    objects.column(),
                    objects.prefix(),
                    String.valueOf(objects.bucket()),
                    "unguarded=" + objects.unguardedDelete());
        }
    }

    /** No value holds a tab or a line break, so no two mappings can look the same. */
    private void line(String... values) {
        text.append(String.join("\t", values)).append('\n');
    }
}
