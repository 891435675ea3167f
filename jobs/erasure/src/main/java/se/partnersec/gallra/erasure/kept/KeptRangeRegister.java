package se.partnersec.gallra.erasure.kept;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.erasure.candidate.CandidateQuery;
import se.partnersec.gallra.erasure.candidate.KeptRanges;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.erasure.category.RecordYears;
import se.partnersec.gallra.erasure.category.StartCondition;
import se.partnersec.gallra.erasure.decide.GuardedChunk;
import se.partnersec.gallra.erasure.record.AssessedRecord;
import se.partnersec.gallra.erasure.run.RunIdentity;
import se.partnersec.gallra.erasure.scope.ScopeKeys;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.SwedishCalendar;

/**
 * The register of what is kept, of one category. It believes a stretch of keys until its day, under the same policy and mapping,
 * and as long as the rows in it are those it was noted of and bear what they were kept by: that is compared each time. What it
 * believes is only ever passed over, so to believe nothing costs a look, and to believe wrongly keeps a record too long.
 */
public final class KeptRangeRegister {
    /** Stretches asked about by one statement. */
    private static final int TOGETHER = 100;

    /** Fewer records are sooner looked at than compared, but for small chunks. */
    private static final int FEWEST = 100;

    /** And so is what stayed of a chunk if it is less than one in so many: it is met as a page of its own, and is one stretch then. */
    private static final int SHARE = 5;

    /** Whoever forgot to forget, or wrote a stretch that stands on nothing, is not believed: what it stands on is asked again. */
    private static final String BELIEVED = """
            SELECT k.key_hi, k.key_after, k.started_before, k.records, k.mark, k.by_books, k.kinds FROM kept k
            WHERE k.category = ? AND k.policy = ? AND k.recheck_on > ? AND k.recheck_on <= ? + INTERVAL 31 DAY
              AND (k.by_books OR EXISTS
                (SELECT 1 FROM kept_by b WHERE b.category = k.category AND b.key_hi = k.key_hi))
              AND NOT EXISTS
                (SELECT 1 FROM kept_by b LEFT JOIN hold h ON h.id = b.hold_id
                   LEFT JOIN valid_release r ON r.hold_id = b.hold_id
                 WHERE b.category = k.category AND b.key_hi = k.key_hi
                   AND (h.id IS NULL OR r.hold_id IS NOT NULL OR h.until_on < ?))
            ORDER BY k.key_hi""";

    private static final String BY_OTHER_NAMES = """
            SELECT b.key_hi, b.by_identity, h.scope_kind, h.scope_key FROM kept_by b LEFT JOIN hold h ON h.id = b.hold_id
            WHERE b.category = ? AND b.by_identity > 0""";

    private final JdbcTemplate jdbc;
    private final Category rules;
    private final DataCategory category;
    private final RetentionPolicy policy;
    private final TableMapping table;
    private final StartCondition condition;
    private final SourceMapping sources;
    private final KeyTypes kinds;
    private final String fingerprint;
    private final boolean used;

    /**
     * @param fingerprint of policy and sources as they are now
     * @param used false to believe nothing and note nothing
     */
    public KeptRangeRegister(
            JdbcTemplate jdbc,
            Category category,
            RetentionPolicy policy,
            SourceMapping sources,
            KeyTypes kinds,
            String fingerprint,
            boolean used) {
        this.jdbc = jdbc;
        this.rules = category;
        this.category = category.category();
        this.policy = policy;
        this.table = sources.table(this.category).record();
        // Text keys may be personal and are written nowhere; and their order is the collation's.
        this.used = used && kinds.numeric(table);
        this.condition =
                new StartCondition(category, table, policy.rule(this.category).hasPeriod());
        this.sources = sources;
        this.kinds = kinds;
        this.fingerprint = fingerprint;
    }

    /** Notes of what the chunks of a run keep; null where nothing is noted. */
    public @Nullable Notes notes(CandidateQuery candidates, LocalDate asOf) {
        return used ? new Notes(candidates, asOf) : null;
    }

    /** Notes of a run, begun with the first chunk that keeps enough records to be noted. */
    public final class Notes {
        private final CandidateQuery candidates;
        private final LocalDate asOf;
        private @Nullable KeptRangeWriter writer;

        private Notes(CandidateQuery candidates, LocalDate asOf) {
            this.candidates = candidates;
            this.asOf = asOf;
        }

        /** @param staying what was not to go; {@code refused} are still there as well */
        public void note(
                RunIdentity run,
                CandidateQuery.Page page,
                GuardedChunk.Decision decided,
                List<RecordKey> staying,
                Set<RecordKey> refused,
                GuardedChunk.Entry entered) {
            List<AssessedRecord> held = decided.assessed().stream()
                    .filter(each -> each.outcome() == Outcome.HELD)
                    .toList();
            int fewest = Math.min(FEWEST, run.context().chunk());
            if (held.size() >= Math.max(fewest, page.keys().size() / SHARE)) {
                Set<RecordKey> left = new HashSet<>(staying);
                left.addAll(refused);
                left.addAll(decided.busy());
                writer().note(run.id(), fewest, page, held, left, entered);
            }
        }

        private KeptRangeWriter writer() {
            KeptRangeWriter known = writer;
            if (known == null) {
                known = new KeptRangeWriter(
                        new KeptRangeTable(jdbc, new RowChecksum(table, kinds), condition, fingerprint),
                        new KeptReasons(
                                jdbc,
                                rules,
                                policy,
                                new ScopeKeys(jdbc, category, sources, kinds),
                                new RecordYears(sources, category)),
                        candidates,
                        policy.startedBefore(category, asOf));
                writer = known;
            }
            return known;
        }
    }

