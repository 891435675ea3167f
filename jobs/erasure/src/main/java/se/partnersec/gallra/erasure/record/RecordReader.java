package se.partnersec.gallra.erasure.record;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.support.crypto.Pseudonymizer;

/**
 * Reads whole records. Locks in one order everywhere: parents, records, facts, children. What others may point at is locked
 * exclusively before what points at it, so that a foreign key keeps new rows out: parents, records, and facts on which other
 * facts hang. What somebody else holds is passed over, never waited for, and its record is met again by a sweep.
 */
public final class RecordReader {
    /** Of rows that only lose their pointer to a record, so many are read and changed at a time: the gate is kept meanwhile. */
    public static final int MOST_POINTERS = 5_000;

    private static final int MOST_POINTERS_TOGETHER = 10_000;

    private final CategoryMapping source;
    private final RowReader records;
    private final @Nullable ReducedRecords reduced;
    private final List<TableMapping> topDown;
    private final Set<String> asked;
    private final @Nullable ParentPointers pointers;
    private final @Nullable FactReader facts;
    private final Map<TableMapping, RowReader> readers = new LinkedHashMap<>();
    private final boolean detaches;
    private Map<RecordKey, Long> counted = Map.of();
    private Set<RecordKey> wide = Set.of();

    /** @param tags by which it is known of keys that are texts that their records were reduced */
    public RecordReader(JdbcTemplate jdbc, CategoryMapping source, KeyTypes kinds, Pseudonymizer tags) {
        this.source = source;
        this.reduced = source.reducible() ? new ReducedRecords(jdbc, source.category(), tags) : null;
        this.topDown = source.topDown();
        this.detaches = topDown.stream().anyMatch(RecordReader::loose);
        this.asked = Stream.concat(source.children().stream(), source.facts().stream())
                .map(TableMapping::role)
                .collect(Collectors.toUnmodifiableSet());
        source.tables().forEach(t -> readers.put(t, new RowReader(jdbc, t, kinds)));
        this.records = reader(source.record());
        this.pointers = source.parents().isEmpty() ? null : new ParentPointers(source, readers);
        this.facts = source.facts().isEmpty() ? null : new FactReader(source, readers);
    }

    /**
     * What reading some keys gave.
     *
     * @param busy records of which something is in other hands, or came or went while it was locked
     * @param known facts as they were locked
     */
    public record Read(
            List<LockedRecord> records, Set<RecordKey> busy, Set<RecordKey> gone, List<FactReader.Known> known) {}

    /** Records as they are, without locks: for looking, never for erasing. */
    public List<LockedRecord> look(Collection<RecordKey> keys) {
        wide(keys);
        return read(keys, RowReader.Lock.NONE).records();
    }

    /** Records locked, passing over what others hold. */
    public Read lock(Collection<RecordKey> keys) {
        return read(keys, RowReader.Lock.UPDATE_SKIP);
    }

    /**
     * The first of these keys: as many as have no more rows of facts together, or of rows that lose their pointer, than a chunk
     * may lock, but one at least.
     */
    public List<RecordKey> cut(List<RecordKey> keys) {
        List<RecordKey> some = keys.size() < 2 ? keys : cutByPointers(keys);
        return facts == null || some.size() < 2 ? some : cutByFacts(some, facts);
    }

    /** Those of these keys at which more rows point than are read of a child that only loses its pointer; from now on these are read so. */
    public Set<RecordKey> wide(Collection<RecordKey> keys) {
        if (!counted.keySet().containsAll(keys)) {
            count(keys);
        }
        wide = keys.stream()
                .filter(key -> counted.getOrDefault(key, 0L) > MOST_POINTERS)
                .collect(Collectors.toUnmodifiableSet());
        counted = Map.of();
        return wide;
    }

