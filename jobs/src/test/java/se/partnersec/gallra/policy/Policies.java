package se.partnersec.gallra.policy;

import java.util.Arrays;

/** The shipped policy with one part of it changed. */
final class Policies {

    private Policies() {}

    static RetentionPolicy with(RetentionRule rule) {
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

    static RetentionPolicy with(Choices choices) {
        RetentionPolicy shipped = ShippedPolicy.POLICY;
        return new RetentionPolicy(
                shipped.version(),
                Arrays.stream(DataCategory.values()).map(shipped::rule).toList(),
                shipped.queueTargets(),
                shipped.unmappedTarget(),
                choices);
    }
}
