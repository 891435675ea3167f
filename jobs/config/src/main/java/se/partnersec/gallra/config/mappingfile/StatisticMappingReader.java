package se.partnersec.gallra.config.mappingfile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.CategoryMapping.Statistics.Group;
import se.partnersec.gallra.config.mapping.ColumnMapping;
import se.partnersec.gallra.config.mapping.RequiredRoles;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.config.yaml.SqlIdentifier;
import se.partnersec.gallra.config.yaml.YamlMapping;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.StatisticPeriod;
import se.partnersec.gallra.support.text.Sentences;

/** Reads what is counted of a category before its records go: {@code statistics: {table: …, per: month, …}}. */
final class StatisticMappingReader {
    private static final Sentences SENTENCES = Sentences.of("config");
    /** Fewer persons could be told apart by whoever knows some of them. */
    static final int FLOOR = 5;

    private static final RequiredRoles COLUMNS = new RequiredRoles(Set.of("period_on", "count"), Set.of());

    private final YamlMapping block;
    private final TableMapping record;
    private final List<String> starts;

    private StatisticMappingReader(YamlMapping block, TableMapping record, List<String> starts) {
        this.block = block;
        this.record = record;
        this.starts = starts;
    }

    /** @param starts roles of the record by which it can be counted */
    static CategoryMapping.@Nullable Statistics read(YamlMapping category, TableMapping record, List<String> starts) {
        YamlMapping block = category.block("statistics");
        if (block == null) {
            return null;
        }
        if (starts.isEmpty()) {
            category.fault(
                    "statistics", SENTENCES.say("mappingfile.cannot-counted-period-no-time-record", record.role()));
        }
        return new StatisticMappingReader(block, record, starts).mapping();
    }

    private CategoryMapping.Statistics mapping() {
        TableMappingReader table = new TableMappingReader(block, record.schema())
                .allow(Set.of("per", "columns"), Set.of("by", "groups", "floor"));
        List<Group> groups = groups();
        Map<String, ColumnMapping> columns = new LinkedHashMap<>(table.columns(COLUMNS));
        groups.forEach(group ->
                columns.put(group.column() + ":group", new ColumnMapping(group.column(), null, null, group.line())));
        TableMapping mapping = new TableMapping(
                "statistics",
                table.schema(),
                table.name("table"),
                table.name("key"),
                null,
                null,
                true,
                columns,
                Map.of(),
                null,
                false,
                List.of(),
                false,
                table.line());
        return new CategoryMapping.Statistics(mapping, per(), by(), person(), groups, floor(), block.line("table"));
    }

    private StatisticPeriod per() {
        String text = block.text("per");
        return StatisticPeriod.of(text == null ? "day" : text).orElseGet(() -> {
            block.fault(
                    "per", SENTENCES.say("mappingfile.per-statistics-must-day-month", SqlIdentifier.shown("" + text)));
            return StatisticPeriod.DAY;
        });
    }

    private String by() {
        String by = block.text("by");
        if (by == null && starts.size() == 1) {
            by = starts.get(0);
        }
        if (!starts.isEmpty() && (by == null || !starts.contains(by))) {
            block.fault(
                    "by",
                    SENTENCES.say(
                            "mappingfile.statistics-must-say-which-time-records",
                            String.join(SENTENCES.say("mappingfile.or"), starts),
                            (by == null ? "" : SENTENCES.say("mappingfile.was", SqlIdentifier.shown(by)))));
        }
        return by == null ? "" : by;
    }

    private String person() {
        List<String> users = record.scopes().getOrDefault(ScopeType.USER.id(), List.of());
        if (users.isEmpty()) {
            block.fault(
                    "table", SENTENCES.say("mappingfile.statistics-needs-record-scope-user-without", record.role()));
        }
        return users.isEmpty() ? "" : users.get(0);
    }

    private List<Group> groups() {
        List<Group> groups = new ArrayList<>();
        YamlMapping named = block.block("groups");
        if (named == null) {
            return groups;
        }
        for (String column : named.keys()) {
            String of = SqlIdentifier.passes(named, column, column) ? SqlIdentifier.read(named, column) : null;
            if (of != null && tells(of)) {
                named.fault(column, SENTENCES.say("mappingfile.says-which-whose-record-group-something", of));
            }
            if (of != null) {
                groups.add(new Group(column, of, named.line(column)));
            }
        }
        return List.copyOf(groups);
    }

    private boolean tells(String column) {
        TableMapping.ObjectColumn objects = record.objects();
        return column.equals(record.key())
                || record.scopes().values().stream().anyMatch(scope -> scope.contains(column))
                || objects != null && column.equals(objects.column());
    }

    private int floor() {
        Integer floor = block.number("floor");
        if (floor != null && floor < FLOOR) {
            block.fault("floor", SENTENCES.say("mappingfile.floor-statistics-must-least-persons-fewer", FLOOR, floor));
        }
        return floor == null ? FLOOR : floor;
    }
}
