package se.partnersec.gallra.planning.holding;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.database.jdbc.ReadOnlySnapshot;
import se.partnersec.gallra.erasure.partition.GoingItems;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.ledger.entry.LedgerItem;
import se.partnersec.gallra.ledger.entry.LedgerSearch;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.ledger.notice.FindingRepository;
import se.partnersec.gallra.planning.holding.HoldReceipt.Coverage;
import se.partnersec.gallra.planning.holding.HoldReceipt.Warning;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.crypto.Pseudonymizer;

/** Counts what a hold covers, and never says of a record that is gone that it was saved. */
public final class HoldReceiptService {
    private static final int PART = 1000;
    private static final String UNSETTLED =
            "SELECT DISTINCT record_key FROM object_intent WHERE category = ? AND state IN ('OPEN', 'ASKED', 'IN_DOUBT')";
    private static final String GOING = "SELECT 1 FROM staged_partition WHERE category = ? AND state = 'GOING'";
    private static final String IN_PARTS = "SELECT subject FROM finding WHERE category = ? AND code = ? AND run_id > 0";
    private static final String TOTALS =
            "SELECT counts FROM ledger_chunk WHERE category = ? AND kind = 'C' AND hold_epoch < ?";

    private final ReadOnlySnapshot database;
    private final SourceMapping sources;
    private final KeyTypes kinds;
    private final LedgerSearch ledger;
    private final Pseudonymizer tags;

    /** @param database of the account that placed the hold */
    public HoldReceiptService(DataSource database, SourceMapping sources, KeyTypes kinds, Pseudonymizer tags) {
        this.database = new ReadOnlySnapshot(database);
        this.sources = sources;
        this.kinds = kinds;
        this.tags = tags;
        this.ledger = new LedgerSearch(this.database.jdbc(), tags);
    }

    /** @param hold committed: before that, a run may still erase what is counted here */
    public HoldReceipt of(PlacedHold hold) {
        return database.look(() -> receipt(hold));
    }

    private HoldReceipt receipt(PlacedHold hold) {
        HoldScope scope = hold.scope();
        ScopeNames names = ScopeNames.of(database.jdbc(), sources, kinds, hold);
        Map<DataCategory, Coverage> coverage = new TreeMap<>();
        Map<DataCategory, Long> erased = erased(hold, names);
        sources.tables().forEach((category, source) -> {
            ScopeCondition cover = reaches(hold, category) ? ScopeCondition.of(source, scope, names, kinds) : null;
            if (cover != null) {
                long emptied = (source.hasObjects() ? count(cover, emptied(source)) : 0) + inParts(cover, source);
                long inFlight = inFlight(cover);
                Long gone = erased == null ? null : erased.getOrDefault(category, 0L);
                CategoryMapping staged = source.staged();
                ScopeCondition taken = staged == null ? null : ScopeCondition.of(staged, scope, names, kinds);
                long away = taken == null ? 0 : count(taken, "");
                // What is still being decided is kept; what was said to go before the hold came may go yet, or has
                // gone.
                boolean saidToGo = staged != null && going(category);
                long going = saidToGo ? Math.max(away, named(hold, names, category)) : 0;
                coverage.put(
                        category,
                        new Coverage(
                                category,
                                count(cover, "") - emptied - inFlight + (saidToGo ? 0 : away),
                                emptied,
                                gone,
                                inFlight + going));
            }
        });
        if (erased != null) {
            // Of a category that is not mapped any more, or whose table has lost its scope column, the ledger still
            // tells.
            erased.forEach((category, n) -> {
                if (n > 0 && reaches(hold, category)) {
                    coverage.putIfAbsent(category, new Coverage(category, 0, 0, n, 0));
                }
            });
        }
        return new HoldReceipt(hold, List.copyOf(coverage.values()), warnings(scope, names, coverage));
    }

    private static boolean reaches(PlacedHold hold, DataCategory category) {
        return hold.category() == null || hold.category().equals(category);
    }

