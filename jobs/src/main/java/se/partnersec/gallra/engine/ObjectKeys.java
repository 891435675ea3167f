package se.partnersec.gallra.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.store.RecordKey;
import se.partnersec.gallra.store.SourceTable;
import se.partnersec.gallra.store.TableMapping;

/** Which objects belong to a record, and whether they may be touched: its own prefix, and nobody else's object too. */
public final class ObjectKeys {
    private final JdbcTemplate jdbc;
    private final SourceTable source;

    public ObjectKeys(JdbcTemplate jdbc, SourceTable source) {
        this.jdbc = jdbc;
        this.source = source;
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
        for (TableMapping table : source.withObjects()) {
            shared(table, records, objections);
        }
        return objections;
    }

    /** Another row with the same object key would lose its object. */
    private void shared(TableMapping table, Collection<LockedRecord> records, Map<RecordKey, String> objections) {
        Map<String, RecordKey> owners = new HashMap<>();
        Map<String, Long> own = new HashMap<>();
        for (LockedRecord record : records) {
            for (Row row : record.rows()) {
                String key = row.objectKey();
                if (row.table().equals(table) && key != null && !key.isEmpty()) {
                    RecordKey other = owners.put(key, record.key());
                    if (other != null && !other.equals(record.key())) {
                        objections.put(record.key(), "OBJECT_SHARED");
                        objections.put(other, "OBJECT_SHARED");
                    }
                    own.merge(key, 1L, Long::sum);
                }
            }
        }
        TableMapping.ObjectColumn objects = table.objects();
        if (owners.isEmpty() || objects == null) {
            return;
        }
        Set<String> twice = new HashSet<>();
        List<RecordKey> keys = new ArrayList<>();
        owners.keySet().forEach(k -> keys.add(new RecordKey(k, false)));
        KeyList.each(
                keys,
                (in, args) -> jdbc.query(
                        "SELECT `" + objects.column() + "`, COUNT(*) FROM " + table.quoted() + " WHERE `"
                                + objects.column() + "` IN (" + in + ") GROUP BY 1",
                        row -> {
                            if (row.getLong(2) > own.getOrDefault(row.getString(1), 0L)) {
                                twice.add(row.getString(1));
                            }
                        },
                        args));
        twice.forEach(key -> {
            RecordKey owner = owners.get(key);
            if (owner != null) {
                objections.put(owner, "OBJECT_SHARED");
            }
        });
    }
}
