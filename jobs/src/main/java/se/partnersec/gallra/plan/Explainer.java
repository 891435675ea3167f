package se.partnersec.gallra.plan;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.engine.Assessed;
import se.partnersec.gallra.engine.Assessor;
import se.partnersec.gallra.engine.Category;
import se.partnersec.gallra.engine.LockedRecord;
import se.partnersec.gallra.engine.ObjectKeys;
import se.partnersec.gallra.engine.Row;
import se.partnersec.gallra.engine.SourceReader;
import se.partnersec.gallra.hold.HoldRegister;
import se.partnersec.gallra.hold.HoldScope;
import se.partnersec.gallra.hold.PermitRegister;
import se.partnersec.gallra.hold.PlacedHold;
import se.partnersec.gallra.ledger.LedgerSearch;
import se.partnersec.gallra.ledger.Outcome;
import se.partnersec.gallra.plan.Explanation.Presence;
import se.partnersec.gallra.policy.RetentionPolicy;
import se.partnersec.gallra.policy.ScopeKind;
import se.partnersec.gallra.policy.SwedishCalendar;
import se.partnersec.gallra.store.DatabaseClock;
import se.partnersec.gallra.store.Fingerprint;
import se.partnersec.gallra.store.KeyKinds;
import se.partnersec.gallra.store.KeyTags;
import se.partnersec.gallra.store.ObjectBucket;
import se.partnersec.gallra.store.RecordKey;
import se.partnersec.gallra.store.SourceColumn;
import se.partnersec.gallra.store.SourceTable;
import se.partnersec.gallra.store.Sources;
import se.partnersec.gallra.store.TableMapping;
import se.partnersec.gallra.support.RefusedException;

/** Explains single records: asks the same rules about the same facts as a run would, and the ledger about the past. */
public final class Explainer {
    private final ReadOnly database;
    private final RetentionPolicy policy;
    private final Sources sources;
    private final KeyKinds kinds;
    private final KeyTags tags;
    private final ObjectCopies copies;

    /**
     * @param database of an account that may only read
     * @param bucket null where none is set
     */
    public Explainer(
            DataSource database,
            RetentionPolicy policy,
            Sources sources,
            KeyKinds kinds,
            KeyTags tags,
            @Nullable ObjectBucket bucket) {
        this.database = new ReadOnly(database);
        this.policy = policy;
        this.sources = sources;
        this.kinds = kinds;
        this.tags = tags;
        this.copies = new ObjectCopies(this.database.jdbc(), bucket);
    }

    /** As of today, by the database's clock. */
    public Explanation explain(Category category, String key) {
        return database.look(() -> explained(category, key, SwedishCalendar.localDate(clock().now())));
    }

    /**
     * As of another day; a later one is explained with the clock at its noon.
     *
     * @throws RefusedException if no record of the category can have this key
     */
    public Explanation explain(Category category, String key, LocalDate asOf) {
        return database.lookAt(asOf, () -> explained(category, key, asOf));
    }

    private Explanation explained(Category category, String text, LocalDate asOf) {
        JdbcTemplate jdbc = database.jdbc();
        SourceTable source = sources.table(category.category());
        RecordKey key = key(source, text);
        List<LockedRecord> read = look(source, key);
        // The row stays, and what the category means by it is gone.
        boolean emptied = read.stream().anyMatch(record -> record.row().emptied());
        List<LockedRecord> found = emptied ? List.of() : read;
        List<LedgerSearch.Entry> past = new LedgerSearch(jdbc, tags).find(category.category(), key.text());
        Assessed assessed = found.isEmpty()
                ? null
                : new Assessor(jdbc, category, policy, sources, kinds, tags)
                        .assess(found, asOf)
                        .get(0);
        List<PlacedHold> holds = assessed == null ? onKey(source, key) : assessed.holds();
        Instant now = clock().now();
        for (PlacedHold hold : holds) {
            now = hold.hold().placedAt().isAfter(now) ? hold.hold().placedAt() : now;
        }
        return new Explanation(
                source.category(),
                key.text(),
                assessed != null || !emptied && there(source, key) ? Presence.PRESENT : absent(source, past),
                now,
                asOf,
                policy,
                Fingerprint.of(policy.canonical(), sources.canonical()),
                assessed == null ? List.of() : starts(category, source, assessed.record()),
                assessed == null ? null : decided(assessed, source),
                holds,
                past,
                new PermitRegister(jdbc).usedFor(source.category(), subject(source, key)),
                source.hasObjects() ? copies.of(source.category(), key, found) : null,
                findings(source, key));
    }

