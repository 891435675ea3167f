package se.partnersec.gallra.categories;

import java.time.Period;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import se.partnersec.gallra.categories.common.CommonColumns;
import se.partnersec.gallra.config.mapping.RecordForm;
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

/**
 * IP logs that lie as files in a bucket: one row for each object, its oldest entry starts the clock of all of them. Who is
 * in a file is said by its child {@code parties}: through them a hold on one person keeps the whole file.
 */
public final class IpLogFiles implements Category {
    private static final LegalBounds BOUNDS = LegalBounds.of(
            new DataCategory("ip-log-files"), StartEvent.COLLECTED, Period.ZERO, Period.ofDays(180), 0, Kind.MAX);

    private static final String OLDEST_AT = "oldest_at";
    private static final String NEWEST_AT = "newest_at";

    @Override
    public LegalBounds bounds() {
        return BOUNDS;
    }

    @Override
    public RequiredRoles roles() {
        return new RequiredRoles(Set.of(OLDEST_AT), Set.of(CommonColumns.PROCESSOR, NEWEST_AT), RecordForm.FILE);
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
