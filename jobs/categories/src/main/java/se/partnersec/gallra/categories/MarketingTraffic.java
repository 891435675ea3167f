package se.partnersec.gallra.categories;

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

/**
 * Traffic data picked for marketing: allowed as long as the customer consents to it, and no day longer
 * (LEK 9 kap. 1 §; the consent may be withdrawn at any time).
 */
public final class MarketingTraffic implements Category {
    private static final LegalBounds BOUNDS = LegalBounds.of(
            new DataCategory("marketing-traffic"),
            StartEvent.CONSENT_WITHDRAWN,
            Period.ZERO,
            Period.ZERO,
            3,
            Kind.WHILE);

    private static final String CONSENTS = "consents";
    private static final String GIVEN_AT = "given_at";
    private static final String WITHDRAWN_AT = "withdrawn_at";

    @Override
    public LegalBounds bounds() {
        return BOUNDS;
    }

    @Override
    public RequiredRoles roles() {
        return new RequiredRoles(
                Set.of(CONSENTS + "/" + GIVEN_AT, CONSENTS + "/" + WITHDRAWN_AT), Set.of(CommonColumns.PROCESSOR));
    }

    /** None: what starts the clock lies in the consents. */
    @Override
    public List<String> startRoles() {
        return List.of();
    }

    @Override
    public Facts facts(LockedRecord record, RetentionPolicy policy, Supplier<List<FiscalYear>> years) {
        return new Facts.Consent(
                CommonColumns.circumstances(record, years),
                category(),
                record.facts(CONSENTS).stream()
                        .map(row -> new Facts.Given(row.instant(GIVEN_AT), row.instant(WITHDRAWN_AT)))
                        .toList());
    }
}
