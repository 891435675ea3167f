package se.partnersec.gallra.category;

import java.util.List;
import java.util.Set;
import se.partnersec.gallra.engine.Category;
import se.partnersec.gallra.engine.LockedRecord;
import se.partnersec.gallra.engine.Row;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.policy.Facts;
import se.partnersec.gallra.policy.FiscalYear;
import se.partnersec.gallra.policy.RetentionPolicy;

/**
 * IP logs that lie as files in a bucket: one row for each object, its oldest entry starts the clock of all of them. Who is
 * in a file is said by its child {@code parties}: through them a hold on one person keeps the whole file.
 */
public final class AccessLogFiles implements Category {
    private static final String OLDEST_AT = "oldest_at";
    private static final String NEWEST_AT = "newest_at";

    @Override
    public DataCategory category() {
        return DataCategory.IP_LOG_FILES;
    }

    @Override
    public Set<String> requiredRoles() {
        return Set.of(OLDEST_AT);
    }

    @Override
    public Set<String> optionalRoles() {
        return Set.of(Columns.PROCESSOR, NEWEST_AT);
    }

    @Override
    public List<String> startRoles() {
        return List.of(OLDEST_AT);
    }

    @Override
    public Facts facts(LockedRecord record, RetentionPolicy policy, List<FiscalYear> years) {
        Row row = record.row();
        return new Facts.AccessLog(
                Columns.circumstances(record, years), category(), row.instant(OLDEST_AT), row.instant(NEWEST_AT));
    }
}
