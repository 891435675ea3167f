package se.partnersec.gallra.support.json;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.support.text.Sentences;

/** Trees read from JSON that is written in exactly one way: whatever is not written so again was not written by us. */
public final class JsonTree {
    private static final Sentences SENTENCES = Sentences.of("support");

    private JsonTree() {}

    /** @throws IllegalArgumentException if {@link JsonText#document} would not have written exactly this */
    public static Map<String, @Nullable Object> read(String text) {
        Map<String, @Nullable Object> tree = JsonText.read(text);
        if (!JsonText.document(tree).equals(text)) {
            throw new IllegalArgumentException(SENTENCES.say("json.not-written-program-writes"));
        }
        return tree;
    }

    /** First difference of two trees, with its place as {@code ledger.gone[2].records}; null where they are the same. */
    public static @Nullable Difference difference(String path, @Nullable Object one, @Nullable Object other) {
        if (one instanceof Map<?, ?> first && other instanceof Map<?, ?> second) {
            TreeSet<String> names = new TreeSet<>();
            first.keySet().forEach(name -> names.add(String.valueOf(name)));
            second.keySet().forEach(name -> names.add(String.valueOf(name)));
            return names.stream()
                    .map(name -> difference(path + "." + name, first.get(name), second.get(name)))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
        }
        if (one instanceof List<?> first && other instanceof List<?> second) {
            for (int i = 0; i < Math.max(first.size(), second.size()); i++) {
                Difference found = difference(
                        path + "[" + i + "]",
                        i < first.size() ? first.get(i) : null,
                        i < second.size() ? second.get(i) : null);
                if (found != null) {
                    return found;
                }
            }
            return null;
        }
        return Objects.equals(one, other) ? null : new Difference(path, shown(one), shown(other));
    }

    /** Place where two trees differ, and what each has there: a value, {@code -} for none or {@code …} for more than a value. */
    public record Difference(String path, String one, String other) {}

    private static String shown(@Nullable Object value) {
        return value instanceof Map || value instanceof List ? "…" : value == null ? "-" : value.toString();
    }
}
