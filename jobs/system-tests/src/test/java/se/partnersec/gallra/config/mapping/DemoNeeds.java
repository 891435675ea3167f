package se.partnersec.gallra.config.mapping;

import java.util.Map;
import se.partnersec.gallra.categories.Categories;
import se.partnersec.gallra.policy.rule.DataCategory;

/** What the categories of the shipped mapping look at. */
public final class DemoNeeds {
    public static final Map<DataCategory, RequiredRoles> ALL =
            Categories.registry().requirements().roles();

    private DemoNeeds() {}
}
