package se.partnersec.gallra.config.copies;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code copies.yml} says of one place.
 *
 * @param name as people know it; the file's own word for it
 * @param days after which what was erased here is gone there too, at the latest; null where there is no such place
 * @param where in words; may be empty
 * @param to names of the buckets that are copied to; empty for other places
 */
public record DeclaredCopyLocation(
        CopyLocation place, String name, @Nullable Integer days, String where, List<String> to) {
    public DeclaredCopyLocation {
        to = List.copyOf(to);
    }
}
