package se.partnersec.gallra.config.mapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.fact.ScopeType;

/**
 * A column of the mapping that holds keys of some category's records, whether or not a foreign key enforces it.
 *
 * @param table where it lies
 */
public record KeyReference(TableMapping table, String column) {

    /**
     * Every one that leads to the records of a category, each once: pointers of its children and of its own facts, of other
     * categories to a parent they lock, and the scopes of whatever table that hold the key of a person or paper. Not what
     * one paper of a parent says of another, such as the invoice it replaces: that belongs to the voucher.
     */
    public static List<KeyReference> to(CategoryMapping source, SourceMapping sources) {
        TableMapping record = source.record();
        List<KeyReference> all = new ArrayList<>();
        Stream.concat(source.children().stream(), source.facts().stream())
                .filter(each -> each.parentOf() == null)
                .forEach(each -> add(all, each, each.parent()));
        for (CategoryMapping other : sources.tables().values()) {
            for (TableMapping parent : other.parents()) {
                if (same(parent, record)) {
                    add(all, other.record(), other.record().column("parent:" + parent.role()));
                    other.children().forEach(child -> add(all, child, child.column(parent.role())));
                }
            }
            Stream.concat(Stream.of(other.record()), other.children().stream())
                    .forEach(each -> sources.identities().values().forEach(identity -> {
                        if (same(identity.table(), record)) {
                            add(all, each, first(each, identity.kind()));
                        }
                    }));
        }
        Map<String, KeyReference> once = new LinkedHashMap<>();
        for (KeyReference each : all) {
            if (!(same(each.table(), record) && each.column().equals(record.key()))) {
                once.putIfAbsent(each.table().quoted() + "." + each.column(), each);
            }
        }
        return List.copyOf(once.values());
    }

    /** As people write it, without the schema. */
    public String name() {
        return table.table() + "." + column;
    }

    private static @Nullable String first(TableMapping table, ScopeType kind) {
        List<String> columns = table.scopes().getOrDefault(kind.id(), List.of());
        return columns.isEmpty() ? null : columns.get(0);
    }

    private static boolean same(TableMapping one, TableMapping other) {
        return one.quoted().equals(other.quoted());
    }

    private static void add(List<KeyReference> all, TableMapping table, @Nullable ColumnMapping column) {
        add(all, table, column == null ? null : column.column());
    }

    private static void add(List<KeyReference> all, TableMapping table, @Nullable String column) {
        if (column != null) {
            all.add(new KeyReference(table, column));
        }
    }
}
