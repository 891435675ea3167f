package se.partnersec.gallra.support.json;

import java.io.Writer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.SerializableString;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;

/** Writes values as JSON in one of two forms, each without any choice; everything that the suite writes as JSON is written here. */
final class JsonPrinter implements AutoCloseable {
    private static final JsonFactory LINES = JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
            .build();
    private static final JsonFactory DOCUMENTS = LINES.rebuild()
            .characterEscapes(new ControlEscapes())
            .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
            .build();

    private static final JsonFactory CANONICAL =
            LINES.rebuild().disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE).build();

    private final JsonGenerator json;
    private final boolean anyNumber;

    private JsonPrinter(JsonGenerator json, boolean anyNumber) {
        this.json = json;
        this.anyNumber = anyNumber;
    }

    /** Each entry on a line of its own, indented by two spaces; control characters by their number, in lower case. */
    static JsonPrinter document(Writer out) {
        return new JsonPrinter(DOCUMENTS.createGenerator(new Indented(), out), false);
    }

    /** Without any space; numbers may be of any size and have a fraction. */
    static JsonPrinter line(Writer out) {
        return new JsonPrinter(LINES.createGenerator(ObjectWriteContext.empty(), out), true);
    }

    /** Without any space; control characters that have no letter by their number, in lower case. */
    static JsonPrinter canonical(Writer out) {
        return new JsonPrinter(CANONICAL.createGenerator(ObjectWriteContext.empty(), out), false);
    }

    /** For a whole that is written in parts. */
    JsonGenerator generator() {
        return json;
    }

    void entries(Map<?, ?> map) {
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            json.writeName(String.valueOf(entry.getKey()));
            value(entry.getValue());
        }
    }

    void value(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            entries(map);
            json.writeEndObject();
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            list.forEach(this::value);
            json.writeEndArray();
        } else if (value instanceof String text) {
            json.writeString(text);
        } else if (value == null) {
            json.writeNull();
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof Long number) {
            json.writeNumber(number);
        } else if (anyNumber && value instanceof BigInteger number) {
            json.writeNumber(number);
        } else if (anyNumber && value instanceof BigDecimal number) {
            json.writeNumber(number);
        } else {
            throw new IllegalStateException("no such value in this JSON: " + value.getClass() + ". Indicates a bug");
        }
    }

    /** Leaves open what it was written to. */
    @Override
    public void close() {
        json.close();
    }

    /** The layout of a document. */
    private static final class Indented extends ObjectWriteContext.Base {
        private static final DefaultIndenter LINE = new DefaultIndenter("  ", "\n");
        private static final DefaultPrettyPrinter PRINTER = new DefaultPrettyPrinter(Separators.createDefaultInstance()
                        .withObjectNameValueSpacing(Separators.Spacing.AFTER)
                        .withObjectEmptySeparator("")
                        .withArrayEmptySeparator(""))
                .withObjectIndenter(LINE)
                .withArrayIndenter(LINE);

        @Override
        public PrettyPrinter getPrettyPrinter() {
            return PRINTER.createInstance();
        }

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }
    }

    /** Control characters by their number, also those that have a letter in JSON. */
    private static final class ControlEscapes extends CharacterEscapes {
        private static final long serialVersionUID = 1;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] codes = standardAsciiEscapesForJSON();
            Arrays.fill(codes, 0, ' ', ESCAPE_STANDARD);
            return codes;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int character) {
            return null;
        }
    }
}
