package se.partnersec.gallra.erasure.record;

import java.time.LocalDate;
import java.time.Month;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.database.jdbc.SqlKeyRanges;
import se.partnersec.gallra.policy.decision.Verdict;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.crypto.Pseudonymizer;

/**
 * Which records have been reduced to what is still needed, until when the rest is kept, and by what clock. A key that is a text is
 * recorded as the keyed tag that the ledger has of it: it may name somebody, and the list outlives the record.
 */
public final class ReducedRecords {
    private static final String NOTE = """
            INSERT INTO reduced (category, record_key, reduced_at, keep_until, start_on, run_id)
            VALUES (?, ?, UTC_TIMESTAMP(6), ?, ?, ?)
            ON DUPLICATE KEY UPDATE reduced_at = UTC_TIMESTAMP(6), keep_until = ?, start_on = COALESCE(?, start_on), run_id = ?""";

    private final JdbcTemplate jdbc;
    private final DataCategory category;
    private final Pseudonymizer tags;

    public ReducedRecords(JdbcTemplate jdbc, DataCategory category, Pseudonymizer tags) {
        this.jdbc = jdbc;
        this.category = category;
        this.tags = tags;
    }

    /** Those of the keys, spelt as the database has them, that were reduced, by whichever run, and the last day of what is left. */
    Map<RecordKey, LockedRecord.Reduction> among(Collection<RecordKey> keys) {
        return among(keys, "");
    }

    /** Those of the keys that one run reduced. */
    public Set<RecordKey> byRun(Collection<RecordKey> keys, long runId) {
        return among(keys, " AND run_id = " + runId).keySet();
    }

    private Map<RecordKey, LockedRecord.Reduction> among(Collection<RecordKey> keys, String condition) {
        if (keys.isEmpty()) {
            return Map.of();
        }
        Map<String, RecordKey> byName = new HashMap<>();
        keys.forEach(key -> byName.put(recorded(key), key));
        Map<RecordKey, LockedRecord.Reduction> found = new HashMap<>();
        SqlKeyRanges.InList.each(
                byName.keySet().stream().map(name -> new RecordKey(name, false)).toList(),
                (in, args) -> jdbc.query(
                        "SELECT record_key, keep_until, start_on FROM reduced WHERE category = '" + category.id()
                                + "' AND record_key IN (" + in + ")" + condition,
                        row -> {
                            RecordKey key = byName.get(row.getString(1));
                            if (key != null) {
                                found.put(
                                        key,
                                        new LockedRecord.Reduction(
                                                row.getObject(2, LocalDate.class), row.getObject(3, LocalDate.class)));
                            }
                        },
                        args));
        return found;
    }

    /**
     * Notes what was left of records.
     *
     * @param start by what day the clock of each started; null if none runs
     */
    public void note(List<AssessedRecord> records, long runId, Function<AssessedRecord, @Nullable LocalDate> start) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (AssessedRecord each : records) {
            LocalDate until = until(each.verdict());
            LocalDate started = start.apply(each);
            rows.add(new @Nullable Object[] {
                category.id(), recorded(each.record().key()), until, started, runId, until, started, runId
            });
        }
        jdbc.batchUpdate(NOTE, rows);
    }

    private String recorded(RecordKey key) {
        return key.number() ? key.text() : HexFormat.of().formatHex(tags.tag(category.id(), key.text()));
    }

    /**
     * The last day that the books need what is left; where it is left because something refers to it, the end of the year before it was
     * due, which moves none of its dates.
     */
    private static LocalDate until(Verdict verdict) {
        LocalDate last = verdict.retainUntil();
        if (last != null) {
            return last;
        }
        LocalDate due = verdict.due();
        if (due == null) {
            throw new IllegalStateException("what is reduced is neither kept nor due. Indicates a bug");
        }
        return LocalDate.of(due.getYear() - 1, Month.DECEMBER, 31);
    }
}
