package se.partnersec.gallra.policy.rule;

import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.decision.ShippedPolicy;
import se.partnersec.gallra.testing.CategoryIds;

/** The shipped policy with one part of it changed. */
public final class Policies {

    private Policies() {}

    public static RetentionPolicy with(RetentionRule rule) {
        RetentionPolicy shipped = ShippedPolicy.POLICY;
        return new RetentionPolicy(
                shipped.version(),
                CategoryIds.ALL.stream()
                        .map(c -> c.equals(rule.category()) ? rule : shipped.rule(c))
                        .toList(),
                shipped.queueTargets(),
                shipped.unmappedTarget(),
                shipped.choices());
    }

    public static RetentionPolicy with(PolicyChoices choices) {
        RetentionPolicy shipped = ShippedPolicy.POLICY;
        return new RetentionPolicy(
                shipped.version(),
                CategoryIds.ALL.stream().map(shipped::rule).toList(),
                shipped.queueTargets(),
                shipped.unmappedTarget(),
                choices);
    }
}
