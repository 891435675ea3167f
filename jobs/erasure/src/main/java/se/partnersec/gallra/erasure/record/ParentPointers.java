package se.partnersec.gallra.erasure.record;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.TableMapping;

/**
 * Which parents records hang on: the one their own column names, and any that a child names under the parent's role.
 * So a user who moved hangs on the customer of his row and on those of his memberships.
 */
final class ParentPointers {
    private final CategoryMapping source;
    private final Map<TableMapping, RowReader> readers;

    ParentPointers(CategoryMapping source, Map<TableMapping, RowReader> readers) {
        this.source = source;
        this.readers = readers;
    }

    /** The same without a lock. */
    Map<String, Map<RecordKey, Set<String>>> of(Collection<Row> records) {
        return of(records, RowReader.Lock.NONE, new HashSet<>());
    }

    /**
     * Of each record the keys of these parents; a parent is known again by its role.
     *
     * @param busy takes in records of which a child that names a parent could not be locked
     */
    Map<String, Map<RecordKey, Set<String>>> of(Collection<Row> records, RowReader.Lock lock, Set<RecordKey> busy) {
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
                    .forEach(child -> further(child, parent.role(), records, lock, found, busy));
            all.put(parent.role(), found);
        }
        return all;
    }

    private void further(
            TableMapping child,
            String role,
            Collection<Row> records,
            RowReader.Lock lock,
            Map<RecordKey, Set<String>> found,
            Set<RecordKey> busy) {
        RowReader reader = readers.get(child);
        Set<RecordKey> keys = new LinkedHashSet<>();
        records.forEach(row -> keys.add(row.key()));
        if (reader == null || keys.isEmpty()) {
            return;
        }
        RowReader.Owned owned = reader.owned(keys, lock);
        busy.addAll(owned.unsure());
        owned.rows().forEach((owner, rows) -> {
            for (Row row : rows) {
                String id = row.text(role);
                if (id != null) {
                    found.computeIfAbsent(owner, k -> new LinkedHashSet<>()).add(id);
                }
            }
        });
    }
}
