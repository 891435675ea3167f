package se.partnersec.gallra.categories;

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

/**
 * Records of a category for which the privacy policy names no period: leads, and web visits by cookie. A period starts when they
 * were collected; nothing goes until one is set.
 */
public final class CollectedRecords implements Category {
    private static final String COLLECTED_AT = "collected_at";

    private final LegalBounds bounds;

    public CollectedRecords(String category) {
        this.bounds = LegalBounds.reviewed(new DataCategory(category));
    }

    @Override
    public LegalBounds bounds() {
        return bounds;
    }

    @Override
    public RequiredRoles roles() {
        return new RequiredRoles(Set.of(COLLECTED_AT), Set.of(CommonColumns.PROCESSOR));
    }

    @Override
    public List<String> startRoles() {
        return List.of(COLLECTED_AT);
    }

    @Override
    public Facts facts(LockedRecord record, RetentionPolicy policy, Supplier<List<FiscalYear>> years) {
        return new Facts.Collected(
                CommonColumns.circumstances(record, years),
                category(),
                record.row().instant(COLLECTED_AT));
    }
}
