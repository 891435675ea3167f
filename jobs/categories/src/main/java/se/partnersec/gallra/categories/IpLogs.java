package se.partnersec.gallra.categories;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import se.partnersec.gallra.categories.common.CommonColumns;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.erasure.record.LockedRecord;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.fact.Facts;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.policy.rule.DataCategory;

/** IP logs: one row a request to a cloud service; its time starts the clock. */
public final class IpLogs implements Category {
    private static final String SEEN_AT = "seen_at";

    @Override
    public DataCategory category() {
        return DataCategory.IP_LOGS;
    }

    @Override
    public Set<String> requiredRoles() {
        return Set.of(SEEN_AT);
    }

    @Override
    public Set<String> optionalRoles() {
        return Set.of(CommonColumns.PROCESSOR);
    }

    @Override
    public List<String> startRoles() {
        return List.of(SEEN_AT);
    }

    @Override
    public Facts facts(LockedRecord record, RetentionPolicy policy, Supplier<List<FiscalYear>> years) {
        Instant seen = record.row().instant(SEEN_AT);
        return new Facts.AccessLog(CommonColumns.circumstances(record, years), seen, seen);
    }
}
