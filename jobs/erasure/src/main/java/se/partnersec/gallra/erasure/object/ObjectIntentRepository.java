package se.partnersec.gallra.erasure.object;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.database.jdbc.BatchInsert;
import se.partnersec.gallra.database.jdbc.SqlKeyRanges;
import se.partnersec.gallra.erasure.run.ChunkFailedException;
import se.partnersec.gallra.erasure.run.SqlErrorClassifier;
import se.partnersec.gallra.objectstore.client.ObjectVersion;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.crypto.Pseudonymizer;
import se.partnersec.gallra.support.text.Sentences;

/** What we are about to ask the object store for, on record before we ask; object keys are kept encrypted. */
public final class ObjectIntentRepository {
    private static final Sentences SENTENCES = Sentences.of("erasure");
    private static final String INSERT =
            "INSERT INTO object_intent (run_id, category, record_key, bucket, object_key, version_id, etag, marker, state,"
                    + " hold_epoch, opened_at) VALUES";

    private static final String ROW = "(?, ?, ?, ?, ?, ?, ?, ?, 'OPEN', ?, UTC_TIMESTAMP(6))";
    private static final String UNSETTLED = "state IN ('OPEN', 'ASKED', 'IN_DOUBT')";

    private final JdbcTemplate jdbc;
    private final Pseudonymizer tags;
    private final DataCategory category;
    private final String bucket;
    private final Duration doubt;
    private volatile long earlier = Long.MAX_VALUE;

    /** @param doubt how long after it was last heard of a request may still be carried out */
    public ObjectIntentRepository(
            JdbcTemplate jdbc, Pseudonymizer tags, DataCategory category, String bucket, Duration doubt) {
        this.jdbc = jdbc;
        this.tags = tags;
        this.category = category;
        this.bucket = bucket;
        this.doubt = doubt;
    }

    /** What is on record by now is of earlier attempts or steps; until this is asked again, no more is looked for. */
    void rememberLast() {
        Long last = jdbc.queryForObject("SELECT COALESCE(MAX(id), 0) FROM object_intent", Long.class);
        earlier = last == null ? 0 : last;
    }

    enum State {
        /** On record; if the process died it may have been asked for, or be gone. */
        OPEN,
        /** Asked for, and the store answered: earlier versions of this program said so. */
        ASKED,
        /** Asked for without an answer; may be carried out until the request cannot be valid any more. */
        IN_DOUBT,
        /** The store refuses. */
        LOCKED,
        /** Looked for and not there. */
        GONE,
        /** Overtaken: the record was decided anew. */
        WITHDRAWN
    }

    /** @param over whether a request in doubt cannot be carried out any more */
    record Intent(long id, long runId, String recordKey, ObjectVersion version, State state, boolean over) {
        static Intent opened(long id, long runId, String recordKey, ObjectVersion version) {
            return new Intent(id, runId, recordKey, version, State.OPEN, false);
        }
    }

