package se.partnersec.gallra.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** JSON of blocks, lists, texts, whole numbers, true, false and null, written in exactly one way. */
public final class JsonText {
    private static final int MOST_DEPTH = 20;

    private JsonText() {}

    public static String write(Map<String, ? extends @Nullable Object> tree) {
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
            throw new IllegalStateException("no such value in this JSON: " + value.getClass() + ". Indicates a bug");
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

    /** @throws IllegalArgumentException if it is no block of JSON, holds a name twice or a number with a fraction */
    public static Map<String, @Nullable Object> read(String text) {
        JsonFactory factory = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("it is no block of JSON");
            }
            Map<String, @Nullable Object> tree = block(parser, 0);
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("it is a block of JSON and something more");
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
}
