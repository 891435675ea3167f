package se.partnersec.gallra.operations.bucketpolicy;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One statement of a policy.
 *
 * @param name its Sid, or its number
 * @param allButActions {@code NotAction}: every action but these
 * @param allButResources {@code NotResource}: everything but these
 */
record IamStatement(
        String name,
        boolean allows,
        List<String> actions,
        boolean allButActions,
        List<String> resources,
        boolean allButResources,
        List<IamCondition> conditions) {

    IamStatement {
        actions = List.copyOf(actions);
        resources = List.copyOf(resources);
        conditions = List.copyOf(conditions);
    }

    boolean isAbout(String action, String resource) {
        String wanted = action.toLowerCase(Locale.ROOT);
        boolean acts = actions.stream().anyMatch(a -> IamWildcard.matches(a.toLowerCase(Locale.ROOT), wanted));
        boolean there = resources.stream().anyMatch(r -> IamWildcard.matches(r, resource));
        return acts != allButActions && there != allButResources;
    }

    boolean understood() {
        return conditions.stream().allMatch(IamCondition::understood);
    }

    /** In doubt nothing is allowed and everything is denied. */
    boolean applies(Map<String, String> circumstances) {
        if (!understood()) {
            return !allows;
        }
        return conditions.stream().allMatch(condition -> condition.met(circumstances));
    }
}
