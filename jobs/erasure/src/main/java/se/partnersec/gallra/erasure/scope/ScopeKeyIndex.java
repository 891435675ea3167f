package se.partnersec.gallra.erasure.scope;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import se.partnersec.gallra.erasure.record.LockedRecord;
import se.partnersec.gallra.holds.hold.HoldScope;

/**
 * Records by the keys of one kind of scope that they bear. Many bear the same, such as that of their customer: what is
 * asked of a key is asked once, not for each record.
 */
public final class ScopeKeyIndex {
    /** By a value as it was read that is an identity's own key, and by one that is another of its names. */
    private final Map<String, List<LockedRecord>> ids = new HashMap<>();

    private final Map<String, List<LockedRecord>> names = new HashMap<>();
    /** By a key in the form holds are compared in. */
    private final Map<String, List<LockedRecord>> keys = new HashMap<>();

    void id(String value, LockedRecord record) {
        add(ids, value, record);
    }

    void name(String value, LockedRecord record) {
        add(names, value, record);
    }

    void key(String key, LockedRecord record) {
        add(keys, key, record);
    }

    private static void add(Map<String, List<LockedRecord>> to, String value, LockedRecord record) {
        List<LockedRecord> known = to.get(value);
        if (known == null) {
            known = new ArrayList<>(4);
            to.put(value, known);
        }
        known.add(record);
    }

    /** All were told; whatever was read is put into the form in which it is compared. */
    ScopeKeyIndex done() {
        Map<String, List<LockedRecord>> under = keys;
        for (Map<String, List<LockedRecord>> read : List.of(ids, names)) {
            read.forEach((value, records) -> {
                if (!value.isBlank()) {
                    under.merge(HoldScope.key(value), records, ScopeKeyIndex::both);
                }
            });
        }
        return this;
    }

    private static List<LockedRecord> both(Collection<LockedRecord> one, Collection<LockedRecord> other) {
        List<LockedRecord> all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }

    /** Values as they were read, each once. */
    Set<String> ids() {
        return ids.keySet();
    }

    Set<String> names() {
        return names.keySet();
    }

    /** Keys in the form holds are compared in, each once. */
    Set<String> keys() {
        return keys.keySet();
    }

    /** Those that bear a key; one that bears it in several places may be there more than once. */
    public List<LockedRecord> of(String key) {
        return keys.getOrDefault(key, List.of());
    }
}
