package se.partnersec.gallra.policy.rule;

import java.util.Arrays;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.decision.ShippedPolicy;

/** The shipped policy with one part of it changed. */
public final class Policies {

    private Policies() {}

    public static RetentionPolicy with(RetentionRule rule) {
        RetentionPolicy shipped = ShippedPolicy.POLICY;
        return new RetentionPolicy(
                shipped.version(),
                Arrays.stream(DataCategory.values())
                        .map(c -> c == rule.category() ? rule : shipped.rule(c))
                        .toList(),
                shipped.queueTargets(),
                shipped.unmappedTarget(),
                shipped.choices());
    }

    public static RetentionPolicy with(PolicyChoices choices) {
        RetentionPolicy shipped = ShippedPolicy.POLICY;
        return new RetentionPolicy(
                shipped.version(),
                Arrays.stream(DataCategory.values()).map(shipped::rule).toList(),
                shipped.queueTargets(),
                shipped.unmappedTarget(),
                choices);
    }
}
