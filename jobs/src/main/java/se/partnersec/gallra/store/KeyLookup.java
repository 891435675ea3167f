package se.partnersec.gallra.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.store.ObjectStoreException.Kind;

/** Finds every copy of exact keys: through one listing of what they share where that is short, else key by key. */
final class KeyLookup {
    /** A page of a shared prefix costs about as much as looking up this many keys one by one. */
    private static final int KEYS_PER_PAGE = 40;

    private static final int CROWDED_PREFIXES = 1_000;

    private final BucketConnection connection;
    private final VersionListing listing;
    /** Prefixes seen to hold more than so many pages: not worth trying again with no more patience. */
    private final Map<String, Integer> crowded = new ConcurrentHashMap<>();

    KeyLookup(BucketConnection connection, VersionListing listing) {
        this.connection = connection;
        this.listing = listing;
    }

    List<ObjectVersion> versionsOf(String key) {
        requireKey(key);
        List<ObjectVersion> found = new ArrayList<>();
        listing.pages(key, page -> {
            page.stream().filter(v -> v.key().equals(key)).forEach(found::add);
            // S3 lists in the order of keys, and of all keys that begin with this one it is itself the first.
            return page.stream().allMatch(v -> v.key().equals(key));
        });
        return List.copyOf(found);
    }

    Map<String, List<ObjectVersion>> versionsOf(Collection<String> keys) {
        keys.forEach(KeyLookup::requireKey);
        TreeSet<String> wanted = new TreeSet<>(keys);
        if (wanted.isEmpty()) {
            return Map.of();
        }
        Map<String, List<ObjectVersion>> found = wanted.size() > 1 ? byPrefix(wanted) : null;
        if (found == null) {
            return oneByOne(wanted);
        }
        // A store that garbles its listings makes such keys look absent; asked for alone they betray it.
        TreeSet<String> doubtful = new TreeSet<>();
        found.forEach((key, versions) -> {
            if (versions.isEmpty() && !plain(key)) {
                doubtful.add(key);
            }
        });
        found.putAll(oneByOne(doubtful));
        return found;
    }

    /** No encoding of a listing, right or wrong, makes another key of this one. */
    private static boolean plain(String key) {
        return VersionDeletion.fitsXml(key) && key.indexOf('%') < 0 && key.indexOf('+') < 0;
    }

    /** A listing read to its end is exact for every key below its prefix; null if it would not end soon. */
    private @Nullable Map<String, List<ObjectVersion>> byPrefix(TreeSet<String> wanted) {
        String prefix = commonPrefix(wanted.first(), wanted.last());
        int pages = 1 + wanted.size() / KEYS_PER_PAGE;
        if (crowded.getOrDefault(prefix, 0) >= pages) {
            return null;
        }
        Map<String, List<ObjectVersion>> found = new LinkedHashMap<>();
        wanted.forEach(key -> found.put(key, new ArrayList<>()));
        int[] pagesLeft = {pages};
        boolean whole;
        try {
            whole = listing.pages(prefix, page -> {
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
            return null;
        }
        if (!whole) {
            if (crowded.size() >= CROWDED_PREFIXES) {
                crowded.clear();
            }
            crowded.merge(prefix, pages, Math::max);
            return null;
        }
        return found;
    }

    private Map<String, List<ObjectVersion>> oneByOne(TreeSet<String> wanted) {
        Map<String, Future<List<ObjectVersion>>> asked = new LinkedHashMap<>();
        for (String key : wanted) {
            asked.put(key, connection.workers().submit(() -> versionsOf(key)));
        }
        try {
            Map<String, List<ObjectVersion>> found = new LinkedHashMap<>();
            for (Map.Entry<String, Future<List<ObjectVersion>>> entry : asked.entrySet()) {
                found.put(entry.getKey(), entry.getValue().get());
            }
            return found;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ObjectStoreException(Kind.OTHER, "interrupted while listing " + connection.place());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ObjectStoreException trouble) {
                throw trouble;
            }
            throw new IllegalStateException("listing failed unexpectedly. Indicates a bug.", e.getCause());
        } finally {
            asked.values().forEach(answer -> answer.cancel(true));
        }
    }

    /** Of sorted strings the first and the last share what all share; a surrogate pair is not cut in two. */
    static String commonPrefix(String first, String last) {
        int end = 0;
        while (end < Math.min(first.length(), last.length()) && first.charAt(end) == last.charAt(end)) {
            end++;
        }
        if (end > 0 && Character.isHighSurrogate(first.charAt(end - 1))) {
            end--;
        }
        return first.substring(0, end);
    }

    private static void requireKey(String key) {
        if (key.isEmpty()) {
            throw new IllegalArgumentException("an object key is empty: it would name the whole bucket");
        }
    }
}
