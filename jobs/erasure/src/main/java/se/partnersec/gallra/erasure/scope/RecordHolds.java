package se.partnersec.gallra.erasure.scope;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.erasure.record.LockedRecord;
import se.partnersec.gallra.holds.hold.ErasureGate;
import se.partnersec.gallra.holds.hold.HoldRepository;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;

/** Which holds reach which records of one category. */
public final class RecordHolds {
    /** So many records ask for more keys than a short register has holds. */
    private static final int MANY = 200;

    private final Set<DataCategory> ofRow;
    private final HoldRepository holds;
    private final Supplier<ScopeKeys> keys;
    private @Nullable ScopeKeys scopeKeys;
    /** Identities whose own rows these records are: without them no hold by another name finds what it is on. */
    private final Set<ScopeType> carried;

    private final ErasureGate.Cache<Optional<List<PlacedHold>>> register;

    public RecordHolds(JdbcTemplate jdbc, DataCategory category, SourceMapping sources, KeyTypes kinds) {
        this.ofRow = sources.of(sources.table(category).record());
        this.holds = new HoldRepository(jdbc);
        this.register = new ErasureGate.Cache<>(() -> Optional.ofNullable(holds.few()));
        String record = sources.table(category).record().quoted();
        this.carried = sources.identities().values().stream()
                .filter(identity -> identity.table().quoted().equals(record))
                .map(SourceMapping.Identity::kind)
                .collect(Collectors.toSet());
        this.keys = () -> new ScopeKeys(jdbc, category, sources, kinds);
    }

    /**
     * In the order in which they were placed; records that none reaches are not in it.
     *
     * @param epoch the gate's value under its lock, or {@link ErasureGate.Cache#UNGATED}
     */
    public Map<RecordKey, List<PlacedHold>> of(List<LockedRecord> records, long epoch) {
        Map<RecordKey, List<PlacedHold>> mine = new HashMap<>();
        List<PlacedHold> all = all(records.size(), epoch);
        for (ScopeType kind : kinds(records, all)) {
            Set<DataCategory> reached = carried.contains(kind) ? Set.of() : ofRow;
            List<PlacedHold> few = few(records.size(), reached, kind, all);
            Set<String> held = few == null
                    ? null
                    : few.stream().flatMap(hold -> hold.keys().stream()).collect(Collectors.toSet());
            ScopeKeyIndex bearers = scopeKeys().bearers(records, kind);
            Map<String, Set<String>> names = scopeKeys().names(bearers, kind, held);
            for (PlacedHold hold : few == null ? holds.on(reached, kind, names.keySet()) : few) {
                for (String name : hold.keys()) {
                    for (String key : names.getOrDefault(name, Set.of())) {
                        bearers.of(key).forEach(record -> add(record, hold, mine));
                    }
                }
            }
        }
        // Of holds that end on the same day the first decides, so their order must be the same every time.
        mine.values().forEach(list -> list.sort(Comparator.comparingLong(PlacedHold::epoch)));
        return mine;
    }

    /** Where there are no holds nobody asks for them. */
    private ScopeKeys scopeKeys() {
        ScopeKeys known = scopeKeys;
        if (known == null) {
            known = keys.get();
            scopeKeys = known;
        }
        return known;
    }

    /** A hold that reaches a record by several of its names is on it once. */
    private static void add(LockedRecord record, PlacedHold hold, Map<RecordKey, List<PlacedHold>> mine) {
        List<PlacedHold> all = mine.computeIfAbsent(record.key(), k -> new ArrayList<>());
        if (!all.contains(hold)) {
            all.add(hold);
        }
    }

    /** The whole register, if that is less to read than what the records would ask of it. */
    private @Nullable List<PlacedHold> all(int records, long epoch) {
        boolean dear = epoch == ErasureGate.Cache.UNGATED && records < MANY;
        return dear ? null : register.at(epoch).orElse(null);
    }

    private Collection<ScopeType> kinds(List<LockedRecord> records, @Nullable List<PlacedHold> all) {
        if (records.isEmpty()) {
            return List.of();
        }
        return all == null
                ? holds.kinds()
                : all.stream().map(hold -> hold.scope().kind()).collect(Collectors.toCollection(TreeSet::new));
    }

    private @Nullable List<PlacedHold> few(
            int records, Set<DataCategory> reached, ScopeType kind, @Nullable List<PlacedHold> all) {
        if (all == null) {
            return records < MANY ? null : holds.few(reached, kind);
        }
        return all.stream()
                .filter(hold -> hold.scope().kind() == kind)
                .filter(hold -> reached.isEmpty() || hold.category() == null || reached.contains(hold.category()))
                .toList();
    }
}
