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

/** A category that the suite does not ship: what customers answered in surveys, kept for at most a year. */
final class SurveyAnswers implements Category {
    private static final LegalBounds BOUNDS = LegalBounds.of(
            new DataCategory("survey-answers"), StartEvent.COLLECTED, Period.ZERO, Period.ofMonths(12), 0, Kind.MAX);
    private static final String ANSWERED_AT = "answered_at";

    @Override
    public LegalBounds bounds() {
        return BOUNDS;
    }

    @Override
    public RequiredRoles roles() {
        return new RequiredRoles(Set.of(ANSWERED_AT), Set.of(CommonColumns.PROCESSOR));
    }

    @Override
    public List<String> startRoles() {
        return List.of(ANSWERED_AT);
    }

    @Override
    public Facts facts(LockedRecord record, RetentionPolicy policy, Supplier<List<FiscalYear>> years) {
        return new Facts.Collected(
                CommonColumns.circumstances(record, years),
                category(),
                record.row().instant(ANSWERED_AT));
    }
}
