package se.partnersec.gallra.categories;

import java.time.Period;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import se.partnersec.gallra.categories.common.CommonColumns;
import se.partnersec.gallra.config.mapping.RequiredRoles;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.erasure.category.Suppression;
import se.partnersec.gallra.erasure.record.LockedRecord;
import se.partnersec.gallra.erasure.record.Row;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.fact.Facts;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.LegalBounds;
import se.partnersec.gallra.policy.rule.RetentionRule.Timing.Kind;
import se.partnersec.gallra.policy.rule.StartEvent;

/** Newsletter: a subscription by consent; its withdrawal erases it at once, and leaves that nobody may write there again. */
public final class Newsletter implements Category {
    private static final LegalBounds BOUNDS = LegalBounds.of(
            new DataCategory("newsletter"), StartEvent.CONSENT_WITHDRAWN, Period.ZERO, Period.ZERO, 3, Kind.WHILE);

    private static final String GIVEN_AT = "given_at";
    private static final String WITHDRAWN_AT = "withdrawn_at";
    private static final String EMAIL = "email";
    private static final String CHANNEL = "channel";
    private static final String ONLY_CHANNEL = "newsletter";

    @Override
    public LegalBounds bounds() {
        return BOUNDS;
    }

    @Override
    public RequiredRoles roles() {
        return new RequiredRoles(Set.of(GIVEN_AT, WITHDRAWN_AT, EMAIL), Set.of(CHANNEL, CommonColumns.PROCESSOR));
    }

    @Override
    public List<String> startRoles() {
        return List.of(WITHDRAWN_AT);
    }

    @Override
    public Facts facts(LockedRecord record, RetentionPolicy policy, Supplier<List<FiscalYear>> years) {
        Row row = record.row();
        return new Facts.Consent(
                CommonColumns.circumstances(record, years),
                category(),
                List.of(new Facts.Given(row.instant(GIVEN_AT), row.instant(WITHDRAWN_AT))));
    }

    /** A row without an address leaves nobody to spare. */
    @Override
    public List<Suppression> remembered(LockedRecord record) {
        String email = record.row().text(EMAIL);
        String channel = record.row().text(CHANNEL);
        return email == null || email.isBlank()
                ? List.of()
                : List.of(new Suppression(channel == null || channel.isBlank() ? ONLY_CHANNEL : channel, email));
    }
}
