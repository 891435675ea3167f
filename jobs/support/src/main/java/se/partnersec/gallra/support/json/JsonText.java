package se.partnersec.gallra.support.json;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.support.text.Sentences;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** JSON of blocks, lists, texts, numbers, true, false and null; in each of its two forms it is written in exactly one way. */
public final class JsonText {
    private static final Sentences SENTENCES = Sentences.of("support");
    private static final int MOST_DEPTH = 20;
    private static final JsonFactory READER = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private JsonText() {}

    /** Many lines, the last with its end. Numbers are of the type Long. */
    public static String document(Map<String, ? extends @Nullable Object> tree) {
        StringWriter text = new StringWriter();
        try (JsonPrinter printer = JsonPrinter.document(text)) {
            printer.value(tree);
        }
        return text.append('\n').toString();
    }

    /** One line, without its end. Numbers are of the types Long, BigInteger and BigDecimal. */
    public static String line(Map<String, ? extends @Nullable Object> tree) {
        return inLine(tree);
    }

    /** A list as one line, in the same form. */
    public static String line(List<? extends @Nullable Object> list) {
        return inLine(list);
    }

    private static String inLine(Object value) {
        StringWriter text = new StringWriter();
        try (JsonPrinter printer = JsonPrinter.line(text)) {
            printer.value(value);
        }
        return text.toString();
    }

    /** One line, without its end, each character in the one form of RFC 8785; whoever calls sorts the names. Numbers are of the type Long. */
    static String canonical(Map<String, ? extends @Nullable Object> tree) {
        StringWriter text = new StringWriter();
        try (JsonPrinter printer = JsonPrinter.canonical(text)) {
            printer.value(tree);
        }
        return text.toString();
    }

    /** @throws IllegalArgumentException if it is no block of JSON, holds a name twice or a number with a fraction */
    public static Map<String, @Nullable Object> read(String text) {
        try (JsonParser parser = READER.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException(SENTENCES.say("json.no-block-json"));
            }
            Map<String, @Nullable Object> tree = block(parser, 0);
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException(SENTENCES.say("json.block-json-something-more"));
            }
            return tree;
        } catch (JacksonException e) {
            throw new IllegalArgumentException(SENTENCES.say("json.no-json", e.getOriginalMessage()), e);
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
            throw new IllegalArgumentException(SENTENCES.say("json.nested-too-deep"));
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
            default -> throw new IllegalArgumentException(SENTENCES.say("json.holds", parser.currentToken()));
        };
    }
}
