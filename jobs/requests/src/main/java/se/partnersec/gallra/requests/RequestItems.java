package se.partnersec.gallra.requests;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.erasure.decide.Assessor;
import se.partnersec.gallra.erasure.record.AssessedRecord;
import se.partnersec.gallra.erasure.record.LockedRecord;
import se.partnersec.gallra.erasure.record.RecordReader;
import se.partnersec.gallra.erasure.scope.ObjectKeys;
import se.partnersec.gallra.objectstore.bucket.ObjectBucket;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.decision.Verdict;
import se.partnersec.gallra.policy.fact.ErasureRequest;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.requests.ItemState.Fate;
import se.partnersec.gallra.support.crypto.Pseudonymizer;

/**
 * Says of each record a request is about how it stands, by looking at the record and at what was noted of it: one that is
 * there is never said to be erased, one that is gone never to be kept or looked at.
 */
public final class RequestItems {
    private static final int PAGE = 1000;

    /** On record as gone, and there. */
    private static final String AGAIN = "FOUND_AGAIN";

    private static final String ITEMS = """
            SELECT i.id, i.record_key, MAX(o.outcome = 'ERASED'), MAX(o.outcome = 'ANONYMISED') FROM request_item i
              JOIN valid_decision d ON d.uuid = i.decision AND d.decided_by = i.noted_by
              LEFT JOIN request_outcome o ON o.item_id = i.id
            WHERE i.decision = ? AND i.category = ? AND i.id > ? GROUP BY i.id, i.record_key ORDER BY i.id LIMIT\s""";

    private static final String GONE =
            "SELECT DISTINCT record_key FROM object_intent WHERE category = ? AND state = 'GONE'"
                    + " AND record_key IN (";

    private static final Comparator<ItemState> ORDER = Comparator.comparing(ItemState::category)
            .thenComparing(ItemState::fate)
            .thenComparing(ItemState::code)
            .thenComparing(ItemState::until, Comparator.nullsLast(Comparator.naturalOrder()));

    private final JdbcTemplate jdbc;
    private final RetentionPolicy policy;
    private final SourceMapping sources;
    private final KeyTypes kinds;
    private final Pseudonymizer tags;
    private final @Nullable ObjectBucket bucket;
    private final Collection<Category> categories;
    private final SubjectResolver subjects;
    private final SubjectRecords belongings;

    /**
     * @param jdbc of an account that may only read
     * @param bucket null where none is set: then what is on record of objects is believed
     */
    public RequestItems(
            JdbcTemplate jdbc,
            RetentionPolicy policy,
            SourceMapping sources,
            KeyTypes kinds,
            Pseudonymizer tags,
            @Nullable ObjectBucket bucket,
            Collection<Category> categories) {
        this.jdbc = jdbc;
        this.policy = policy;
        this.sources = sources;
        this.kinds = kinds;
        this.tags = tags;
        this.bucket = bucket;
        this.categories = List.copyOf(categories);
        this.subjects = new SubjectResolver(jdbc, sources, kinds);
        this.belongings = new SubjectRecords(jdbc, sources, kinds, tags);
    }

    private interface Assessment {
        List<AssessedRecord> of(List<LockedRecord> page);
    }

    private record Item(long id, RecordKey key, boolean erased, boolean reduced) {}

    /** How many records stand how; empty for a request that names no records. */
    public Map<ItemState, Long> look(SubjectRequest request) {
        Map<ItemState, Long> counts = new TreeMap<>(ORDER);
        SubjectRequest.Decision decision = request.decision();
        if (decision == null || !request.hasItems()) {
            return counts;
        }
        LocalDate today = today();
        for (Category category : categories) {
            CategoryMapping source = sources.tables().get(category.category());
            if (source != null) {
                look(request, decision.uuid(), category, source, today, counts);
            }
        }
        return counts;
    }

    /**
     * States that the records of the person would have if an erasure were granted today, with their numbers. Finds the records anew and writes nothing.
     *
     * @param name of somebody who is no user, as the request was entered by it; null for a user
     */
    Map<ItemState, Long> ifGranted(SubjectRequest request, @Nullable String name) {
        Map<ItemState, Long> counts = new TreeMap<>(ORDER);
        SubjectResolver.Subject subject = subjects.of(request, name, tags);
        LocalDate today = today();
        ErasureRequest granted = new ErasureRequest(request.received(), today, request.extension() != null);
        for (Category category : categories) {
            CategoryMapping source = sources.tables().get(category.category());
            if (source != null) {
                Assessor assessor = new Assessor(jdbc, category, policy, sources, kinds, tags);
                Assessment ifGranted = page -> assessor.assessAsIfGranted(page, today, granted);
                belongings.each(subject, source, records -> {
                    List<Item> items = records.stream()
                            .map(record -> new Item(0, record.key(), false, false))
                            .toList();
                    states(request, items, category, source, ifGranted)
                            .forEach(state -> counts.merge(state, 1L, Long::sum));
                });
            }
        }
        return counts;
    }

    private LocalDate today() {
        return SwedishCalendar.localDate(new DatabaseClock(jdbc).now());
    }

