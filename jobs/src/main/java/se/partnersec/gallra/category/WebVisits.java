package se.partnersec.gallra.category;

import java.util.List;
import java.util.Set;
import se.partnersec.gallra.engine.Category;
import se.partnersec.gallra.engine.LockedRecord;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.policy.Facts;
import se.partnersec.gallra.policy.FiscalYear;
import se.partnersec.gallra.policy.RetentionPolicy;

/** Web visits by cookie; the policy names no time, so nothing goes until a period is set. */
public final class WebVisits implements Category {
    private static final String COLLECTED_AT = "collected_at";

    @Override
    public DataCategory category() {
        return DataCategory.WEB_VISITS;
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
                Columns.circumstances(record, years), category(), record.row().instant(COLLECTED_AT));
    }
}
