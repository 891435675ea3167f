package se.partnersec.gallra.engine;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import se.partnersec.gallra.store.RecordKey;

/**
 * The decision on a page of records under lock.
 *
 * @param objections codes of records whose objects must not be touched; they are under review
 */
record ChunkDecision(
        List<Assessed> assessed,
        Map<RecordKey, String> objections,
        Set<RecordKey> busy,
        Set<RecordKey> gone,
        SourceReader.Read read) {

    /** The same, but these are left for a sweep. */
    ChunkDecision without(Set<RecordKey> late) {
        Set<RecordKey> all = new LinkedHashSet<>(busy);
        all.addAll(late);
        return new ChunkDecision(
                assessed.stream()
                        .filter(each -> !late.contains(each.record().key()))
                        .toList(),
                objections,
                all,
                gone,
                read);
    }

    List<Assessed> going() {
        return assessed.stream().filter(Assessed::goes).toList();
    }
}
