package se.partnersec.gallra.erasure.category;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import se.partnersec.gallra.config.mapping.RequiredRoles;
import se.partnersec.gallra.config.rules.CategoryRequirements;
import se.partnersec.gallra.policy.rule.DataCategories;
import se.partnersec.gallra.policy.rule.DataCategory;

/** The data categories of the suite, in the order in which {@code --all} runs them. */
public final class CategoryRegistry {
    private final Map<DataCategory, Category> categories = new LinkedHashMap<>();

    /** @throws IllegalArgumentException if two have one name */
    public CategoryRegistry(Collection<Category> categories) {
        for (Category category : categories) {
            if (this.categories.put(category.category(), category) != null) {
                throw new IllegalArgumentException("two data categories are called " + category.category());
            }
        }
    }

    /** @throws IllegalArgumentException if there is no such category */
    public Category get(DataCategory name) {
        Category category = categories.get(name);
        if (category == null) {
            throw new IllegalArgumentException("there is no data category " + name);
        }
        return category;
    }

    public Collection<Category> all() {
        return Collections.unmodifiableCollection(categories.values());
    }

    public Map<DataCategory, Category> byName() {
        return Collections.unmodifiableMap(categories);
    }

    public List<DataCategory> names() {
        return List.copyOf(categories.keySet());
    }

    /** Those whose records the Bookkeeping Act can keep. */
    public Set<DataCategory> keptByBooks() {
        return all().stream()
                .filter(Category::keptByBooks)
                .map(Category::category)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Requirements of each category for the readers of the configuration files. */
    public CategoryRequirements requirements() {
        Map<DataCategory, RequiredRoles> roles = new LinkedHashMap<>();
        categories.forEach((name, category) ->
                roles.put(name, category.roles().countedBy(countedBy(category)).saying(category.words())));
        return new CategoryRequirements(
                new DataCategories(all().stream().map(Category::bounds).toList()), roles, keptByBooks());
    }

    /** Start columns by which records can be counted; none if another column may start the period earlier. */
    private static List<String> countedBy(Category category) {
        return category.firstRoles().isEmpty()
                ? category.startRoles().stream()
                        .filter(role -> role.endsWith("_at"))
                        .toList()
                : List.of();
    }
}
