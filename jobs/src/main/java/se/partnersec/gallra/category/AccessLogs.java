package se.partnersec.gallra.category;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import se.partnersec.gallra.engine.Category;
import se.partnersec.gallra.engine.LockedRecord;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.policy.Facts;
import se.partnersec.gallra.policy.FiscalYear;
import se.partnersec.gallra.policy.RetentionPolicy;

/** IP logs: one row a request to a cloud service; its time starts the clock. */
public final class AccessLogs implements Category {
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
        return Set.of(Columns.PROCESSOR);
    }

    @Override
    public List<String> startRoles() {
        return List.of(SEEN_AT);
    }

    @Override
    public Facts facts(LockedRecord record, RetentionPolicy policy, List<FiscalYear> years) {
        Instant seen = record.row().instant(SEEN_AT);
        return new Facts.AccessLog(Columns.circumstances(record, years), seen, seen);
    }
}
