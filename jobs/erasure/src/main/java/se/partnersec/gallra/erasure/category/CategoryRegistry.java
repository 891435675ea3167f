package se.partnersec.gallra.erasure.category;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import se.partnersec.gallra.policy.rule.DataCategory;

/** The categories that have a job, in the order in which {@code --all} runs them. */
public final class CategoryRegistry {
    private final Map<DataCategory, Category> categories = new LinkedHashMap<>();
    private final Set<DataCategory> keptByBooks;

    /** @param keptByBooks those whose records the Bookkeeping Act can keep */
    public CategoryRegistry(Collection<Category> categories, Set<DataCategory> keptByBooks) {
        categories.forEach(category -> this.categories.put(category.category(), category));
        this.keptByBooks = Set.copyOf(keptByBooks);
    }

    /** @throws IllegalArgumentException if there is no job for it */
    public Category get(DataCategory name) {
        Category category = categories.get(name);
        if (category == null) {
            throw new IllegalArgumentException("there is no job for " + name + " yet");
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

    public Set<DataCategory> keptByBooks() {
        return keptByBooks;
    }
}
