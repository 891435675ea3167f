package se.partnersec.gallra.objectstore.listing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import se.partnersec.gallra.objectstore.client.AdaptiveConcurrency;
import se.partnersec.gallra.objectstore.client.ObjectStoreException;
import se.partnersec.gallra.objectstore.client.ObjectStoreException.Kind;
import se.partnersec.gallra.objectstore.client.ObjectVersion;
import se.partnersec.gallra.objectstore.client.S3Connection;
import se.partnersec.gallra.objectstore.deletion.VersionDeletion;
import se.partnersec.gallra.support.text.Sentences;

/** Finds every copy of exact keys: through listings of what many of them share where those are short, else key by key. */
public final class KeyLookup {
    private static final Sentences SENTENCES = Sentences.of("objectstore");
    private final S3Connection connection;
    private final VersionListing listing;
    private final PrefixListings prefixes;

    public KeyLookup(S3Connection connection, VersionListing listing) {
        this.connection = connection;
        this.listing = listing;
        this.prefixes = new PrefixListings(listing::pages);
    }

    public List<ObjectVersion> versionsOf(String key) {
        requireKey(key);
        List<ObjectVersion> found = new ArrayList<>();
        boolean[] beyond = {false};
        boolean whole = listing.pages(key, page -> {
            page.stream().filter(v -> v.key().equals(key)).forEach(found::add);
            // S3 lists in the order of keys, and of all keys that begin with this one it is itself the first.
            beyond[0] = page.stream().anyMatch(v -> !v.key().equals(key));
            return !beyond[0];
        });
        if (!whole && !beyond[0]) {
            throw new ObjectStoreException(
                    Kind.OTHER, SENTENCES.say("listing.answers-listing-ends-empty-page-so", connection.place()));
        }
        return List.copyOf(found);
    }

    public Map<String, List<ObjectVersion>> versionsOf(Collection<String> keys) {
        keys.forEach(KeyLookup::requireKey);
        List<String> wanted = keys.stream().distinct().sorted().toList();
        Map<String, List<ObjectVersion>> found = new LinkedHashMap<>();
        // In the order of the keys, whatever is looked up first.
        wanted.forEach(key -> found.put(key, List.of()));
        List<Callable<Map<String, List<ObjectVersion>>>> listings = new ArrayList<>();
        Set<String> alone = new LinkedHashSet<>();
        for (List<String> group : KeyGroups.of(wanted)) {
            if (group.size() > 1) {
                listings.add(() -> prefixes.versionsOf(group));
            } else {
                alone.addAll(group);
            }
        }
        Set<String> looked = new HashSet<>();
        for (Map<String, List<ObjectVersion>> part : sideBySide(listings)) {
            found.putAll(part);
            looked.addAll(part.keySet());
        }
        for (String key : wanted) {
            // A store that garbles its listings makes such keys look absent; asked for alone they betray it.
            if (!looked.contains(key) || found.getOrDefault(key, List.of()).isEmpty() && !plain(key)) {
                alone.add(key);
            }
        }
        List<Callable<Map<String, List<ObjectVersion>>>> singly = new ArrayList<>();
        alone.forEach(key -> singly.add(() -> Map.of(key, versionsOf(key))));
        sideBySide(singly).forEach(found::putAll);
        return found;
    }

    /** No encoding of a listing, right or wrong, makes another key of this one. */
    private static boolean plain(String key) {
        return VersionDeletion.fitsXml(key) && key.indexOf('%') < 0 && key.indexOf('+') < 0;
    }

    /** As many at once as the store bears. */
    private <T> List<T> sideBySide(List<Callable<T>> questions) {
        List<Future<T>> asked = new ArrayList<>();
        AdaptiveConcurrency bound = connection.bound();
        for (Callable<T> question : questions) {
            asked.add(connection.workers().submit(() -> {
                bound.enter();
                try {
                    return question.call();
                } finally {
                    bound.leave();
                }
            }));
        }
        try {
            List<T> answers = new ArrayList<>();
            for (Future<T> each : asked) {
                answers.add(each.get());
            }
            return answers;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ObjectStoreException(
                    Kind.OTHER, SENTENCES.say("listing.interrupted-while-listing", connection.place()));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ObjectStoreException trouble) {
                throw trouble;
            }
            throw new IllegalStateException("listing failed unexpectedly. Indicates a bug.", e.getCause());
        } finally {
            asked.forEach(answer -> answer.cancel(true));
        }
    }

    private static void requireKey(String key) {
        if (key.isEmpty()) {
            throw new IllegalArgumentException(SENTENCES.say("listing.object-key-empty-would-name-whole"));
        }
    }

    /**
     * Parts keys into groups that each share as long a beginning as many keys can: a listing of that beginning then holds
     * little else. Nothing hangs on the order in which a store lists.
     */
    static final class KeyGroups {
        /** Groups get no smaller than this on the average: each costs a request, and a page holds a thousand. */
        static final int LEAST = 250;

        private KeyGroups() {}

        /** @param keys sorted, each once */
        static List<List<String>> of(List<String> keys) {
            List<List<String>> groups = new ArrayList<>();
            if (!keys.isEmpty()) {
                part(keys, groups);
            }
            return groups;
        }

        private static void part(List<String> keys, List<List<String>> groups) {
            List<List<String>> parts = parts(keys);
            if (parts.size() > 1 && keys.size() >= LEAST * parts.size()) {
                parts.forEach(each -> part(each, groups));
            } else {
                groups.add(keys);
            }
        }

        /** By the character after what all share; a key that is no more than that lies in a part of its own. */
        static List<List<String>> parts(List<String> keys) {
            int shared = commonPrefix(keys).length();
            List<List<String>> parts = new ArrayList<>();
            int from = 0;
            for (int i = 1; i <= keys.size(); i++) {
                if (i == keys.size() || after(keys.get(i), shared) != after(keys.get(from), shared)) {
                    parts.add(keys.subList(from, i));
                    from = i;
                }
            }
            return parts;
        }

        private static int after(String key, int shared) {
            return key.length() > shared ? key.codePointAt(shared) : -1;
        }

        /** Of sorted strings the first and the last share what all share; a surrogate pair is not cut in two. */
        static String commonPrefix(List<String> keys) {
            String first = keys.get(0);
            String last = keys.get(keys.size() - 1);
            int end = 0;
            while (end < Math.min(first.length(), last.length()) && first.charAt(end) == last.charAt(end)) {
                end++;
            }
            if (end > 0 && Character.isHighSurrogate(first.charAt(end - 1))) {
                end--;
            }
            return first.substring(0, end);
        }
    }
}
