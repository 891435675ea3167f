package se.partnersec.gallra.engine;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import se.partnersec.gallra.store.RecordKey;
import se.partnersec.gallra.store.SourceTable;
import se.partnersec.gallra.store.TableMapping;

/**
 * Which parents records hang on: the one their own column names, and any that a child names under the parent's role.
 * So a user who moved hangs on the customer of his row and on those of his memberships.
 */
final class Pointers {
    private final SourceTable source;
    private final Map<TableMapping, RowReader> readers;

    Pointers(SourceTable source, Map<TableMapping, RowReader> readers) {
        this.source = source;
        this.readers = readers;
    }

    /** Of each record the keys of these parents; a parent is known again by its role. */
    Map<String, Map<RecordKey, Set<String>>> of(Collection<Row> records, LockMode lock) {
        Map<String, Map<RecordKey, Set<String>>> all = new HashMap<>();
        for (TableMapping parent : source.parents()) {
            Map<RecordKey, Set<String>> found = new HashMap<>();
            for (Row row : records) {
                String id = row.text("parent:" + parent.role());
                if (id != null) {
                    found.computeIfAbsent(row.key(), k -> new LinkedHashSet<>()).add(id);
                }
            }
            source.children().stream()
                    .filter(child -> child.parentOf() == null && child.column(parent.role()) != null)
                    .forEach(child -> further(child, parent.role(), records, lock, found));
            all.put(parent.role(), found);
        }
        return all;
    }

    private void further(
            TableMapping child,
            String role,
            Collection<Row> records,
            LockMode lock,
            Map<RecordKey, Set<String>> found) {
        RowReader reader = readers.get(child);
        Set<RecordKey> keys = new LinkedHashSet<>();
        records.forEach(row -> keys.add(row.key()));
        if (reader == null || keys.isEmpty()) {
            return;
        }
        for (Map.Entry<RecordKey, List<Row>> owned : reader.byOwner(keys, lock).entrySet()) {
            for (Row row : owned.getValue()) {
                String id = row.text(role);
                if (id != null) {
                    found.computeIfAbsent(owned.getKey(), k -> new LinkedHashSet<>())
                            .add(id);
                }
            }
        }
    }
}