    private List<Warning> warnings(HoldScope scope, ScopeNames names, Map<DataCategory, Coverage> coverage) {
        List<Warning> warnings = new ArrayList<>();
        boolean named = scope.kind() != ScopeType.RECORD
                && scope.kind() != ScopeType.OBJECT
                && scope.kind() != ScopeType.CATEGORY;
        boolean nothing = coverage.values().stream()
                .allMatch(c -> c.kept() + c.emptied() + c.inFlight() == 0 && none(c.erased()));
        if (named && !names.mapped()) {
            warnings.add(Warning.NOT_MAPPED);
        } else if (named && names.ids().isEmpty()) {
            warnings.add(Warning.UNKNOWN_KEY);
        } else if (scope.kind() == ScopeType.RECORD && nothing) {
            warnings.add(ledger.objection() == null ? Warning.UNKNOWN_RECORD : Warning.OTHER_TAG_KEY);
        }
        if (coverage.isEmpty() && warnings.isEmpty()) {
            warnings.add(Warning.REACHES_NOTHING);
        }
        return warnings;
    }

    private static boolean none(@Nullable Long n) {
        return n == null || n == 0;
    }

    /** @param more conditions */
    private long count(ScopeCondition cover, String more) {
        String left = cover.source().record().leftSql();
        Long n = database.jdbc()
                .queryForObject(
                        "SELECT COUNT(*)" + cover.where() + (left == null ? "" : " AND " + left) + more,
                        Long.class,
                        cover.args().toArray());
        return n == null ? 0 : n;
    }

    private boolean going(DataCategory category) {
        return !database.jdbc()
                .queryForList(GOING, Integer.class, category.id())
                .isEmpty();
    }

    /** Records of a partition that was said to go, as they will be in the ledger; 0 for what the ledger does not name. */
    private long named(PlacedHold hold, ScopeNames names, DataCategory category) {
        HoldScope scope = hold.scope();
        Predicate<LedgerItem.Codec.Read> wanted = switch (scope.kind()) {
            case RECORD -> {
                RecordScope record = RecordScope.of(scope);
                boolean its = !record.child()
                        && record.category().filter(category::equals).isPresent();
                yield item -> {
                    RecordKey key = item.key();
                    return its && key != null && key.text().equals(record.key());
                };
            }
            case CATEGORY -> item -> true;
            case USER, CUSTOMER -> {
                Set<Long> ids = numbers(hold, names);
                boolean customer = scope.kind() == ScopeType.CUSTOMER;
                yield item -> ids.contains(customer ? item.customer() : item.user());
            }
            case INVOICE, OBJECT -> item -> false;
        };
        return GoingItems.count(database.jdbc(), category, wanted);
    }

    /** Of whose objects one is on record as gone; asked record by record, because most that are went with their rows. */
    private static String emptied(CategoryMapping source) {
        TableMapping record = source.record();
        return " AND EXISTS (SELECT 1 FROM object_intent AS intent WHERE intent.category = '"
                + source.category().id() + "' AND intent.state = 'GONE' AND intent.record_key = CONVERT("
                + record.quoted() + ".`" + record.key() + "` USING utf8mb4) COLLATE utf8mb4_bin)";
    }

    /** Number of covered records of which a part went; few at any time. */
    private long inParts(ScopeCondition cover, CategoryMapping source) {
        if (source.children().stream().noneMatch(TableMapping::detached)) {
            return 0;
        }
        Set<String> subjects = Set.copyOf(database.jdbc()
                .queryForList(IN_PARTS, String.class, source.category().id(), FindingRepository.ERASED_IN_PART));
        if (subjects.isEmpty()) {
            return 0;
        }
        FindingRepository.Writer findings = new FindingRepository.Writer(database.jdbc(), tags, source.category());
        boolean numeric = kinds.numeric(source.record());
        String key = source.record().quoted() + ".`" + source.record().key() + "`";
        String objects = source.hasObjects() ? emptied(source).replace(" AND EXISTS", " AND NOT EXISTS") : "";
        long[] found = {0};
        database.jdbc()
                .query(
                        "SELECT " + key + cover.where() + objects,
                        row -> {
                            RecordKey each = new RecordKey(row.getString(1), numeric);
                            found[0] +=
                                    subjects.contains(findings.of(each, "", "").subject()) ? 1 : 0;
                        },
                        cover.args().toArray());
        return found[0];
    }