    /** Rows that point at each and would lose their pointer. */
    private void count(Collection<RecordKey> keys) {
        Map<RecordKey, Long> sums = new HashMap<>();
        if (detaches) {
            keys.forEach(key -> sums.put(key, 0L));
            for (TableMapping child : topDown) {
                if (loose(child)) {
                    reader(child).counts(keys).forEach((key, n) -> sums.merge(key, (long) n, Long::sum));
                }
            }
        }
        counted = sums;
    }

    private static boolean loose(TableMapping child) {
        return child.detached() && child.parentOf() == null;
    }

    private List<RecordKey> cutByPointers(List<RecordKey> keys) {
        count(keys);
        long sum = 0;
        for (int i = 0; i < keys.size() && detaches; i++) {
            sum += Math.min(counted.getOrDefault(keys.get(i), 0L), MOST_POINTERS);
            if (i > 0 && sum > MOST_POINTERS_TOGETHER) {
                return keys.subList(0, i);
            }
        }
        return keys;
    }

    private List<RecordKey> cutByFacts(List<RecordKey> keys, FactReader facts) {
        List<Row> rows = records.byKey(keys, RowReader.Lock.NONE);
        return facts.cut(keys, rows, pointers == null ? Map.of() : pointers.of(rows));
    }

    /** Those of the records about which a row decides that was not there when their facts were locked. */
    public Set<RecordKey> late(Read read, Set<RecordKey> some) {
        return read.known().isEmpty() ? Set.of() : FactReader.late(read.known(), some);
    }

    public CategoryMapping source() {
        return source;
    }

    /** @param lock of parents, records and children */
    private Read read(Collection<RecordKey> keys, RowReader.Lock lock) {
        Set<RecordKey> busy = new LinkedHashSet<>();
        Map<String, Map<String, Row>> parents = lockParents(keys, lock);
        List<Row> locked = records.byKey(keys, lock);
        // Asked again now that a foreign key keeps new ones out.
        Map<String, Map<RecordKey, Set<String>>> pointing =
                pointers == null ? Map.of() : pointers.of(locked, lock, busy);
        List<Row> free = new ArrayList<>();
        Set<RecordKey> lost = new HashSet<>();
        for (Row row : locked) {
            if (pointers == null || parentsHeld(row.key(), pointing, parents)) {
                free.add(row);
            } else if (lost(row.key(), pointing)) {
                lost.add(row.key());
                free.add(row);
            } else {
                busy.add(row.key());
            }
        }
        Map<RecordKey, LockedRecord> found = new LinkedHashMap<>();
        Map<RecordKey, LockedRecord.Reduction> before = reduced == null
                ? Map.of()
                : reduced.among(free.stream().map(Row::key).toList());
        boolean alone = source.children().isEmpty() && source.facts().isEmpty();
        free.forEach(row -> found.put(
                row.key(),
                alone
                        ? new LockedRecord(row, Map.of(), Map.of(), asked, before.get(row.key()), false, false)
                        : new LockedRecord(
                                row,
                                new LinkedHashMap<>(),
                                new HashMap<>(),
                                asked,
                                before.get(row.key()),
                                lost.contains(row.key()),
                                false)));
        List<FactReader.Known> known = facts == null ? List.of() : facts.read(found.values(), pointing, lock, busy);
        children(found, lock, busy);
        busy.forEach(found::remove);
        Set<RecordKey> gone = missing(keys, locked, lock, busy);
        return new Read(List.copyOf(found.values()), busy, gone, known);
    }

    /** Parents come before the records, so their keys are read first without a lock and compared again afterwards. */
    private Map<String, Map<String, Row>> lockParents(Collection<RecordKey> keys, RowReader.Lock lock) {
        Map<String, Map<String, Row>> held = new HashMap<>();
        if (pointers == null) {
            return held;
        }
        Map<String, Map<RecordKey, Set<String>>> before = pointers.of(records.byKey(keys, RowReader.Lock.NONE));
        for (TableMapping parent : source.parents()) {
            RowReader reader = reader(parent);
            Set<RecordKey> ids = before.getOrDefault(parent.role(), Map.of()).values().stream()
                    .flatMap(Set::stream)
                    .map(id -> new RecordKey(id, reader.numericKey()))
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            Map<String, Row> rows = new HashMap<>();
            reader.byKey(ids, lock).forEach(r -> rows.put(r.key().text(), r));
            held.put(parent.role(), rows);
        }
        return held;
    }

