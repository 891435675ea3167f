package se.partnersec.gallra.categories;

import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
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

/** How much e-mail a user sent and received in a period: billed as SMS are, and under the same rule. */
public final class EmailTraffic implements Category {
    private static final LegalBounds BOUNDS = LegalBounds.of(
            new DataCategory("email-traffic"),
            StartEvent.CLAIM_SETTLED,
            Period.ofMonths(6),
            Period.ofMonths(6),
            2,
            Kind.WHILE,
            Kind.MAX);

    private final TrafficData usage = new TrafficData();

    @Override
    public LegalBounds bounds() {
        return BOUNDS;
    }

    @Override
    public RequiredRoles roles() {
        return usage.roles();
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
