package se.partnersec.gallra.objectstore.listing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import se.partnersec.gallra.objectstore.client.ObjectStoreException;
import se.partnersec.gallra.objectstore.client.ObjectStoreException.Kind;
import se.partnersec.gallra.objectstore.client.ObjectVersion;

/** Looks keys up by listing what they share: exact if it was read to its end, no answer if that would not come soon. */
public final class PrefixListings {
    /** A page of a shared prefix costs about as much as looking up this many keys one by one. */
    static final int KEYS_PER_PAGE = 40;

    private static final int CROWDED_PREFIXES = 1_000;

    private final Pages listing;
    /** Prefixes seen to hold more than so many pages: not worth trying again with no more patience. */
    private final Map<String, Integer> crowded = new ConcurrentHashMap<>();

    /** Hands over page after page; true only if what lies below the prefix was read to its end. */
    @FunctionalInterface
    public interface Pages {
        boolean read(String prefix, Predicate<List<ObjectVersion>> more);
    }

    public PrefixListings(Pages listing) {
        this.listing = listing;
    }

    /**
     * What lies beside the keys below what they share is passed over.
     *
     * @param keys sorted, each once
     * @return every key with its copies; without those keys that have to be asked for alone
     */
    public Map<String, List<ObjectVersion>> versionsOf(List<String> keys) {
        Map<String, List<ObjectVersion>> found = new LinkedHashMap<>();
        if (keys.size() < 2 || whole(keys, found)) {
            return found;
        }
        // Too much lies there: perhaps less below what fewer keys share.
        found.clear();
        for (List<String> part : KeyLookup.KeyGroups.parts(keys)) {
            if (part.size() >= KEYS_PER_PAGE) {
                found.putAll(versionsOf(part));
            }
        }
        return found;
    }

    /** A listing read to its end is exact for every key below its prefix; false if it was not. */
    private boolean whole(List<String> keys, Map<String, List<ObjectVersion>> found) {
        String prefix = KeyLookup.KeyGroups.commonPrefix(keys);
        int pages = 1 + keys.size() / KEYS_PER_PAGE;
        if (crowded.getOrDefault(prefix, 0) >= pages) {
            return false;
        }
        keys.forEach(key -> found.put(key, new ArrayList<>()));
        int[] pagesLeft = {pages};
        boolean whole;
        try {
            whole = listing.read(prefix, page -> {
                for (ObjectVersion version : page) {
                    List<ObjectVersion> versions = found.get(version.key());
                    if (versions != null) {
                        versions.add(version);
                    }
                }
                return --pagesLeft[0] > 0;
            });
        } catch (ObjectStoreException e) {
            if (e.kind() != Kind.DENIED) {
                throw e;
            }
            // What keys of two mapped prefixes share may lie above both, where nobody has to let us look.
            return false;
        }
        if (!whole && pagesLeft[0] <= 0) {
            if (crowded.size() >= CROWDED_PREFIXES) {
                crowded.clear();
            }
            crowded.merge(prefix, pages, Math::max);
        }
        return whole;
    }
}
