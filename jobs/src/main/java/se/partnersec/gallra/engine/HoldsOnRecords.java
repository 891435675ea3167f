package se.partnersec.gallra.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.hold.HoldRegister;
import se.partnersec.gallra.hold.PlacedHold;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.policy.ScopeKind;
import se.partnersec.gallra.store.KeyKinds;
import se.partnersec.gallra.store.RecordKey;
import se.partnersec.gallra.store.Sources;

/** Which holds reach which records of one category. */
final class HoldsOnRecords {
    /** So many records ask for more keys than a short register has holds. */
    private static final int MANY = 200;

    private final Set<DataCategory> ofRow;
    private final HoldRegister holds;
    private final ScopeKeys scopeKeys;
    /** Identities whose own rows these records are: without them no hold by another name finds what it is on. */
    private final Set<ScopeKind> carried;

    HoldsOnRecords(JdbcTemplate jdbc, DataCategory category, Sources sources, KeyKinds kinds) {
        this.ofRow = sources.of(sources.table(category).record());
        this.holds = new HoldRegister(jdbc);
        String record = sources.table(category).record().quoted();
        this.carried = sources.identities().values().stream()
                .filter(identity -> identity.table().quoted().equals(record))
                .map(Sources.Identity::kind)
                .collect(Collectors.toSet());
        this.scopeKeys = new ScopeKeys(jdbc, category, sources, kinds);
    }

    /** In the order in which they were placed; records that none reaches are not in it. */
    Map<RecordKey, List<PlacedHold>> of(List<LockedRecord> records) {
        Map<RecordKey, List<PlacedHold>> mine = new HashMap<>();
        for (ScopeKind kind : records.isEmpty() ? List.<ScopeKind>of() : holds.kinds()) {
            List<List<String>> own = scopeKeys.own(records, kind);
            Set<DataCategory> reached = carried.contains(kind) ? Set.of() : ofRow;
            List<PlacedHold> few = records.size() < MANY ? null : holds.few(reached, kind);
            Set<String> held = few == null
                    ? null
                    : few.stream().map(hold -> hold.scope().key()).collect(Collectors.toSet());
            Map<String, Set<String>> names = scopeKeys.names(records, kind, own, held);
            Map<String, List<PlacedHold>> found = new HashMap<>();
            for (PlacedHold hold : few == null ? holds.on(reached, kind, names.keySet()) : few) {
                for (String ownKey : names.getOrDefault(hold.scope().key(), Set.of())) {
                    found.computeIfAbsent(ownKey, k -> new ArrayList<>()).add(hold);
                }
            }
            for (int i = 0; i < own.size() && !found.isEmpty(); i++) {
                Set<PlacedHold> on = new LinkedHashSet<>(0);
                for (String ownKey : own.get(i)) {
                    on.addAll(found.getOrDefault(ownKey, List.of()));
                }
                if (!on.isEmpty()) {
                    mine.computeIfAbsent(records.get(i).key(), k -> new ArrayList<>())
                            .addAll(on);
                }
            }
        }
        // Of holds that end on the same day the first decides, so their order must be the same every time.
        mine.values().forEach(list -> list.sort(Comparator.comparingLong(PlacedHold::epoch)));
        return mine;
    }
}