    /** A stretch as it was noted. */
    private record Noted(
            @Nullable Long after,
            long hi,
            LocalDate startedBefore,
            long records,
            long mark,
            boolean books,
            Set<ScopeType> kinds) {}

    /** Forgets what nobody believes any more on a day: stretches under other rules, and those whose day has come. */
    public void forgetStale(LocalDate today) {
        jdbc.update(
                "DELETE FROM kept WHERE category = ? AND (policy <> ? OR recheck_on <= ?)",
                category.id(),
                fingerprint,
                today);
    }

    /** Ranges of keys that a run may pass over on a day, or later by the database's clock, as the caller's transaction sees the data. */
    public KeptRanges on(LocalDate asOf) {
        List<Noted> asked = asked(asOf);
        List<KeptRanges.Quiet> quiet = new ArrayList<>();
        for (int from = 0; from < asked.size(); from += TOGETHER) {
            compare(asked.subList(from, Math.min(asked.size(), from + TOGETHER)), asOf, quiet);
        }
        return new KeptRanges(quiet);
    }

    private List<Noted> asked(LocalDate asOf) {
        LocalDate today = SwedishCalendar.localDate(new DatabaseClock(jdbc).now());
        List<Noted> noted = used ? noted(asOf.isAfter(today) ? asOf : today) : List.of();
        if (!noted.isEmpty()) {
            Set<Long> renamed = renamed();
            noted.removeIf(each -> renamed.contains(each.hi()));
        }
        return noted;
    }

    private List<Noted> noted(LocalDate day) {
        return jdbc.query(
                BELIEVED,
                (row, i) -> {
                    String after = row.getString(2);
                    return new Noted(
                            after == null ? null : Long.valueOf(Long.parseUnsignedLong(after)),
                            Long.parseUnsignedLong(row.getString(1)),
                            row.getObject(3, LocalDate.class),
                            row.getLong(4),
                            row.getLong(5),
                            row.getBoolean(6),
                            kinds(row.getString(7)));
                },
                category.id(),
                fingerprint,
                day,
                day,
                day);
    }

    private static Set<ScopeType> kinds(String names) {
        Stream<String> each = names.isEmpty() ? Stream.empty() : Stream.of(names.split(",", -1));
        return each.map(ScopeType::valueOf).collect(Collectors.toSet());
    }

    /** Stretches with a hold on a name that the customer, user or invoice bears no more. */
    private Set<Long> renamed() {
        record Link(long hi, String identity, String name) {}
        Map<ScopeType, List<Link>> links = new TreeMap<>();
        Set<Long> renamed = new HashSet<>();
        jdbc.query(
                BY_OTHER_NAMES,
                row -> {
                    long hi = Long.parseUnsignedLong(row.getString(1));
                    String kind = row.getString(3);
                    if (kind == null) {
                        renamed.add(hi);
                    } else {
                        links.computeIfAbsent(ScopeType.valueOf(kind), k -> new ArrayList<>())
                                .add(new Link(hi, row.getString(2), row.getString(4)));
                    }
                },
                category.id());
        links.forEach((kind, all) -> {
            Set<String> identities = new HashSet<>();
            all.forEach(link -> identities.add(link.identity()));
            Map<String, Set<String>> names = new ScopeKeys(jdbc, category, sources, kinds).namesOf(kind, identities);
            all.stream()
                    .filter(link ->
                            !names.getOrDefault(link.identity(), Set.of()).contains(link.name()))
                    .forEach(link -> renamed.add(link.hi()));
        });
        return renamed;
    }

    /** Looks at each stretch as it is now. What was a candidate then must be the same rows, and all of them. */
    private void compare(List<Noted> some, LocalDate asOf, List<KeptRanges.Quiet> quiet) {
        StartCondition.Sql now = condition.before(policy.startedBefore(category, asOf));
        RowChecksum marks = new RowChecksum(table, kinds);
        List<String> selects = new ArrayList<>();
        List<Object> args = new ArrayList<>();
        for (int i = 0; i < some.size(); i++) {
            Noted each = some.get(i);
            StartCondition.Sql then = condition.before(each.startedBefore());
            String mark = marks.sql(each.kinds(), each.books());
            boolean same = then.equals(now);
            selects.add("SELECT " + i + ", COUNT(*), "
                    + (same
                            ? "COUNT(*), BIT_XOR(" + mark + ")"
                            : "COUNT(IF(" + then.text() + ", 1, NULL)), BIT_XOR(IF(" + then.text() + ", " + mark
                                    + ", 0))")
                    + " FROM " + table.quoted() + " t WHERE " + now.text()
                    + KeptRangeTable.between(table, each.after()));
            if (!same) {
                args.addAll(then.args());
                args.addAll(then.args());
            }
            args.addAll(now.args());
            KeptRangeTable.bounds(each.after(), each.hi(), args);
        }
        Map<Integer, KeptRanges.Quiet> believed = new HashMap<>();
        jdbc.query(
                String.join(" UNION ALL ", selects),
                row -> {
                    Noted each = some.get(row.getInt(1));
                    if (row.getLong(3) == each.records() && row.getLong(4) == each.mark()) {
                        believed.put(
                                row.getInt(1),
                                new KeptRanges.Quiet(
                                        each.after(),
                                        each.hi(),
                                        each.records(),
                                        row.getLong(2) - each.records(),
                                        each.startedBefore()));
                    }
                },
                args.toArray());
        new TreeMap<>(believed).values().forEach(quiet::add);
    }
}
