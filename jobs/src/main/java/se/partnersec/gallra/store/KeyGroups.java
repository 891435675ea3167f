package se.partnersec.gallra.store;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Parts keys into groups that each share as long a beginning as many keys can: a listing of that beginning then holds
 * little else. Nothing hangs on the order in which a store lists.
 */
final class KeyGroups {
    /** Groups get no smaller than this on the average: each costs a request, and a page holds a thousand. */
    static final int LEAST = 250;

    private KeyGroups() {}

    static List<SortedSet<String>> of(TreeSet<String> keys) {
        List<SortedSet<String>> groups = new ArrayList<>();
        if (!keys.isEmpty()) {
            part(keys, groups);
        }
        return groups;
    }

    private static void part(SortedSet<String> keys, List<SortedSet<String>> groups) {
        List<SortedSet<String>> parts = parts(keys);
        if (parts.size() > 1 && keys.size() >= LEAST * parts.size()) {
            parts.forEach(each -> part(each, groups));
        } else {
            groups.add(keys);
        }
    }

    /** By the character after what all share; a key that is no more than that lies in a part of its own. */
    static List<SortedSet<String>> parts(SortedSet<String> keys) {
        int shared = commonPrefix(keys.first(), keys.last()).length();
        List<SortedSet<String>> parts = new ArrayList<>();
        SortedSet<String> part = new TreeSet<>();
        int last = Integer.MIN_VALUE;
        for (String key : keys) {
            int next = key.length() > shared ? key.codePointAt(shared) : -1;
            if (next != last && !part.isEmpty()) {
                parts.add(part);
                part = new TreeSet<>();
            }
            part.add(key);
            last = next;
        }
        parts.add(part);
        return parts;
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
}
