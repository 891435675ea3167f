package se.partnersec.gallra.erasure.candidate;

import java.util.List;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.mapping.RecordKey;

/**
 * A page of candidate keys in key order: one item of the dispose step.
 *
 * @param after the key after which it was looked for: no candidate lay between; null from the beginning
 * @param apart keys that were looked for in another way, and say nothing of what lies between them
 */
public record KeyPage(List<RecordKey> keys, @Nullable String after, boolean apart) {
    public KeyPage(List<RecordKey> keys, @Nullable String after) {
        this(keys, after, false);
    }

    /** What Spring Batch may log or store: no key. */
    @Override
    public String toString() {
        return "page of " + keys.size();
    }
}
