package se.partnersec.gallra.objectstore.listing;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.objectstore.client.ObjectVersion;
import se.partnersec.gallra.objectstore.deletion.VersionDeletion;

/** Whether a listing goes on from page to page: one that repeats itself never shows what comes after. */
final class ListingProgress {
    private Set<VersionDeletion.Name> before = Set.of();
    private @Nullable String remembered;
    private long pages;
    private long next = 1;

    /** @return what is wrong with this page; null if nothing is */
    @Nullable
    String wrong(List<ObjectVersion> page) {
        Set<VersionDeletion.Name> names = new HashSet<>();
        page.forEach(version -> names.add(VersionDeletion.Name.of(version)));
        boolean again = !names.isEmpty() && before.containsAll(names);
        before = names;
        return again ? "repeats a page" : null;
    }

    /** @param place where the store says that it goes on; null if it says nothing */
    @Nullable
    String wrong(@Nullable String place) {
        if (place == null || place.equals(remembered)) {
            return "says there is more and not where";
        }
        // Kept for twice as many pages each time, one place finds a circle of any length.
        if (++pages == next) {
            next *= 2;
            remembered = place;
        }
        return null;
    }
}
