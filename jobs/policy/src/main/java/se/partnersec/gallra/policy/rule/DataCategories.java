package se.partnersec.gallra.policy.rule;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Data categories of the suite and the bounds of each, in the order in which {@code --all} runs them. */
public final class DataCategories {
    private final Map<DataCategory, LegalBounds> bounds = new LinkedHashMap<>();

    /** @throws IllegalArgumentException if two are about one category */
    public DataCategories(Collection<LegalBounds> bounds) {
        for (LegalBounds each : bounds) {
            if (this.bounds.put(each.category(), each) != null) {
                throw new IllegalArgumentException("two data categories are called " + each.category());
            }
        }
    }

    public List<DataCategory> names() {
        return List.copyOf(bounds.keySet());
    }

    public Collection<LegalBounds> all() {
        return Collections.unmodifiableCollection(bounds.values());
    }

    public Optional<DataCategory> find(String name) {
        return DataCategory.parse(name).filter(bounds::containsKey);
    }

    /** @throws IllegalArgumentException if there is no such category */
    public LegalBounds bounds(DataCategory category) {
        LegalBounds found = bounds.get(category);
        if (found == null) {
            throw new IllegalArgumentException("there is no data category " + category);
        }
        return found;
    }
}
