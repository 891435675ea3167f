package se.partnersec.gallra.config.mapping;

import java.util.Map;
import java.util.Set;

/**
 * What the mapping file says of everything that no rule is about. Tables are named {@code schema.table}.
 *
 * @param plainColumns columns of mapped tables that decide nothing: they stay and go with their row
 * @param tables tables out of scope, and why
 * @param prefixes beginnings of object keys out of scope, and why
 * @param notContent columns of IP traffic tables that look like content and are none
 */
public record InventoryDeclaration(
        Map<String, Set<String>> plainColumns,
        Map<String, String> tables,
        Map<String, String> prefixes,
        Map<String, Map<String, NotContent>> notContent) {

    public static final InventoryDeclaration NOTHING = new InventoryDeclaration(Map.of(), Map.of(), Map.of(), Map.of());

    /**
     * A column that is declared to hold no pages, paths, queries or content.
     *
     * @param values whether what lies in it may even look like such
     */
    public record NotContent(String reason, boolean values) {}
}
