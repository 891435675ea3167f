package se.partnersec.gallra.config.rules;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import se.partnersec.gallra.config.mapping.RequiredRoles;
import se.partnersec.gallra.policy.rule.DataCategories;
import se.partnersec.gallra.policy.rule.DataCategory;

/**
 * Data categories and what the configuration files must name for each.
 *
 * @param categories all there are, with the bounds of their rules
 * @param roles columns that the mapping of each must and may name
 * @param keptByBooks those whose records the Bookkeeping Act can keep
 */
public record CategoryRequirements(
        DataCategories categories, Map<DataCategory, RequiredRoles> roles, Set<DataCategory> keptByBooks) {
    public CategoryRequirements {
        roles = Collections.unmodifiableMap(new LinkedHashMap<>(roles));
        keptByBooks = Set.copyOf(keptByBooks);
    }
}
