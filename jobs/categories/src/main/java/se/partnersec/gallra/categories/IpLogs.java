package se.partnersec.gallra.categories;

import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import se.partnersec.gallra.categories.common.CommonColumns;
import se.partnersec.gallra.config.mapping.RequiredRoles;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.erasure.record.LockedRecord;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.fact.Facts;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.LegalBounds;
import se.partnersec.gallra.policy.rule.RetentionRule.Timing.Kind;
import se.partnersec.gallra.policy.rule.StartEvent;

/** IP logs: one row a request to a cloud service; its time starts the clock. */
public final class IpLogs implements Category {
    private static final LegalBounds BOUNDS = LegalBounds.of(
            new DataCategory("ip-logs"), StartEvent.COLLECTED, Period.ZERO, Period.ofDays(180), 0, Kind.MAX);

    private static final String SEEN_AT = "seen_at";

    @Override
    public LegalBounds bounds() {
        return BOUNDS;
    }

    @Override
    public RequiredRoles roles() {
        return new RequiredRoles(Set.of(SEEN_AT), Set.of(CommonColumns.PROCESSOR));
    }

    @Override
    public List<String> startRoles() {
        return List.of(SEEN_AT);
    }

    @Override
    public Facts facts(LockedRecord record, RetentionPolicy policy, Supplier<List<FiscalYear>> years) {
        Instant seen = record.row().instant(SEEN_AT);
        return new Facts.AccessLog(CommonColumns.circumstances(record, years), category(), seen, seen);
    }
}
