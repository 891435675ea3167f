package se.partnersec.gallra.categories;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.erasure.record.LockedRecord;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.fact.Facts;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.policy.rule.DataCategory;

/** How much e-mail a user sent and received in a period: billed as SMS are, and under the same rule. */
public final class EmailTraffic implements Category {
    private final SmsTraffic usage = new SmsTraffic();

    @Override
    public DataCategory category() {
        return DataCategory.EMAIL_TRAFFIC;
    }

    @Override
    public Set<String> requiredRoles() {
        return usage.requiredRoles();
    }

    @Override
    public Set<String> optionalRoles() {
        return usage.optionalRoles();
    }

    @Override
    public List<String> startRoles() {
        return usage.startRoles();
    }

    @Override
    public Map<String, Set<String>> words() {
        return usage.words();
    }

    @Override
    public Facts facts(LockedRecord record, RetentionPolicy policy, Supplier<List<FiscalYear>> years) {
        return usage.traffic(category(), record, years);
    }
}
