package se.partnersec.gallra.category;

import java.util.List;
import java.util.Map;
import java.util.Set;
import se.partnersec.gallra.engine.Category;
import se.partnersec.gallra.engine.LockedRecord;
import se.partnersec.gallra.engine.Row;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.policy.Facts;
import se.partnersec.gallra.policy.FiscalYear;
import se.partnersec.gallra.policy.RetentionPolicy;

/** Call recordings: an object, its index row and transcripts; the end of the call starts the clock of its queue. */
public final class CallRecordings implements Category {
    private static final String ENDED_AT = "ended_at";
    private static final String QUEUE = "queue";

    @Override
    public DataCategory category() {
        return DataCategory.CALL_RECORDINGS;
    }

    @Override
    public Set<String> requiredRoles() {
        return Set.of(ENDED_AT);
    }

    @Override
    public Set<String> optionalRoles() {
        return Set.of(QUEUE, Columns.BOOKKEEPING, Columns.BOOKED_ON, Columns.PROCESSOR);
    }

    @Override
    public List<String> startRoles() {
        return List.of(ENDED_AT);
    }

    @Override
    public Map<String, Set<String>> words() {
        return Map.of(Columns.BOOKKEEPING, Columns.MARKS);
    }

    @Override
    public Facts facts(LockedRecord record, RetentionPolicy policy, List<FiscalYear> years) {
        Row row = record.row();
        String queue = row.text(QUEUE);
        return new Facts.Call(
                Columns.circumstances(record, years),
                row.instant(ENDED_AT),
                queue == null ? null : policy.targetOf(queue),
                null);
    }
}
