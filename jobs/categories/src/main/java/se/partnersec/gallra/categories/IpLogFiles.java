package se.partnersec.gallra.categories;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import se.partnersec.gallra.categories.common.CommonColumns;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.erasure.record.LockedRecord;
import se.partnersec.gallra.erasure.record.Row;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.fact.Facts;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.policy.rule.DataCategory;

/**
 * IP logs that lie as files in a bucket: one row for each object, its oldest entry starts the clock of all of them. Who is
 * in a file is said by its child {@code parties}: through them a hold on one person keeps the whole file.
 */
public final class IpLogFiles implements Category {
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
        return Set.of(CommonColumns.PROCESSOR, NEWEST_AT);
    }

    @Override
    public List<String> startRoles() {
        return List.of(OLDEST_AT);
    }

    @Override
    public Facts facts(LockedRecord record, RetentionPolicy policy, Supplier<List<FiscalYear>> years) {
        Row row = record.row();
        return new Facts.AccessLog(
                CommonColumns.circumstances(record, years), category(), row.instant(OLDEST_AT), row.instant(NEWEST_AT));
    }
}