    private boolean parentsHeld(
            RecordKey key, Map<String, Map<RecordKey, Set<String>>> pointing, Map<String, Map<String, Row>> parents) {
        return source.parents().stream()
                .allMatch(parent -> parents.getOrDefault(parent.role(), Map.of())
                        .keySet()
                        .containsAll(
                                pointing.getOrDefault(parent.role(), Map.of()).getOrDefault(key, Set.of())));
    }

    /** A parent that could not be locked is held by somebody, or was never there; only a plain read can tell. */
    private boolean lost(RecordKey key, Map<String, Map<RecordKey, Set<String>>> pointing) {
        return source.parents().stream().anyMatch(parent -> {
            RowReader reader = reader(parent);
            Set<RecordKey> ids = pointing.getOrDefault(parent.role(), Map.of()).getOrDefault(key, Set.of()).stream()
                    .map(id -> new RecordKey(id, reader.numericKey()))
                    .collect(Collectors.toSet());
            return reader.byKey(ids, RowReader.Lock.NONE).size() < ids.size();
        });
    }

    private void children(Map<RecordKey, LockedRecord> found, RowReader.Lock lock, Set<RecordKey> busy) {
        Set<RecordKey> more = new HashSet<>();
        for (TableMapping child : topDown) {
            Map<RecordKey, LockedRecord> owners = owners(child, found);
            RowReader reader = reader(child);
            RowReader.Owned owned = loose(child)
                    ? reader.owned(owners.keySet(), lock, wide, MOST_POINTERS)
                    : reader.owned(owners.keySet(), lock);
            more.addAll(owned.more());
            owners.forEach((owner, record) -> {
                List<Row> own = owned.of(owner);
                if (!own.isEmpty()) {
                    record.children()
                            .computeIfAbsent(child, k -> new ArrayList<>())
                            .addAll(own);
                }
                if (owned.unsure().contains(owner)) {
                    busy.add(record.key());
                }
            });
        }
        more.forEach(key -> found.computeIfPresent(key, (k, record) -> record.withMore()));
    }

    /** What rows of a child may point at: the records, or what was read of another child before. */
    private static Map<RecordKey, LockedRecord> owners(TableMapping child, Map<RecordKey, LockedRecord> found) {
        String of = child.parentOf();
        if (of == null) {
            return found;
        }
        Map<RecordKey, LockedRecord> owners = new LinkedHashMap<>();
        found.values().forEach(record -> record.children(of).forEach(row -> owners.put(row.key(), record)));
        return owners;
    }

    /** A key that was not locked is either gone or held by somebody; only a plain read can tell. */
    private Set<RecordKey> missing(
            Collection<RecordKey> keys, List<Row> locked, RowReader.Lock lock, Set<RecordKey> busy) {
        if (locked.size() == keys.size()) {
            return Set.of();
        }
        Set<RecordKey> missing = new LinkedHashSet<>(keys);
        locked.forEach(row -> missing.remove(row.key()));
        if (!missing.isEmpty() && lock != RowReader.Lock.NONE) {
            for (Row there : records.byKey(missing, RowReader.Lock.NONE)) {
                busy.add(there.key());
                missing.remove(there.key());
            }
        }
        return missing;
    }

    private RowReader reader(TableMapping table) {
        RowReader reader = readers.get(table);
        if (reader == null) {
            throw new IllegalStateException("no reader for table " + table.table() + ". Indicates a bug");
        }
        return reader;
    }
}
