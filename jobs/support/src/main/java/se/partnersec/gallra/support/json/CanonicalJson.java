package se.partnersec.gallra.support.json;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * JSON in the canonical form of RFC 8785 (JSON Canonicalization Scheme): one line without spaces, names sorted by their UTF-16 code units,
 * each character written in one way. Numbers are whole and within ±(2^53 − 1): that form has no exact way to write others.
 */
public final class CanonicalJson {
    private static final long MOST = (1L << 53) - 1;

    private CanonicalJson() {}

    /** @throws IllegalArgumentException if a number is out of bounds, or a value is of no type that JSON has */
    public static String of(Map<String, ? extends @Nullable Object> tree) {
        return JsonText.canonical(sorted(tree));
    }

    private static Map<String, @Nullable Object> sorted(Map<?, ?> tree) {
        Map<String, @Nullable Object> sorted = new TreeMap<>();
        tree.forEach((name, value) -> sorted.put(String.valueOf(name), value(value)));
        return sorted;
    }

    private static @Nullable Object value(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return sorted(map);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(CanonicalJson::value).toList();
        }
        if (value instanceof Long number && (number > MOST || number < -MOST)) {
            throw new IllegalArgumentException("the number " + number + " has no exact form in canonical JSON");
        }
        return value;
    }
}
