package se.partnersec.gallra.store;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.store.DeclaredInventory.NotContent;

/** Reads the block {@code inventory} of the mapping file; a table is named {@code table} or {@code schema.table}. */
final class InventoryBlock {
    private static final int LONGEST = 300;

    private final @Nullable String schema;

    private InventoryBlock(@Nullable String schema) {
        this.schema = schema;
    }

    static DeclaredInventory read(@Nullable YamlBlock block, @Nullable String schema) {
        if (block == null) {
            return DeclaredInventory.NOTHING;
        }
        block.allowOnly(Set.of("plain-columns", "out-of-scope", "not-content"));
        InventoryBlock reader = new InventoryBlock(schema);
        YamlBlock outside = block.block("out-of-scope");
        if (outside != null) {
            outside.allowOnly(Set.of("tables", "prefixes"));
        }
        return new DeclaredInventory(
                reader.plainColumns(block.block("plain-columns")),
                reader.tables(outside == null ? null : outside.block("tables")),
                prefixes(outside == null ? null : outside.block("prefixes")),
                reader.notContent(block.block("not-content")));
    }

    private Map<String, Set<String>> plainColumns(@Nullable YamlBlock block) {
        Map<String, Set<String>> columns = new LinkedHashMap<>();
        if (block != null) {
            for (String table : block.keys()) {
                columns.put(qualified(block, table), new LinkedHashSet<>(TableBlock.names(block, table)));
            }
        }
        return columns;
    }

    private Map<String, String> tables(@Nullable YamlBlock block) {
        Map<String, String> tables = new LinkedHashMap<>();
        if (block != null) {
            block.keys().forEach(table -> tables.put(qualified(block, table), reason(block, table)));
        }
        return tables;
    }

    private static Map<String, String> prefixes(@Nullable YamlBlock block) {
        Map<String, String> prefixes = new LinkedHashMap<>();
        if (block != null) {
            for (String prefix : block.keys()) {
                ObjectBlock.checkPrefix(block, prefix, prefix);
                prefixes.put(prefix, reason(block, prefix));
            }
        }
        return prefixes;
    }

    private Map<String, Map<String, NotContent>> notContent(@Nullable YamlBlock block) {
        Map<String, Map<String, NotContent>> accepted = new LinkedHashMap<>();
        if (block != null) {
            for (String table : block.keys()) {
                YamlBlock columns = block.block(table);
                Map<String, NotContent> ofTable = new LinkedHashMap<>();
                if (columns != null) {
                    columns.keys().forEach(column -> ofTable.put(column, notContent(columns, column)));
                }
                accepted.put(qualified(block, table), ofTable);
            }
        }
        return accepted;
    }

    private static NotContent notContent(YamlBlock columns, String column) {
        SqlName.passes(columns, column, column);
        YamlBlock one = columns.isBlock(column) ? columns.block(column) : null;
        if (one == null) {
            return new NotContent(reason(columns, column), false);
        }
        one.allowOnly(Set.of("reason", "values"));
        one.require(List.of("reason"));
        return new NotContent(reason(one, "reason"), TableBlock.says(one, "values", "accepted"));
    }

    private static String reason(YamlBlock block, String key) {
        String reason = block.text(key);
        if (reason != null && (reason.length() > LONGEST || reason.matches("(?s).*\\p{Cntrl}.*"))) {
            block.fault(
                    key,
                    "the reason of '" + SqlName.shown(key) + "' must be one line of at most " + LONGEST
                            + " characters");
        }
        return reason == null ? "" : reason;
    }

    private String qualified(YamlBlock block, String table) {
        int dot = table.indexOf('.');
        String own = dot < 0 ? schema : table.substring(0, dot);
        String name = table.substring(dot + 1);
        if (own == null) {
            block.fault(
                    table,
                    "'" + SqlName.shown(table) + "' has no schema; write schema.table, or give 'schema' at"
                            + " the top of the file");
        } else if (dot >= 0) {
            SqlName.passes(block, table, own);
        }
        SqlName.passes(block, table, name);
        return own + "." + name;
    }
}