    /** Puts on record what may be asked for, and gives it back with its numbers. */
    List<Intent> open(long runId, long epoch, Map<RecordKey, List<ObjectVersion>> versions) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        List<Intent> meant = new ArrayList<>();
        versions.forEach((record, each) -> each.forEach(version -> {
            rows.add(row(runId, epoch, record, version));
            meant.add(Intent.opened(0, runId, record.text(), version));
        }));
        if (meant.isEmpty()) {
            return meant;
        }
        BatchInsert.insert(jdbc, INSERT, ROW, rows.subList(0, Math.min(rows.size(), BatchInsert.TOGETHER)));
        Long first = jdbc.queryForObject("SELECT LAST_INSERT_ID()", Long.class);
        BatchInsert.insert(jdbc, INSERT, ROW, rows.subList(Math.min(rows.size(), BatchInsert.TOGETHER), rows.size()));
        return numbered(meant, first == null ? 0 : first);
    }

    /** One session's rows have ascending numbers in the order in which it wrote them, whoever writes in between. */
    private List<Intent> numbered(List<Intent> meant, long first) {
        Iterator<Intent> next = meant.iterator();
        List<Intent> found = jdbc.query(
                "SELECT id, record_key, version_id FROM object_intent WHERE id >= ? AND category = ? ORDER BY id",
                (row, i) -> {
                    Intent intent = next.hasNext() ? next.next() : null;
                    if (intent == null
                            || !intent.recordKey().equals(row.getString(2))
                            || !Objects.equals(intent.version().versionId(), row.getString(3))) {
                        throw unlike();
                    }
                    return Intent.opened(row.getLong(1), intent.runId(), intent.recordKey(), intent.version());
                },
                first,
                category.id());
        if (next.hasNext()) {
            throw unlike();
        }
        return found;
    }

    private static ChunkFailedException unlike() {
        return new ChunkFailedException(
                SqlErrorClassifier.Kind.STOP, SENTENCES.say("object.what-asked-not-record-written-nothing"));
    }

    private List<@Nullable Object> row(long runId, long epoch, RecordKey record, ObjectVersion version) {
        return Arrays.asList(
                runId,
                category.id(),
                record.text(),
                bucket,
                tags.seal(version.key()),
                version.versionId(),
                version.etag(),
                version.deleteMarker(),
                epoch);
    }

    /**
     * Intents of these records, up to those remembered as the last, that are not settled: where nothing went wrong before,
     * there are none of any record.
     */
    List<Intent> unsettled(Collection<RecordKey> records) {
        List<Intent> found = new ArrayList<>();
        if (jdbc.queryForList(
                        "SELECT 1 FROM object_intent WHERE category = ? AND id <= ? AND " + UNSETTLED + " LIMIT 1",
                        Integer.class,
                        category.id(),
                        earlier)
                .isEmpty()) {
            return found;
        }
        SqlKeyRanges.InList.each(texts(records), (in, args) -> {
            List<Object> all = new ArrayList<>(List.of(category.id(), earlier));
            all.addAll(List.of(args));
            found.addAll(jdbc.query(
                    SELECT + " WHERE category = ? AND id <= ? AND record_key IN (" + in + ") AND " + UNSETTLED
                            + " ORDER BY id",
                    this::read,
                    all.toArray()));
        });
        return found;
    }

    /** Those of these records of which a version was seen to be gone, in this run or an earlier one. */
    Set<String> everGone(Collection<RecordKey> records) {
        Set<String> found = new HashSet<>();
        SqlKeyRanges.InList.each(texts(records), (in, args) -> {
            List<Object> all = new ArrayList<>(List.of(category.id()));
            all.addAll(List.of(args));
            found.addAll(jdbc.queryForList(
                    "SELECT DISTINCT record_key FROM object_intent WHERE category = ? AND record_key IN (" + in
                            + ") AND state = 'GONE'",
                    String.class,
                    all.toArray()));
        });
        return found;
    }

    /** Every unsettled intent of the category, oldest first, in pages. */
    void eachUnsettled(int page, Consumer<List<Intent>> action) {
        pages("category = ? AND " + UNSETTLED, category.id(), page, action);
    }

    /** Whether a request of a run may still be carried out, or was not looked for since it could. */
    boolean doubtful(long runId) {
        return !jdbc.queryForList(
                        "SELECT 1 FROM object_intent WHERE category = ? AND run_id = ? AND " + UNSETTLED + " LIMIT 1",
                        Integer.class,
                        category.id(),
                        runId)
                .isEmpty();
    }

    /** Every intent of a run that counts as gone and still knows its key. */
    void eachGone(long runId, int page, Consumer<List<Intent>> action) {
        pages("run_id = ? AND state = 'GONE' AND object_key <> ''", runId, page, action);
    }

    /**
     * A bucket other than the one at hand that objects were, or may have been, asked of: by any run, and not settled, or by this one.
     * What that bucket has can not be seen in this one.
     */
    @Nullable
    String elsewhere(long runId) {
        String where = "SELECT bucket FROM object_intent WHERE category = ? AND bucket <> ? AND ";
        List<@Nullable String> others =
                jdbc.queryForList(where + UNSETTLED + " LIMIT 1", String.class, category.id(), bucket);
        if (others.isEmpty()) {
            others = jdbc.queryForList(
                    where + "run_id = ? AND state = 'GONE' AND object_key <> '' LIMIT 1",
                    String.class,
                    category.id(),
                    bucket,
                    runId);
        }
        return others.isEmpty() ? null : others.get(0);
    }

    /** Whether every intent of a run that counts as gone still knows its key and is about the bucket at hand. */
    boolean allHere(long runId) {
        return jdbc.queryForList(
                        "SELECT 1 FROM object_intent WHERE run_id = ? AND state = 'GONE' AND (object_key = '' OR bucket <> ?)"
                                + " LIMIT 1",
                        Integer.class,
                        runId,
                        bucket)
                .isEmpty();
    }

    void settle(State state, Collection<Intent> intents) {
        String also = switch (state) {
            case IN_DOUBT ->
                ", sent_at = UTC_TIMESTAMP(6), doubt_until = UTC_TIMESTAMP(6) + INTERVAL " + doubt.toMillis() * 1_000
                        + " MICROSECOND";
            default -> ", settled_at = UTC_TIMESTAMP(6)";
        };
        SqlKeyRanges.each(
                "id",
                intents.stream()
                        .map(intent -> new RecordKey(String.valueOf(intent.id()), true))
                        .toList(),
                (these, args) -> jdbc.update(
                        "UPDATE object_intent SET state = '" + state + "'" + also + " WHERE " + these, args));
    }

    private static List<RecordKey> texts(Collection<RecordKey> records) {
        return records.stream().map(k -> new RecordKey(k.text(), false)).toList();
    }

    /**
     * Forgets the object keys of everything that a run settled, and of what runs before it that ended left for it to settle: they were
     * kept only to find the objects again.
     *
     * @param but of these records the ledger does not say yet that their objects are gone, and by the keys they are found
     */
    public void forgetKeys(long runId, Collection<RecordKey> but) {
        List<Object> args = new ArrayList<>(List.of(category.id(), runId));
        but.forEach(key -> args.add(key.text()));
        String others = but.isEmpty()
                ? ""
                : " AND record_key NOT IN (" + String.join(", ", Collections.nCopies(but.size(), "?")) + ")";
        jdbc.update(
                "UPDATE object_intent SET object_key = '', etag = NULL WHERE category = ? AND object_key <> ''"
                        + " AND state IN ('GONE', 'WITHDRAWN') AND (run_id = ? OR run_id IN (SELECT run_id FROM run_scope"
                        + " WHERE outcome IN ('DONE', 'SKIPPED')))" + others,
                args.toArray());
    }

    private static final String SELECT = "SELECT id, run_id, record_key, object_key, version_id, etag, marker, state,"
            + " state = 'IN_DOUBT' AND doubt_until < UTC_TIMESTAMP(6) AS doubt_over FROM object_intent";

    private void pages(String where, Object arg, int page, Consumer<List<Intent>> action) {
        long after = 0;
        while (true) {
            List<Intent> found = jdbc.query(
                    SELECT + " WHERE " + where + " AND id > ? ORDER BY id LIMIT ?", this::read, arg, after, page);
            if (found.isEmpty()) {
                return;
            }
            action.accept(found);
            after = found.get(found.size() - 1).id();
        }
    }

    private Intent read(ResultSet row, int i) throws SQLException {
        byte[] sealed = row.getBytes("object_key");
        String key = sealed.length == 0 ? "" : tags.open(sealed);
        return new Intent(
                row.getLong("id"),
                row.getLong("run_id"),
                row.getString("record_key"),
                ObjectVersion.remembered(
                        key, row.getString("version_id"), row.getString("etag"), row.getBoolean("marker")),
                State.valueOf(row.getString("state")),
                row.getBoolean("doubt_over"));
    }
}