    /** Where it lies, or in the staging table where a run that died has left it. */
    private List<LockedRecord> look(SourceTable source, RecordKey key) {
        List<LockedRecord> found = new SourceReader(database.jdbc(), source, kinds).look(List.of(key));
        SourceTable staged = source.staged();
        return found.isEmpty() && staged != null
                ? new SourceReader(database.jdbc(), staged, kinds).look(List.of(key))
                : found;
    }

    /** What was added to a sum is gone as well, under another outcome. */
    private static Presence absent(SourceTable source, List<LedgerSearch.Entry> past) {
        boolean summed = source.sums() != null;
        if (past.stream().anyMatch(e -> e.outcome() == Outcome.ERASED || summed && e.outcome() == Outcome.ANONYMISED)) {
            return Presence.ERASED;
        }
        return past.isEmpty() ? Presence.NEVER_SEEN : Presence.GONE_ELSEWHERE;
    }

    /** A row whose parent is missing cannot be read whole, and is there all the same. */
    private boolean there(SourceTable source, RecordKey key) {
        TableMapping table = source.record();
        Long n = database.jdbc()
                .queryForObject(
                        "SELECT COUNT(*) FROM " + table.quoted() + " WHERE `" + table.key() + "` = ?",
                        Long.class,
                        key.bind());
        return n != null && n > 0;
    }

    private RecordKey key(SourceTable source, String text) {
        if (!kinds.numeric(source.record())) {
            return new RecordKey(text, false);
        }
        if (!text.matches("-?[0-9]{1,20}")) {
            throw RefusedException.usage("records of " + source.category() + " are numbered, and '" + text
                    + "' is no number: give " + source.category() + ":4711");
        }
        return RecordKey.number(new BigInteger(text));
    }

    private List<PlacedHold> onKey(SourceTable source, RecordKey key) {
        return new HoldRegister(database.jdbc())
                .on(new HoldScope(ScopeKind.RECORD, source.category().id() + ":" + key.text()));
    }

    private Explanation.Decided decided(Assessed assessed, SourceTable source) {
        String objection = assessed.goes()
                ? new ObjectKeys(database.jdbc(), sources)
                        .objections(List.of(assessed.record()))
                        .get(assessed.record().key())
                : null;
        return new Explanation.Decided(
                assessed.facts(),
                assessed.verdict(),
                assessed.turn(),
                objection == null ? assessed.outcome() : Outcome.REVIEW,
                objection);
    }

    /** The record's own columns, and those of children it has that tell a time: the latest counts. */
    private static List<Explanation.Start> starts(Category category, SourceTable source, LockedRecord record) {
        List<Explanation.Start> starts = new ArrayList<>();
        TableMapping table = source.record();
        for (String role : category.startRoles()) {
            SourceColumn column = table.column(role);
            if (column != null) {
                LocalDate day = column.isTime() ? null : record.row().day(role);
                Instant at = day == null ? record.row().instant(role) : SwedishCalendar.startOfDay(day);
                starts.add(new Explanation.Start(role, place(table, column), at));
            }
        }
        for (TableMapping child : source.children()) {
            List<Row> rows = record.children(child.role());
            child.columns().forEach((role, column) -> {
                if (column.isTime() && !rows.isEmpty()) {
                    Instant latest = rows.stream()
                            .flatMap(row -> Stream.ofNullable(row.instant(role)))
                            .max(Instant::compareTo)
                            .orElse(null);
                    starts.add(new Explanation.Start(child.role() + "/" + role, place(child, column), latest));
                }
            });
        }
        return starts;
    }

    private static String place(TableMapping table, SourceColumn column) {
        return table.schema() + "." + table.table() + "." + column.column();
    }

    private List<Explanation.Noted> findings(SourceTable source, RecordKey key) {
        return database.jdbc()
                .query(
                        "SELECT code, detail, last_seen, times FROM finding WHERE category = ? AND subject = ?"
                                + " ORDER BY last_seen",
                        (row, i) -> new Explanation.Noted(
                                row.getString(1),
                                row.getString(2),
                                DatabaseClock.instant(row.getObject(3, LocalDateTime.class)),
                                row.getInt(4)),
                        source.category().id(),
                        subject(source, key));
    }

    /** How findings and uses of permits name it. */
    private String subject(SourceTable source, RecordKey key) {
        return key.number()
                ? key.text()
                : HexFormat.of().formatHex(tags.tag(source.category().id(), key.text()));
    }

    private DatabaseClock clock() {
        return new DatabaseClock(database.jdbc());
    }
}
