package se.partnersec.gallra.erasure.record;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.database.jdbc.SqlKeyRanges;
import se.partnersec.gallra.policy.rule.DataCategory;

/** Which records, by their integer keys, have been reduced to what the books need, and until when the rest is kept. */
public final class ReducedRecords {
    private static final String NOTE = """
            INSERT INTO reduced (category, record_key, reduced_at, keep_until, run_id)
            VALUES (?, ?, UTC_TIMESTAMP(6), ?, ?)
            ON DUPLICATE KEY UPDATE reduced_at = UTC_TIMESTAMP(6), keep_until = ?, run_id = ?""";

    private final JdbcTemplate jdbc;
    private final DataCategory category;

    public ReducedRecords(JdbcTemplate jdbc, DataCategory category) {
        this.jdbc = jdbc;
        this.category = category;
    }

    /** Those of the keys that were reduced, by whichever run, and the last day of what is left. */
    Map<RecordKey, LocalDate> among(Collection<RecordKey> keys) {
        return among(keys, "");
    }

    /** Those of the keys that one run reduced. */
    public Set<RecordKey> byRun(Collection<RecordKey> keys, long runId) {
        return among(keys, " AND run_id = " + runId).keySet();
    }

    private Map<RecordKey, LocalDate> among(Collection<RecordKey> keys, String condition) {
        if (keys.isEmpty()) {
            return Map.of();
        }
        Map<String, RecordKey> byName = new HashMap<>();
        keys.forEach(key -> byName.put(key.text(), key));
        Map<RecordKey, LocalDate> found = new HashMap<>();
        SqlKeyRanges.InList.each(
                byName.keySet().stream().map(name -> new RecordKey(name, false)).toList(),
                (in, args) -> jdbc.query(
                        "SELECT record_key, keep_until FROM reduced WHERE category = '" + category.id()
                                + "' AND record_key IN (" + in + ")" + condition,
                        row -> {
                            RecordKey key = byName.get(row.getString(1));
                            if (key != null) {
                                found.put(key, row.getObject(2, LocalDate.class));
                            }
                        },
                        args));
        return found;
    }

    public void note(List<AssessedRecord> records, long runId) {
        List<Object[]> rows = new ArrayList<>();
        for (AssessedRecord each : records) {
            LocalDate until = each.verdict().retainUntil();
            if (until == null) {
                throw new IllegalStateException("reduced without a last day. Indicates a bug");
            }
            rows.add(new Object[] {category.id(), each.record().key().text(), until, runId, until, runId});
        }
        jdbc.batchUpdate(NOTE, rows);
    }
}