    private void look(
            SubjectRequest request,
            String decision,
            Category category,
            CategoryMapping source,
            LocalDate today,
            Map<ItemState, Long> counts) {
        boolean numeric = kinds.numeric(source.record());
        Assessor assessor = new Assessor(jdbc, category, policy, sources, kinds, tags);
        Assessment asDecided = page -> assessor.assess(page, today);
        long after = 0;
        List<Item> items;
        do {
            items = jdbc.query(
                    ITEMS + PAGE,
                    (row, i) -> new Item(
                            row.getLong(1),
                            new RecordKey(row.getString(2), numeric),
                            row.getBoolean(3),
                            row.getBoolean(4)),
                    decision,
                    category.category().id(),
                    after);
            if (!items.isEmpty()) {
                after = items.get(items.size() - 1).id();
                states(request, items, category, source, asDecided)
                        .forEach(state -> counts.merge(state, 1L, Long::sum));
            }
        } while (!items.isEmpty());
    }

    private List<ItemState> states(
            SubjectRequest request,
            List<Item> items,
            Category category,
            CategoryMapping source,
            Assessment assessment) {
        List<RecordKey> keys = items.stream().map(Item::key).toList();
        Map<RecordKey, AssessedRecord> there = new HashMap<>();
        assessment
                .of(new RecordReader(jdbc, source, kinds, tags).look(keys))
                .forEach(each -> there.put(each.record().key(), each));
        Set<RecordKey> present = there.size() == keys.size() ? there.keySet() : present(source, keys);
        Set<String> contentGone = source.hasObjects() ? contentGone(source.category(), keys) : Set.of();
        List<ItemState> states = new ArrayList<>();
        for (Item item : items) {
            AssessedRecord assessed = there.get(item.key());
            // Where only columns go, the row is there after all of the record is gone.
            if (assessed != null && !assessed.record().row().emptied()) {
                boolean back = item.erased() || (item.reduced() && source.sums() != null);
                boolean gone = contentGone.contains(item.key().text());
                if (back || (gone && stored(assessed))) {
                    states.add(new ItemState(category.category(), Fate.REVIEW, AGAIN, null));
                } else {
                    ItemState state = standing(category.category(), request, assessed);
                    states.add(gone ? withoutContent(state) : state);
                }
            } else if (assessed == null && present.contains(item.key())) {
                // It cannot be read whole, because what it points at is missing.
                states.add(new ItemState(category.category(), Fate.REVIEW, "UNREADABLE", null));
            } else {
                // Of a record that leaves a rest in its own row, nothing is left that we left.
                boolean sum = item.reduced() && source.sums() != null;
                Fate fate = item.erased() ? Fate.ERASED : sum ? Fate.ANONYMISED : Fate.GONE;
                states.add(new ItemState(category.category(), fate, "", null));
            }
        }
        return states;
    }

    /** Records of which an object is on record as gone. */
    private Set<String> contentGone(DataCategory category, List<RecordKey> keys) {
        List<Object> args = new ArrayList<>();
        args.add(category.id());
        keys.forEach(key -> args.add(key.text()));
        String marks = keys.stream().map(key -> "?").collect(Collectors.joining(", "));
        return new HashSet<>(jdbc.query(GONE + marks + ")", (row, i) -> row.getString(1), args.toArray()));
    }

    /** Whether the store has any of its objects. */
    private boolean stored(AssessedRecord assessed) {
        ObjectBucket store = bucket;
        return store != null
                && store.versionsOf(ObjectKeys.of(assessed.record())).values().stream()
                        .flatMap(List::stream)
                        .anyMatch(version -> !version.deleteMarker());
    }

    /** Of an entry whose content is gone. */
    private static ItemState withoutContent(ItemState state) {
        return switch (state.fate()) {
            case REFUSED -> new ItemState(state.category(), Fate.CONTENT_GONE, state.code(), state.until());
            case REVIEW -> new ItemState(state.category(), Fate.CONTENT_GONE, "", null);
            default -> state;
        };
    }

    private static ItemState standing(DataCategory category, SubjectRequest request, AssessedRecord assessed) {
        Verdict verdict = assessed.verdict();
        boolean rest = assessed.facts().circumstances().reduced();
        if (rest && assessed.record().refilled()) {
            return new ItemState(category, Fate.REVIEW, AGAIN, null);
        }
        boolean reached = request.kind() != RequestKind.ERASURE
                || assessed.facts().circumstances().request() != null;
        if (!reached) {
            return new ItemState(category, Fate.REVIEW, "NAMES_ANOTHER", null);
        }
        LocalDate due = verdict.due();
        return switch (assessed.outcome()) {
            case ERASED -> new ItemState(category, Fate.DUE, "", null);
            case ANONYMISED -> new ItemState(category, Fate.DUE_IN_PART, verdict.reason(), verdict.retainUntil());
            case HELD ->
                new ItemState(category, rest ? Fate.ANONYMISED : Fate.REFUSED, verdict.reason(), verdict.retainUntil());
            case NOT_DUE -> new ItemState(category, Fate.DUE, "", due == null ? null : due.minusDays(1));
            default ->
                new ItemState(
                        category,
                        rest ? Fate.ANONYMISED_REVIEW : Fate.REVIEW,
                        verdict.decision() == Verdict.Decision.ANONYMISE ? "IRREDUCIBLE" : verdict.reason(),
                        null);
        };
    }

    private Set<RecordKey> present(CategoryMapping source, List<RecordKey> keys) {
        String marks = keys.stream().map(key -> "?").collect(Collectors.joining(", "));
        boolean numeric = kinds.numeric(source.record());
        @Nullable Object[] args = keys.stream().map(RecordKey::bind).toArray();
        return new HashSet<>(jdbc.query(
                "SELECT `" + source.record().key() + "` FROM " + source.record().quoted() + " WHERE `"
                        + source.record().key() + "` IN (" + marks + ")",
                (row, i) -> new RecordKey(row.getString(1), numeric),
                args));
    }
}
