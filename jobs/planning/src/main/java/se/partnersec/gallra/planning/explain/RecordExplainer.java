package se.partnersec.gallra.planning.explain;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.ColumnMapping;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.config.rules.PolicyFingerprint;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.database.jdbc.ReadOnlySnapshot;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.erasure.decide.Assessor;
import se.partnersec.gallra.erasure.record.AssessedRecord;
import se.partnersec.gallra.erasure.record.LockedRecord;
import se.partnersec.gallra.erasure.record.RecordReader;
import se.partnersec.gallra.erasure.record.Row;
import se.partnersec.gallra.erasure.scope.ObjectKeys;
import se.partnersec.gallra.holds.hold.HoldRepository;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.holds.permit.PermitRepository;
import se.partnersec.gallra.ledger.entry.LedgerSearch;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.objectstore.bucket.ObjectBucket;
import se.partnersec.gallra.planning.explain.Explanation.Presence;
import se.partnersec.gallra.planning.forecast.StoredPolicies;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.support.crypto.Pseudonymizer;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/** Explains single records: asks the same rules about the same facts as a run would, and the ledger about the past. */
public final class RecordExplainer {
    private static final Sentences SENTENCES = Sentences.of("planning");

    /** Days that say which fiscal year keeps a record. */
    private static final List<String> BOOKED = List.of("booked_on", "concerns_on");

    private final ReadOnlySnapshot database;
    private final RetentionPolicy policy;
    private final SourceMapping sources;
    private final KeyTypes kinds;
    private final Pseudonymizer tags;
    private final ObjectCopies copies;

