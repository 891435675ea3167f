package se.partnersec.gallra.erasure.scope;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.erasure.record.LockedRecord;
import se.partnersec.gallra.erasure.record.RecordReader;
import se.partnersec.gallra.erasure.record.Row;
import se.partnersec.gallra.erasure.record.RowReader;
import se.partnersec.gallra.holds.hold.ErasureGate;
import se.partnersec.gallra.holds.hold.PlacedHold;

/**
 * Records at which more rows point than a chunk may lock, such as a business user with the text messages of seven years. All of these
 * rows are looked at outside of the gate, a part at a time, for what keeps the record; that is believed as long as the gate stands
 * where it stood. Then the pointers go, a part in each chunk, and last the record.
 */
public final class WideRecords {
    private final Map<TableMapping, RowReader> readers = new LinkedHashMap<>();
    private final RecordHolds holds;
    private final Collection<DetachedReferences> detached;
    private final ErasureGate gate;
    private final Map<RecordKey, Study> studies = new HashMap<>();

    /**
     * What the rows that point at a record say about it.
     *
     * @param epoch of the gate before they were looked at
     * @param holds that keep one of them, or a part of one
     * @param customers whether one is processed for a customer
     */
    public record Study(long epoch, List<PlacedHold> holds, boolean customers) {}

    /** @param holds of the category itself: parts of its records may be held by their own keys */
    public WideRecords(
            JdbcTemplate jdbc,
            CategoryMapping source,
            KeyTypes kinds,
            RecordHolds holds,
            Collection<DetachedReferences> detached) {
        source.children().stream()
                .filter(child -> child.detached() && child.parentOf() == null)
                .forEach(child -> readers.put(child, new RowReader(jdbc, child, kinds)));
        this.holds = holds;
        this.detached = detached;
        this.gate = new ErasureGate(jdbc);
    }

    /** Looks at all rows of these records, for the chunk that follows. */
    public void study(Collection<LockedRecord> records) {
        records.stream().filter(LockedRecord::more).forEach(record -> {
            Study known = studies.get(record.key());
            long epoch = gate.epoch();
            if (known == null || known.epoch() != epoch) {
                studies.put(record.key(), study(record, epoch));
            }
        });
    }

    /**
     * What is known of a record; null if it was not looked at since the gate moved.
     *
     * @param epoch the gate's value under its lock; ungated, it is looked at now
     */
    public @Nullable Study at(LockedRecord record, long epoch) {
        if (epoch == ErasureGate.Cache.UNGATED) {
            return study(record, epoch);
        }
        Study known = studies.get(record.key());
        return known == null || known.epoch() != epoch ? null : known;
    }

    private Study study(LockedRecord record, long epoch) {
        Set<PlacedHold> found = new LinkedHashSet<>();
        boolean customers = false;
        for (Map.Entry<TableMapping, RowReader> each : readers.entrySet()) {
            RecordKey after = null;
            List<Row> rows;
            do {
                rows = each.getValue().pointingAt(record.key(), after, RecordReader.MOST_POINTERS, RowReader.Lock.NONE);
                if (!rows.isEmpty()) {
                    after = rows.get(rows.size() - 1).key();
                    customers |= look(record.with(Map.of(each.getKey(), rows)), found);
                }
            } while (rows.size() == RecordReader.MOST_POINTERS);
        }
        return new Study(epoch, List.copyOf(found), customers);
    }

    /** Answers whether one of the rows is processed for a customer. */
    private boolean look(LockedRecord part, Set<PlacedHold> found) {
        List<LockedRecord> one = List.of(part);
        found.addAll(holds.of(one, ErasureGate.Cache.UNGATED).getOrDefault(part.key(), List.of()));
        DetachedReferences.Kept kept = new DetachedReferences.Kept();
        detached.forEach(each -> each.look(one, kept, ErasureGate.Cache.UNGATED));
        found.addAll(kept.held().getOrDefault(part.key(), new ArrayList<>()));
        return part.mixed() || kept.customers().contains(part.key());
    }
}
