package se.partnersec.gallra.erasure.record;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.TableMapping;

/**
 * Reads the facts about records. One on which other facts hang is locked exclusively, so that a foreign key keeps new ones out;
 * the others are locked shared, so that nobody changes them.
 */
final class FactReader {
    /** Rows of facts that a chunk locks, but for those of one record: as long as it lasts, whoever wants one of them waits. */
    static final int MOST = 500;

    private final CategoryMapping source;
    private final Map<TableMapping, RowReader> readers;

    FactReader(CategoryMapping source, Map<TableMapping, RowReader> readers) {
        this.source = source;
        this.readers = readers;
    }

    /**
     * The keys of a fact's rows, as they were locked, by what they point at.
     *
     * @param records about which they decide, by the same
     */
    record Known(RowReader reader, Map<RecordKey, Set<RecordKey>> keys, Map<RecordKey, Set<RecordKey>> records) {}

    /** Those of the records about which a row decides that was not there when their facts were locked; looks without a lock. */
    static Set<RecordKey> late(List<Known> all, Set<RecordKey> some) {
        Set<RecordKey> late = new HashSet<>();
        for (Known known : all) {
            Map<RecordKey, Set<RecordKey>> wanted = new HashMap<>(known.records());
            wanted.values().removeIf(of -> Collections.disjoint(of, some));
            known.reader().keysByOwner(wanted.keySet()).forEach((owner, there) -> {
                if (!known.keys().getOrDefault(owner, Set.of()).containsAll(there)) {
                    late.addAll(wanted.getOrDefault(owner, Set.of()));
                }
            });
        }
        late.retainAll(some);
        return late;
    }

    /** The first of these keys: as many as have no more rows of facts together than a chunk may lock, but one at least. */
    List<RecordKey> cut(List<RecordKey> keys, List<Row> rows, Map<String, Map<RecordKey, Set<String>>> pointing) {
        Map<RecordKey, LockedRecord> found = new HashMap<>();
        rows.forEach(row ->
                found.put(row.key(), new LockedRecord(row, Map.of(), new HashMap<>(), Set.of(), null, false, false)));
        read(found.values(), pointing, RowReader.Lock.NONE, new HashSet<>());
        Set<Row> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < keys.size(); i++) {
            LockedRecord record = found.get(keys.get(i));
            if (record != null) {
                record.facts().values().forEach(seen::addAll);
            }
            if (i > 0 && seen.size() > MOST) {
                return keys.subList(0, i);
            }
        }
        return keys;
    }

    /**
     * Lets records learn their facts.
     *
     * @param pointing of each parent the keys by which records point at it
     * @param lock of facts on which others hang; the rest is locked shared
     * @param busy takes in records of which a fact is in other hands, or came or went while they were locked
     */
    List<Known> read(
            Collection<LockedRecord> found,
            Map<String, Map<RecordKey, Set<String>>> pointing,
            RowReader.Lock lock,
            Set<RecordKey> busy) {
        RowReader.Lock shared = lock == RowReader.Lock.NONE ? lock : RowReader.Lock.SHARE_SKIP;
        List<Known> known = new ArrayList<>();
        for (TableMapping fact : source.facts()) {
            TableMapping target = source.target(fact);
            boolean ofFact = source.facts().contains(target);
            boolean numeric = reader(target).numericKey();
            Map<String, Set<LockedRecord>> owners = new HashMap<>();
            found.forEach(record -> owners(record, fact, pointing)
                    .forEach(id -> owners.computeIfAbsent(id, k -> Collections.newSetFromMap(new IdentityHashMap<>()))
                            .add(record)));
            Set<RecordKey> ids = owners.keySet().stream()
                    .sorted()
                    .map(id -> new RecordKey(id, numeric))
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            RowReader reader = reader(fact);
            RowReader.Owned owned = reader.owned(ids, source.hasFacts(fact) ? lock : shared);
            // A fact spelt unlike its owner's key is the owner's all the same: the database compares them, not we.
            owned.rows()
                    .forEach((owner, rows) -> owners.getOrDefault(owner.text(), Set.of())
                            .forEach(r -> r.learn(fact.role(), ofFact ? owner : null, rows)));
            owned.unsure().forEach(owner -> busy.addAll(keys(owners.getOrDefault(owner.text(), Set.of()))));
            if (lock != RowReader.Lock.NONE) {
                known.add(known(reader, owned, ids, owners));
            }
        }
        return known;
    }

    private static Known known(
            RowReader reader, RowReader.Owned owned, Set<RecordKey> ids, Map<String, Set<LockedRecord>> owners) {
        Map<RecordKey, Set<RecordKey>> keys = new HashMap<>();
        Map<RecordKey, Set<RecordKey>> of = new HashMap<>();
        ids.forEach(id -> {
            keys.put(id, owned.of(id).stream().map(Row::key).collect(Collectors.toSet()));
            of.put(id, keys(owners.getOrDefault(id.text(), Set.of())));
        });
        return new Known(reader, keys, of);
    }

    private static Set<RecordKey> keys(Collection<LockedRecord> some) {
        return some.stream().map(LockedRecord::key).collect(Collectors.toSet());
    }

    /** The keys that rows of a fact may point at: the record's own, its parents', or those of a fact read before. */
    private Collection<String> owners(
            LockedRecord record, TableMapping fact, Map<String, Map<RecordKey, Set<String>>> pointing) {
        String of = fact.parentOf();
        if (of == null) {
            return Set.of(record.key().text());
        }
        Map<RecordKey, Set<String>> parents = pointing.get(of);
        return parents == null
                ? record.facts(of).stream().map(row -> row.key().text()).toList()
                : parents.getOrDefault(record.key(), Set.of());
    }

    private RowReader reader(TableMapping table) {
        RowReader reader = readers.get(table);
        if (reader == null) {
            throw new IllegalStateException("no reader for table " + table.table() + ". Indicates a bug");
        }
        return reader;
    }
}