    /** Few, at most what two chunks hold of each run: so from the intents to the records. */
    private long inFlight(ScopeCondition cover) {
        JdbcTemplate jdbc = database.jdbc();
        boolean numeric = kinds.numeric(cover.source().record());
        List<Object> keys = jdbc
                .queryForList(UNSETTLED, String.class, cover.source().category().id())
                .stream()
                .filter(k -> !numeric || k.matches("-?[0-9]{1,20}"))
                .map(k -> new RecordKey(k, numeric).bind())
                .toList();
        long covered = 0;
        for (int from = 0; from < keys.size(); from += PART) {
            List<Object> part = keys.subList(from, Math.min(keys.size(), from + PART));
            List<Object> args = new ArrayList<>(cover.args());
            args.addAll(part);
            Long n = jdbc.queryForObject(
                    "SELECT COUNT(*)" + cover.where() + " AND `"
                            + cover.source().record().key() + "` IN ("
                            + String.join(", ", Collections.nCopies(part.size(), "?")) + ")"
                            + emptied(cover.source()).replace(" AND EXISTS", " AND NOT EXISTS"),
                    Long.class,
                    args.toArray());
            covered += n == null ? 0 : n;
        }
        return covered;
    }

    /** By category, what went before the hold came; null where the ledger keeps nothing of this kind of scope. */
    private @Nullable Map<DataCategory, Long> erased(PlacedHold hold, ScopeNames names) {
        return switch (hold.scope().kind()) {
            case RECORD -> ofRecord(hold);
            case CATEGORY -> ofCategory(hold);
            case USER, CUSTOMER -> ofPerson(hold, names);
            case INVOICE, OBJECT -> null;
        };
    }

    private @Nullable Map<DataCategory, Long> ofRecord(PlacedHold hold) {
        RecordScope record = RecordScope.of(hold.scope());
        DataCategory category = record.category().orElse(null);
        if (category == null) {
            return Map.of();
        }
        if (record.child()) {
            return null;
        }
        if (ledger.objection() != null) {
            return null;
        }
        boolean gone = ledger.find(category, record.key()).stream()
                .anyMatch(e -> e.holdEpoch() < hold.epoch() && took(e.outcome()));
        return Map.of(category, gone ? 1L : 0L);
    }

    private Map<DataCategory, Long> ofCategory(PlacedHold hold) {
        DataCategory category = DataCategory.parse(hold.scope().key()).orElse(null);
        if (category == null) {
            return Map.of();
        }
        Outcome.Counts sum = new Outcome.Counts();
        database.jdbc()
                .query(
                        TOTALS,
                        row -> {
                            sum.add(Outcome.Counts.parse(row.getString(1)));
                        },
                        category.id(),
                        hold.epoch());
        return Map.of(category, taken(sum));
    }

    /** The ledger knows people by their numbers only, also those whose own row is gone by now. */
    private @Nullable Map<DataCategory, Long> ofPerson(PlacedHold hold, ScopeNames names) {
        Set<Long> ids = numbers(hold, names);
        if (ids.isEmpty()) {
            return null;
        }
        Map<DataCategory, Long> sums = new TreeMap<>();
        for (long id : ids) {
            ledger.countErased(hold.scope().kind(), id, hold.epoch())
                    .forEach((category, counts) -> sums.merge(category, taken(counts), Long::sum));
        }
        return sums;
    }

    private static Set<Long> numbers(PlacedHold hold, ScopeNames names) {
        return Stream.concat(names.ids().stream(), hold.keys().stream())
                .filter(id -> id.matches("[1-9][0-9]{0,17}"))
                .map(Long::valueOf)
                .collect(Collectors.toSet());
    }

    private static boolean took(Outcome outcome) {
        return outcome == Outcome.ERASED || outcome == Outcome.ANONYMISED;
    }

    private static long taken(Outcome.Counts counts) {
        return counts.of(Outcome.ERASED) + counts.of(Outcome.ANONYMISED);
    }
}
