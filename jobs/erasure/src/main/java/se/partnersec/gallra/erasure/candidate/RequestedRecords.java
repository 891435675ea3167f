package se.partnersec.gallra.erasure.candidate;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.database.jdbc.SqlKeyRanges;
import se.partnersec.gallra.erasure.record.LockedRecord;
import se.partnersec.gallra.erasure.record.Row;
import se.partnersec.gallra.holds.hold.ErasureGate;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.ledger.entry.LedgerItem;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.policy.fact.ErasureRequest;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.support.crypto.Pseudonymizer;

/**
 * The records of one category that accepted requests for erasure are about (GDPR 17), by the keys that were found when
 * somebody decided. A request asks; what becomes of a record is for the rules to say.
 */
public final class RequestedRecords {
    /**
     * Accepted by somebody else than who entered it, about the category, and the record is not on record as erased. An objection to marketing asks for the
     * erasure of what serves nothing else; a newsletter ends by the date its service writes.
     */
    private static final String OPEN = """
             FROM request_item i JOIN valid_decision d ON d.uuid = i.decision AND d.accepted AND d.decided_by = i.noted_by
                AND (d.kind = 'ERASURE' OR (d.kind = 'MARKETING' AND i.category = 'marketing-traffic'))
              LEFT JOIN request_extension e ON e.request_id = d.request_id
            WHERE i.category = ? AND NOT EXISTS
              (SELECT 1 FROM request_outcome o WHERE o.item_id = i.id AND o.outcome = 'ERASED')""";

    private static final String COLUMNS =
            "SELECT i.record_key, i.names, d.subject_key, d.received_on, d.decided_at, e.request_id";
    private static final String NOTE = """
            INSERT INTO request_outcome (item_id, outcome, run_id, at)
            SELECT i.id, ?, ?, UTC_TIMESTAMP(6) FROM request_item i
              JOIN valid_decision d ON d.uuid = i.decision AND d.accepted AND d.decided_by = i.noted_by
            WHERE i.category = ? AND NOT EXISTS
              (SELECT 1 FROM request_outcome o WHERE o.item_id = i.id AND o.outcome = ?) AND i.record_key IN (""";

    private final JdbcTemplate jdbc;
    private final DataCategory category;
    private final @Nullable Pseudonymizer tags;
    private final ErasureGate.Cache<Boolean> open = new ErasureGate.Cache<>(this::any);
    private final ErasureGate.Cache<Boolean> named = new ErasureGate.Cache<>(this::noted);

    /** @param tags null where nothing is erased and a look without them is good enough */
    public RequestedRecords(JdbcTemplate jdbc, DataCategory category, @Nullable Pseudonymizer tags) {
        this.jdbc = jdbc;
        this.category = category;
        this.tags = tags;
    }

    /** A request on one record: whose it was, and what other names it bore. */
    private record Asked(ErasureRequest request, String subject, byte[] names) {}

    /**
     * The request each record is to go by, the oldest first; none for a record that names another by now.
     *
     * @param epoch the gate's value under its lock, or {@link ErasureGate.Cache#UNGATED}
     */
    public Map<RecordKey, ErasureRequest> among(Collection<LockedRecord> records, long epoch) {
        Map<RecordKey, ErasureRequest> found = new HashMap<>();
        if (records.isEmpty() || !open.at(epoch)) {
            return found;
        }
        Map<String, LockedRecord> byKey = new HashMap<>();
        records.forEach(record -> byKey.put(record.key().text(), record));
        each(byKey.keySet(), (key, asked) -> {
            LockedRecord record = byKey.get(key);
            if (record != null && stillTheirs(record, asked)) {
                found.putIfAbsent(record.key(), asked.request());
            }
        });
        return found;
    }

    private interface Reader {
        void read(String key, Asked asked);
    }

    private void each(Collection<String> keys, Reader reader) {
        SqlKeyRanges.InList.each(
                keys.stream().map(key -> new RecordKey(key, false)).toList(),
                (in, args) -> jdbc.query(
                        COLUMNS + OPEN + " AND i.record_key IN (" + in + ") ORDER BY d.request_id",
                        row -> {
                            LocalDate accepted = SwedishCalendar.localDate(
                                    DatabaseClock.instant(row.getObject(5, LocalDateTime.class)));
                            ErasureRequest request = new ErasureRequest(
                                    row.getObject(4, LocalDate.class), accepted, row.getString(6) != null);
                            reader.read(row.getString(1), new Asked(request, row.getString(3), row.getBytes(2)));
                        },
                        with(category.id(), args)));
    }

