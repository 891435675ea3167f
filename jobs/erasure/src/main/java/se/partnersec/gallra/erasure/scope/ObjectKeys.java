package se.partnersec.gallra.erasure.scope;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.database.jdbc.SqlKeyRanges;
import se.partnersec.gallra.erasure.record.LockedRecord;
import se.partnersec.gallra.erasure.record.Row;

/** Which objects belong to a record, and whether they may be touched: its own prefix, and nobody else's object too. */
public final class ObjectKeys {
    private final JdbcTemplate jdbc;
    private final KeyTypes kinds;
    private final List<TableMapping> everywhere;

    public ObjectKeys(JdbcTemplate jdbc, SourceMapping sources, KeyTypes kinds) {
        this.jdbc = jdbc;
        this.kinds = kinds;
        this.everywhere = sources.withObjects();
    }

    public static Set<String> of(LockedRecord record) {
        Set<String> keys = new LinkedHashSet<>();
        for (Row row : record.rows()) {
            String key = row.objectKey();
            if (key != null && !key.isEmpty()) {
                keys.add(key);
            }
        }
        return keys;
    }

    /** Records of which an object must not be touched, with the finding's code. */
    public Map<RecordKey, String> objections(Collection<LockedRecord> records) {
        Map<RecordKey, String> objections = new HashMap<>();
        for (LockedRecord record : records) {
            for (Row row : record.rows()) {
                TableMapping.ObjectColumn objects = row.table().objects();
                String key = row.objectKey();
                if (objects != null && key != null && !key.isEmpty() && !key.startsWith(objects.prefix())) {
                    objections.put(record.key(), "OBJECT_OUTSIDE_PREFIX");
                }
            }
        }
        shared(records, objections);
        return objections;
    }

    /** Another row with the same object key would lose its object, be it of this category or of another. */
    private void shared(Collection<LockedRecord> records, Map<RecordKey, String> objections) {
        Map<String, Set<RecordKey>> owners = new HashMap<>();
        Map<String, Map<String, Long>> own = new HashMap<>();
        for (LockedRecord record : records) {
            for (Row row : record.rows()) {
                String key = row.objectKey();
                if (key != null && !key.isEmpty()) {
                    owners.computeIfAbsent(key, k -> new HashSet<>()).add(record.key());
                    own.computeIfAbsent(column(row.table()), t -> new HashMap<>())
                            .merge(key, 1L, Long::sum);
                }
            }
        }
        if (owners.isEmpty()) {
            return;
        }
        Set<String> shared = new HashSet<>();
        owners.forEach((key, of) -> {
            if (of.size() > 1) {
                shared.add(key);
            }
        });
        for (TableMapping table : everywhere) {
            Map<String, Long> known = own.getOrDefault(column(table), Map.of());
            long fewest = known.size() < owners.size() ? 0 : Collections.min(known.values());
            count(table, owners.keySet(), fewest, (key, rows) -> {
                if (rows > known.getOrDefault(key, 0L)) {
                    shared.add(key);
                }
            });
        }
        shared.forEach(key ->
                owners.getOrDefault(key, Set.of()).forEach(owner -> objections.putIfAbsent(owner, "OBJECT_SHARED")));
    }

    /**
     * Letter by letter, as the store has them: a collation may take two keys for one, and would tell one spelling.
     *
     * @param fewest rows that each key is known to have; keys without more are not told
     */
    private void count(TableMapping table, Collection<String> objectKeys, long fewest, BiConsumer<String, Long> each) {
        String column = column(table);
        SqlKeyRanges.InList.each(
                objectKeys.stream()
                        .filter(key -> kinds.writes(
                                table, requireNonNull(table.objects()).column(), key))
                        .map(key -> new RecordKey(key, false))
                        .toList(),
                (in, args) -> jdbc.query(
                        "SELECT MIN(" + column + "), COUNT(*) FROM " + table.quoted() + " WHERE " + column + " IN ("
                                + in + ") GROUP BY CAST(" + column + " AS BINARY) HAVING COUNT(*) > " + fewest,
                        row -> {
                            each.accept(row.getString(1), row.getLong(2));
                        },
                        args));
    }

    private static String column(TableMapping table) {
        return table.quoted() + ".`" + requireNonNull(table.objects()).column() + "`";
    }
}
