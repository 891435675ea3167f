package se.partnersec.gallra.erasure.decide;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.erasure.record.AssessedRecord;
import se.partnersec.gallra.erasure.record.RecordReader;

/**
 * The decision on a page of records under lock.
 *
 * @param objections codes of records whose objects must not be touched; they are under review
 */
public record ChunkDecision(
        List<AssessedRecord> assessed,
        Map<RecordKey, String> objections,
        Set<RecordKey> busy,
        Set<RecordKey> gone,
        RecordReader.Read read) {

    /** The same, but these are left for a sweep. */
    public ChunkDecision without(Set<RecordKey> late) {
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

    public List<AssessedRecord> going() {
        return assessed.stream().filter(AssessedRecord::goes).toList();
    }
}
