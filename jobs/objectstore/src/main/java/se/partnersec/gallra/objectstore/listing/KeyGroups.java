package se.partnersec.gallra.objectstore.listing;

import java.util.ArrayList;
import java.util.List;

/**
 * Parts keys into groups that each share as long a beginning as many keys can: a listing of that beginning then holds
 * little else. Nothing hangs on the order in which a store lists.
 */
final class KeyGroups {
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
