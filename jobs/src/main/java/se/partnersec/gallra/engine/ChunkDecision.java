package se.partnersec.gallra.engine;

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
        List<Assessed> assessed, Map<RecordKey, String> objections, Set<RecordKey> busy, Set<RecordKey> gone) {

    List<Assessed> going() {
        return assessed.stream().filter(Assessed::goes).toList();
    }
}