    /**
     * @param database of an account that may only read
     * @param bucket null where none is set
     */
    public RecordExplainer(
            DataSource database,
            RetentionPolicy policy,
            SourceMapping sources,
            KeyTypes kinds,
            Pseudonymizer tags,
            @Nullable ObjectBucket bucket) {
        this.database = new ReadOnlySnapshot(database);
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
        CategoryMapping source = sources.table(category.category());
        RecordKey key = key(source, text);
        List<LockedRecord> read = look(source, key);
        // The row stays, and what the category means by it is gone.
        boolean emptied = read.stream().anyMatch(record -> record.row().emptied());
        List<LockedRecord> found = emptied ? List.of() : read;
        List<LedgerSearch.Entry> past = new LedgerSearch(jdbc, tags).find(category.category(), key.text());
        AssessedRecord assessed = found.isEmpty()
                ? null
                : new Assessor(jdbc, category, policy, sources, kinds, tags)
                        .assess(found, asOf)
                        .get(0);
        List<PlacedHold> holds = assessed == null ? onGone(source, key, past) : assessed.holds();
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
                PolicyFingerprint.of(policy.canonical(), sources.canonical()),
                earlier(past),
                assessed == null ? List.of() : starts(category, source, assessed.record()),
                assessed == null ? null : decided(assessed, source),
                holds,
                past,
                new PermitRepository(jdbc).usedFor(source.category(), subject(source, key)),
                requests(source.category(), key),
                source.hasObjects() ? copies.of(source.category(), key, found) : null,
                findings(source, key));
    }

    private Map<String, RetentionPolicy> earlier(List<LedgerSearch.Entry> past) {
        StoredPolicies stored = StoredPolicies.of(database.jdbc(), policy);
        Map<String, RetentionPolicy> rules = new HashMap<>();
        past.stream()
                .map(LedgerSearch.Entry::policy)
                .distinct()
                .forEach(each -> stored.find(each).ifPresent(found -> rules.put(each, found.policy())));
        return Map.copyOf(rules);
    }

    /** Where it lies, or in the staging table where a run that died has left it. */
    private List<LockedRecord> look(CategoryMapping source, RecordKey key) {
        List<LockedRecord> found = new RecordReader(database.jdbc(), source, kinds, tags).look(List.of(key));
        CategoryMapping staged = source.staged();
        return found.isEmpty() && staged != null
                ? new RecordReader(database.jdbc(), staged, kinds, tags).look(List.of(key))
                : found;
    }

    /** What was added to a sum is gone as well, under another outcome. */
    private static Presence absent(CategoryMapping source, List<LedgerSearch.Entry> past) {
        boolean summed = source.sums() != null;
        if (past.stream().anyMatch(e -> e.outcome() == Outcome.ERASED || summed && e.outcome() == Outcome.ANONYMISED)) {
            return Presence.ERASED;
        }
        return past.isEmpty() ? Presence.NEVER_SEEN : Presence.GONE_ELSEWHERE;
    }

    /** A row whose parent is missing cannot be read whole, and is there all the same. */
    private boolean there(CategoryMapping source, RecordKey key) {
        TableMapping table = source.record();
        if (!kinds.writes(table, table.key(), key.text())) {
            return false;
        }
        Long n = database.jdbc()
                .queryForObject(
                        "SELECT COUNT(*) FROM " + table.quoted() + " WHERE `" + table.key() + "` = ?",
                        Long.class,
                        key.bind());
        return n != null && n > 0;
    }

    private RecordKey key(CategoryMapping source, String text) {
        if (!kinds.numeric(source.record())) {
            return new RecordKey(text, false);
        }
        if (!text.matches("-?[0-9]{1,20}")) {
            throw RefusedException.usage(SENTENCES.say(
                    "explain.records-numbered-no-number-give-4711", source.category(), text, source.category()));
        }
        return RecordKey.number(new BigInteger(text));
    }

    /** Holds on a record that is not there: on its key, and on the customers and users that the ledger names. */
    private List<PlacedHold> onGone(CategoryMapping source, RecordKey key, List<LedgerSearch.Entry> past) {
        Set<HoldScope> scopes = new LinkedHashSet<>();
        scopes.add(new HoldScope(ScopeType.RECORD, source.category().id() + ":" + key.text()));
        for (LedgerSearch.Entry entry : past) {
            if (entry.customer() > 0) {
                scopes.add(new HoldScope(ScopeType.CUSTOMER, Long.toString(entry.customer())));
            }
            if (entry.user() > 0) {
                scopes.add(new HoldScope(ScopeType.USER, Long.toString(entry.user())));
            }
        }
        HoldRepository register = new HoldRepository(database.jdbc());
        return scopes.stream()
                .flatMap(scope -> register.on(scope).stream())
                .filter(hold -> hold.category() == null || hold.category().equals(source.category()))
                .toList();
    }

    private Explanation.Decided decided(AssessedRecord assessed, CategoryMapping source) {
        String objection = assessed.goes()
                ? new ObjectKeys(database.jdbc(), sources, kinds)
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
    private static List<Explanation.Start> starts(Category category, CategoryMapping source, LockedRecord record) {
        List<Explanation.Start> starts = new ArrayList<>();
        TableMapping table = source.record();
        Set<String> roles = new LinkedHashSet<>(category.startRoles());
        roles.addAll(BOOKED);
        for (String role : roles) {
            ColumnMapping column = table.column(role);
            if (column != null) {
                LocalDate day = column.isTime() ? null : record.row().day(role);
                Instant at = day == null ? record.row().instant(role) : SwedishCalendar.startOfDay(day);
                if (at != null || category.startRoles().contains(role)) {
                    starts.add(new Explanation.Start(role, place(table, column), at));
                }
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

    private static String place(TableMapping table, ColumnMapping column) {
        return table.schema() + "." + table.table() + "." + column.column();
    }

    private List<Explanation.Requested> requests(DataCategory category, RecordKey key) {
        return database.jdbc()
                .query(
                        "SELECT DISTINCT d.request_id, d.decided_at, o.run_id FROM request_item i"
                                + " JOIN valid_decision d ON d.uuid = i.decision AND d.accepted AND d.decided_by = i.noted_by"
                                + " JOIN request_outcome o ON o.item_id = i.id"
                                + " WHERE i.category = ? AND i.record_key = ? ORDER BY o.run_id, d.request_id",
                        (row, i) -> new Explanation.Requested(
                                "R-" + row.getLong(1),
                                DatabaseClock.instant(row.getObject(2, LocalDateTime.class)),
                                row.getLong(3)),
                        category.id(),
                        key.text());
    }

    private List<Explanation.Noted> findings(CategoryMapping source, RecordKey key) {
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
    private String subject(CategoryMapping source, RecordKey key) {
        return key.number()
                ? key.text()
                : HexFormat.of().formatHex(tags.tag(source.category().id(), key.text()));
    }

    private DatabaseClock clock() {
        return new DatabaseClock(database.jdbc());
    }
}
