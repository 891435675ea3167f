package se.partnersec.gallra.store;

import java.util.Map;
import se.partnersec.gallra.category.Categories;
import se.partnersec.gallra.policy.DataCategory;

/** What the categories of the shipped mapping look at. */
final class DemoNeeds {
    static final Map<DataCategory, RoleNeeds> ALL = Categories.needs();

    private DemoNeeds() {}
}