    /**
     * Whether a record can still be taken for the person's: no row of it names anybody else by key, and one that names
     * nobody by key bears the names it bore when somebody decided. The keys of rows may be taken away, never exchanged.
     */
    private boolean stillTheirs(LockedRecord record, Asked asked) {
        if (!namesOnly(record, asked.subject())) {
            return false;
        }
        return named(record.row()) || tags == null || Arrays.equals(asked.names(), names(tags, category, record));
    }

    private static boolean named(Row row) {
        String identity = row.identity(ScopeType.USER);
        return identity != null && !identity.isBlank();
    }

    /** Whether every row of it that names a user by key names this one. */
    public static boolean namesOnly(LockedRecord record, String subject) {
        return record.rows().stream().allMatch(row -> !named(row) || subject.equals(row.identity(ScopeType.USER)));
    }

    /** A keyed tag of the names, beside the key, that the record gives its user. */
    public static byte[] names(Pseudonymizer tags, DataCategory category, LockedRecord record) {
        List<String> names = new ArrayList<>();
        for (int i = 1; i < record.row().scopes(ScopeType.USER); i++) {
            String value = record.row().scope(ScopeType.USER, i);
            names.add(value == null ? "" : HoldScope.key(value));
        }
        return tags.tag("request " + category.id(), String.join("\u0000", names));
    }

    /** Whether any request is open on the category: mostly none, and then nothing else need be asked. */
    public boolean any() {
        return !jdbc.queryForList("SELECT 1" + OPEN + " LIMIT 1", Integer.class, category.id())
                .isEmpty();
    }

    /** Whether any request was granted after the gate showed a value. */
    public boolean grantedSince(long epoch) {
        return !jdbc.queryForList(
                        "SELECT 1 FROM valid_decision WHERE accepted AND epoch > ? LIMIT 1", Integer.class, epoch)
                .isEmpty();
    }

    /**
     * Where the rows of the table are that requests are open on; nowhere on most days.
     *
     * @param numeric whether its keys are integers
     */
    List<CandidateCondition> conditions(TableMapping table, boolean numeric) {
        String rows = table.quoted() + " t ON t.`" + table.key() + "` = " + (numeric ? "i.number" : "i.record_key");
        return any()
                ? List.of(new CandidateCondition(
                        OPEN.replace("LEFT JOIN request_extension e ON e.request_id = d.request_id", "JOIN " + rows),
                        List.of(category.id())))
                : List.of();
    }

    /**
     * Notes what became of records that requests are about, in the caller's transaction.
     *
     * @param epoch the gate's value under its lock: no decision that names a record can come beside it
     */
    public void note(long runId, List<LedgerItem> items, long epoch) {
        if (items.isEmpty() || !named.at(epoch)) {
            return;
        }
        for (Outcome outcome : List.of(Outcome.ERASED, Outcome.ANONYMISED)) {
            List<LedgerItem> done =
                    items.stream().filter(item -> item.outcome() == outcome).toList();
            if (!done.isEmpty()) {
                List<RecordKey> keys = done.stream()
                        .map(item -> new RecordKey(item.key().text(), false))
                        .toList();
                SqlKeyRanges.InList.each(
                        keys,
                        (in, args) -> jdbc.update(
                                NOTE + in + ")",
                                with(List.of(outcome.name(), runId, category.id(), outcome.name()), args)));
            }
        }
    }

    /** Whether requests of any kind name records of the category. */
    private boolean noted() {
        return !jdbc.queryForList("SELECT 1 FROM request_item WHERE category = ? LIMIT 1", Integer.class, category.id())
                .isEmpty();
    }

    private static Object[] with(String first, Object[] args) {
        return with(List.of(first), args);
    }

    private static Object[] with(List<Object> first, Object[] args) {
        List<Object> all = new ArrayList<>(first);
        all.addAll(Arrays.asList(args));
        return all.toArray();
    }
}
