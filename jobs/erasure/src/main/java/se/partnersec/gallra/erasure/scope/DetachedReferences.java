package se.partnersec.gallra.erasure.scope;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.erasure.record.LockedRecord;
import se.partnersec.gallra.erasure.record.RecordReader;
import se.partnersec.gallra.erasure.record.Row;
import se.partnersec.gallra.erasure.record.RowReader;
import se.partnersec.gallra.holds.hold.ErasureGate;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.support.crypto.Pseudonymizer;

/**
 * Rows under the rules of another category that point at our records and would lose that pointer: records there, such as a
 * recording, or parts of one, such as a party of a log file.
 */
public final class DetachedReferences {
    private final TableMapping child;
    private final RecordHolds holds;
    private final List<Step> steps = new ArrayList<>();
    /** Reads their records with all a hold may be on, such as a transcript or an object; null if they are but rows. */
    private final @Nullable RecordReader whole;

    /**
     * From a part of a record up to what it is a part of.
     *
     * @param number whether the keys up there are integers
     */
    private record Step(RowReader part, boolean number) {
        RecordKey above(Row row) {
            return new RecordKey(String.valueOf(row.parent()), number);
        }
    }

    /** @param part how the other category maps the child's table; null where its rows are the records */
    private DetachedReferences(
            JdbcTemplate jdbc,
            SourceMapping sources,
            KeyTypes kinds,
            Pseudonymizer tags,
            TableMapping child,
            CategoryMapping other,
            @Nullable TableMapping part) {
        this.child = child;
        this.holds = new RecordHolds(jdbc, other.category(), sources, kinds);
        for (TableMapping at = part; at != null && !at.equals(other.record()); at = other.target(at)) {
            steps.add(new Step(new RowReader(jdbc, at, kinds), kinds.numeric(other.target(at))));
        }
        this.whole = part != null || other.hasObjects() || !other.children().isEmpty()
                ? new RecordReader(jdbc, other, kinds, tags)
                : null;
    }

    /** All that point at records of a category, as the mapping says. */
    public static List<DetachedReferences> of(
            JdbcTemplate jdbc, CategoryMapping source, SourceMapping sources, KeyTypes kinds, Pseudonymizer tags) {
        List<DetachedReferences> all = new ArrayList<>();
        for (TableMapping child : source.children()) {
            for (CategoryMapping other : child.detached() ? sources.tables().values() : List.<CategoryMapping>of()) {
                if (other.record().quoted().equals(child.quoted())) {
                    all.add(new DetachedReferences(jdbc, sources, kinds, tags, child, other, null));
                }
                other.children().stream()
                        .filter(part -> !part.detached() && part.quoted().equals(child.quoted()))
                        .forEach(part ->
                                all.add(new DetachedReferences(jdbc, sources, kinds, tags, child, other, part)));
            }
        }
        return all;
    }

    /**
     * What keeps records of ours for the sake of what points at them.
     *
     * @param held holds on theirs, by the key of ours
     * @param customers keys of ours at which a part of something points that is processed for a customer
     */
    public record Kept(Map<RecordKey, List<PlacedHold>> held, Set<RecordKey> customers) {
        public Kept() {
            this(new LinkedHashMap<>(), new HashSet<>());
        }
    }

    /** A record of theirs, and those of ours that it or a part of it points at. */
    private record Pointing(LockedRecord record, Set<RecordKey> ours) {}

    /**
     * Looks at what points at records that are to go.
     *
     * @param epoch the gate's value under its lock, or {@link ErasureGate.Cache#UNGATED}
     */
    public void look(List<LockedRecord> going, Kept kept, long epoch) {
        List<Pointing> all = pointing(going);
        Map<RecordKey, List<PlacedHold>> held =
                holds.of(all.stream().map(Pointing::record).toList(), epoch);
        for (Pointing each : all) {
            List<PlacedHold> found = held.getOrDefault(each.record().key(), List.of());
            for (RecordKey own : found.isEmpty() ? Set.<RecordKey>of() : each.ours()) {
                kept.held().computeIfAbsent(own, k -> new ArrayList<>()).addAll(found);
            }
            // Where the row is the record itself, its mark came with it as a child of ours.
            if (!steps.isEmpty() && each.record().processed()) {
                kept.customers().addAll(each.ours());
            }
        }
    }

    private List<Pointing> pointing(List<LockedRecord> going) {
        List<Pointing> rows = new ArrayList<>();
        Map<RecordKey, Set<RecordKey>> ours = new LinkedHashMap<>();
        for (LockedRecord record : going) {
            for (Row row : record.children().getOrDefault(child, List.of())) {
                rows.add(new Pointing(LockedRecord.alone(row), Set.of(record.key())));
                ours.computeIfAbsent(row.key(), k -> new HashSet<>()).add(record.key());
            }
        }
        if (whole == null || rows.isEmpty()) {
            return rows;
        }
        for (Step step : steps) {
            Map<RecordKey, Set<RecordKey>> above = new LinkedHashMap<>();
            read(
                    ours,
                    keys -> step.part().byKey(keys, RowReader.Lock.NONE),
                    Row::key,
                    (row, own) -> above.computeIfAbsent(step.above(row), k -> new HashSet<>())
                            .addAll(own));
            ours = above;
        }
        List<Pointing> records = new ArrayList<>();
        read(ours, whole::look, LockedRecord::key, (record, own) -> records.add(new Pointing(record, own)));
        return records;
    }

    /** Some collations take two spellings of a key for one: then the database says, key by key, what each one names. */
    private static <T> void read(
            Map<RecordKey, Set<RecordKey>> ours,
            Function<Collection<RecordKey>, List<T>> reader,
            Function<T, RecordKey> key,
            BiConsumer<T, Set<RecordKey>> take) {
        List<T> found = reader.apply(ours.keySet());
        if (found.stream().map(key).allMatch(ours::containsKey)) {
            found.forEach(one -> take.accept(one, ours.getOrDefault(key.apply(one), Set.of())));
        } else {
            ours.forEach((name, own) -> reader.apply(List.of(name)).forEach(one -> take.accept(one, own)));
        }
    }
}
