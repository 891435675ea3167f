package se.partnersec.gallra.category;

import java.util.List;
import java.util.Set;
import se.partnersec.gallra.engine.Category;
import se.partnersec.gallra.engine.LockedRecord;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.policy.Facts;
import se.partnersec.gallra.policy.FiscalYear;
import se.partnersec.gallra.policy.RetentionPolicy;

/**
 * Records of a category for which the privacy policy names no period: leads, and web visits by cookie. A period starts when they
 * were collected; nothing goes until one is set.
 */
public final class CollectedRecords implements Category {
    private static final String COLLECTED_AT = "collected_at";

    private final DataCategory category;

    /** @param category one of those that {@link Facts.Collected} takes */
    public CollectedRecords(DataCategory category) {
        this.category = category;
    }

    @Override
    public DataCategory category() {
        return category;
    }

    @Override
    public Set<String> requiredRoles() {
        return Set.of(COLLECTED_AT);
    }

    @Override
    public Set<String> optionalRoles() {
        return Set.of(Columns.PROCESSOR);
    }

    @Override
    public List<String> startRoles() {
        return List.of(COLLECTED_AT);
    }

    @Override
    public Facts facts(LockedRecord record, RetentionPolicy policy, List<FiscalYear> years) {
        return new Facts.Collected(
                Columns.circumstances(record, years), category, record.row().instant(COLLECTED_AT));
    }
}
