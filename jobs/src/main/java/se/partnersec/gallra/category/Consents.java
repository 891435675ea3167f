package se.partnersec.gallra.category;

import java.util.List;
import java.util.Set;
import se.partnersec.gallra.engine.Category;
import se.partnersec.gallra.engine.LockedRecord;
import se.partnersec.gallra.engine.Row;
import se.partnersec.gallra.engine.Suppression;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.policy.Facts;
import se.partnersec.gallra.policy.FiscalYear;
import se.partnersec.gallra.policy.RetentionPolicy;

/** Newsletter: a subscription by consent; its withdrawal erases it at once, and leaves that nobody may write there again. */
public final class Consents implements Category {
    private static final String GIVEN_AT = "given_at";
    private static final String WITHDRAWN_AT = "withdrawn_at";
    private static final String EMAIL = "email";
    private static final String CHANNEL = "channel";
    private static final String ONLY_CHANNEL = "newsletter";

    @Override
    public DataCategory category() {
        return DataCategory.NEWSLETTER;
    }

    @Override
    public Set<String> requiredRoles() {
        return Set.of(GIVEN_AT, WITHDRAWN_AT, EMAIL);
    }

    @Override
    public Set<String> optionalRoles() {
        return Set.of(CHANNEL, Columns.PROCESSOR);
    }

    @Override
    public List<String> startRoles() {
        return List.of(WITHDRAWN_AT);
    }

    @Override
    public Facts facts(LockedRecord record, RetentionPolicy policy, List<FiscalYear> years) {
        Row row = record.row();
        return new Facts.Consent(
                Columns.circumstances(record, years),
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
