package se.partnersec.gallra.certificate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * JSON of blocks, lists, texts, whole numbers, true, false and null, which is written in exactly one way: whatever is read and
 * is not written so again was not written by us.
 */
final class JsonTree {
    private static final int MOST_DEPTH = 20;

    private JsonTree() {}

    static String write(Map<String, ? extends @Nullable Object> tree) {
        StringBuilder text = new StringBuilder();
        value(tree, 0, text);
        return text.append('\n').toString();
    }

    private static void value(@Nullable Object value, int depth, StringBuilder text) {
        if (value instanceof Map<?, ?> map) {
            block(map, depth, text);
        } else if (value instanceof List<?> list) {
            list(list, depth, text);
        } else if (value instanceof String word) {
            quoted(word, text);
        } else if (value == null || value instanceof Long || value instanceof Boolean) {
            text.append(value);
        } else {
            throw new IllegalStateException(
                    "no such value in a certificate: " + value.getClass() + ". Indicates a bug");
        }
    }

    private static void block(Map<?, ?> map, int depth, StringBuilder text) {
        text.append('{');
        String between = "\n";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            text.append(between).append("  ".repeat(depth + 1));
            quoted(String.valueOf(entry.getKey()), text);
            text.append(": ");
            value(entry.getValue(), depth + 1, text);
            between = ",\n";
        }
        text.append(map.isEmpty() ? "}" : "\n" + "  ".repeat(depth) + "}");
    }

    private static void list(List<?> list, int depth, StringBuilder text) {
        text.append('[');
        String between = "\n";
        for (Object each : list) {
            text.append(between).append("  ".repeat(depth + 1));
            value(each, depth + 1, text);
            between = ",\n";
        }
        text.append(list.isEmpty() ? "]" : "\n" + "  ".repeat(depth) + "]");
    }

    private static void quoted(String word, StringBuilder text) {
        text.append('"');
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ') {
                text.append(String.format(java.util.Locale.ROOT, "\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }

    /** @throws IllegalArgumentException if {@link #write} would not have written exactly this */
    static Map<String, @Nullable Object> read(String text) {
        JsonFactory factory = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("it is no block of JSON");
            }
            Map<String, @Nullable Object> tree = block(parser, 0);
            if (parser.nextToken() != null || !write(tree).equals(text)) {
                throw new IllegalArgumentException("it is not written as this program writes it");
            }
            return tree;
        } catch (JacksonException e) {
            throw new IllegalArgumentException("it is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static Map<String, @Nullable Object> block(JsonParser parser, int depth) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = Objects.requireNonNull(parser.currentName());
            parser.nextToken();
            map.put(name, value(parser, depth + 1));
        }
        return map;
    }

    private static @Nullable Object value(JsonParser parser, int depth) {
        if (depth > MOST_DEPTH) {
            throw new IllegalArgumentException("it is nested too deep");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> block(parser, depth);
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser, depth + 1));
                }
                yield list;
            }
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new IllegalArgumentException("it holds a " + parser.currentToken());
        };
    }

    /** Where two trees first differ, as {@code ledger.gone[2].records: 5 and 6}; null where they are the same. */
    static @Nullable String difference(String path, @Nullable Object one, @Nullable Object other) {
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
                String found = difference(
                        path + "[" + i + "]",
                        i < first.size() ? first.get(i) : null,
                        i < second.size() ? second.get(i) : null);
                if (found != null) {
                    return found;
                }
            }
            return null;
        }
        return Objects.equals(one, other) ? null : path + ": " + shown(one) + ", not " + shown(other);
    }

    private static String shown(@Nullable Object value) {
        return value instanceof Map || value instanceof List
                ? "something"
                : value == null ? "nothing" : value.toString();
    }
}
