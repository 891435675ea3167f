package se.partnersec.gallra.categories;

import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import se.partnersec.gallra.categories.common.CommonColumns;
import se.partnersec.gallra.config.mapping.RequiredRoles;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.erasure.record.LockedRecord;
import se.partnersec.gallra.erasure.record.Row;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.fact.Facts;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.LegalBounds;
import se.partnersec.gallra.policy.rule.RetentionRule.Timing.Kind;
import se.partnersec.gallra.policy.rule.StartEvent;

/** Call recordings: an object, its index row and transcripts; the end of the call starts the clock of its queue. */
public final class CallRecordings implements Category {
    private static final LegalBounds BOUNDS = LegalBounds.of(
            new DataCategory("call-recordings"),
            StartEvent.CALL_ENDED,
            Period.ofDays(3),
            Period.ofDays(28),
            0,
            Kind.RANGE);

    private static final String ENDED_AT = "ended_at";
    private static final String QUEUE = "queue";

    @Override
    public LegalBounds bounds() {
        return BOUNDS;
    }

    @Override
    public RequiredRoles roles() {
        return new RequiredRoles(
                Set.of(ENDED_AT),
                Set.of(QUEUE, CommonColumns.BOOKKEEPING, CommonColumns.BOOKED_ON, CommonColumns.PROCESSOR));
    }

    @Override
    public List<String> startRoles() {
        return List.of(ENDED_AT);
    }

    @Override
    public Map<String, Set<String>> words() {
        return Map.of(CommonColumns.BOOKKEEPING, CommonColumns.MARKS);
    }

    @Override
    public Facts facts(LockedRecord record, RetentionPolicy policy, Supplier<List<FiscalYear>> years) {
        Row row = record.row();
        String queue = row.text(QUEUE);
        return new Facts.Call(
                CommonColumns.circumstances(record, years),
                category(),
                row.instant(ENDED_AT),
                queue == null ? null : policy.targetOf(queue),
                null);
    }
}
