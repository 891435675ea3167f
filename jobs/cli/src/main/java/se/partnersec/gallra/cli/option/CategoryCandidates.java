package se.partnersec.gallra.cli.option;

import java.util.Arrays;
import java.util.Iterator;
import se.partnersec.gallra.policy.rule.DataCategory;

/** What a shell offers where a category is to be named. */
final class CategoryCandidates implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
        return Arrays.stream(DataCategory.values()).map(DataCategory::id).iterator();
    }
}
