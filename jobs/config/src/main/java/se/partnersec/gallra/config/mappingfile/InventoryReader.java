package se.partnersec.gallra.config.mappingfile;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.mapping.InventoryDeclaration;
import se.partnersec.gallra.config.mapping.InventoryDeclaration.NotContent;
import se.partnersec.gallra.config.yaml.SqlIdentifier;
import se.partnersec.gallra.config.yaml.YamlMapping;
import se.partnersec.gallra.support.text.Sentences;

/** Reads the block {@code inventory} of the mapping file; a table is named {@code table} or {@code schema.table}. */
final class InventoryReader {
    private static final Sentences SENTENCES = Sentences.of("config");
    private static final int LONGEST = 300;

    private final @Nullable String schema;

    private InventoryReader(@Nullable String schema) {
        this.schema = schema;
    }

    static InventoryDeclaration read(@Nullable YamlMapping block, @Nullable String schema) {
        if (block == null) {
            return InventoryDeclaration.NOTHING;
        }
        block.allowOnly(Set.of("plain-columns", "out-of-scope", "not-content"));
        InventoryReader reader = new InventoryReader(schema);
        YamlMapping outside = block.block("out-of-scope");
        if (outside != null) {
            outside.allowOnly(Set.of("tables", "prefixes"));
        }
        return new InventoryDeclaration(
                reader.plainColumns(block.block("plain-columns")),
                reader.tables(outside == null ? null : outside.block("tables")),
                prefixes(outside == null ? null : outside.block("prefixes")),
                reader.notContent(block.block("not-content")));
    }

    private Map<String, Set<String>> plainColumns(@Nullable YamlMapping block) {
        Map<String, Set<String>> columns = new LinkedHashMap<>();
        if (block != null) {
            for (String table : block.keys()) {
                columns.put(qualified(block, table), new LinkedHashSet<>(TableMappingReader.names(block, table)));
            }
        }
        return columns;
    }

    private Map<String, String> tables(@Nullable YamlMapping block) {
        Map<String, String> tables = new LinkedHashMap<>();
        if (block != null) {
            block.keys().forEach(table -> tables.put(qualified(block, table), reason(block, table)));
        }
        return tables;
    }

    private static Map<String, String> prefixes(@Nullable YamlMapping block) {
        Map<String, String> prefixes = new LinkedHashMap<>();
        if (block != null) {
            for (String prefix : block.keys()) {
                ObjectMappingReader.checkPrefix(block, prefix, prefix);
                prefixes.put(prefix, reason(block, prefix));
            }
        }
        return prefixes;
    }

    private Map<String, Map<String, NotContent>> notContent(@Nullable YamlMapping block) {
        Map<String, Map<String, NotContent>> accepted = new LinkedHashMap<>();
        if (block != null) {
            for (String table : block.keys()) {
                YamlMapping columns = block.block(table);
                Map<String, NotContent> ofTable = new LinkedHashMap<>();
                if (columns != null) {
                    columns.keys().forEach(column -> ofTable.put(column, notContent(columns, column)));
                }
                accepted.put(qualified(block, table), ofTable);
            }
        }
        return accepted;
    }

    private static NotContent notContent(YamlMapping columns, String column) {
        SqlIdentifier.passes(columns, column, column);
        YamlMapping one = columns.isBlock(column) ? columns.block(column) : null;
        if (one == null) {
            return new NotContent(reason(columns, column), false);
        }
        one.allowOnly(Set.of("reason", "values"));
        one.require(List.of("reason"));
        return new NotContent(reason(one, "reason"), TableMappingReader.says(one, "values", "accepted"));
    }

    private static String reason(YamlMapping block, String key) {
        String reason = block.text(key);
        if (reason != null && (reason.length() > LONGEST || reason.matches("(?s).*\\p{Cntrl}.*"))) {
            block.fault(
                    key,
                    SENTENCES.say(
                            "mappingfile.reason-must-one-line-most-characters", SqlIdentifier.shown(key), LONGEST));
        }
        return reason == null ? "" : reason;
    }

    private String qualified(YamlMapping block, String table) {
        int dot = table.indexOf('.');
        String own = dot < 0 ? schema : table.substring(0, dot);
        String name = table.substring(dot + 1);
        if (own == null) {
            block.fault(
                    table, SENTENCES.say("mappingfile.no-schema-write-schema-table-give", SqlIdentifier.shown(table)));
        } else if (dot >= 0) {
            SqlIdentifier.passes(block, table, own);
        }
        SqlIdentifier.passes(block, table, name);
        return own + "." + name;
    }
}
