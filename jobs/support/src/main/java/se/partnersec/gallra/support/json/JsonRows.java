package se.partnersec.gallra.support.json;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** One block of JSON with a list of any length in it, written as its rows come: a line each, in UTF-8. */
public final class JsonRows implements Closeable {
    private final JsonPrinter printer;

    public JsonRows(OutputStream out) {
        printer = JsonPrinter.line(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    }

    private interface Part {
        void write();
    }

    private static void write(Part part) throws IOException {
        try {
            part.write();
        } catch (JacksonException e) {
            throw new IOException(e.getOriginalMessage(), e);
        }
    }

    /**
     * @param before the entries that come first
     * @param name of the list
     */
    public void begin(Map<String, ? extends @Nullable Object> before, String name) throws IOException {
        write(() -> {
            printer.generator().writeStartObject();
            printer.entries(before);
            printer.generator().writeName(name).writeStartArray();
        });
    }

    public void row(Map<String, ? extends @Nullable Object> row) throws IOException {
        write(() -> {
            printer.generator().writeRaw('\n');
            printer.value(row);
        });
    }

    /** @param after the entries that come last */
    public void end(Map<String, ? extends @Nullable Object> after) throws IOException {
        write(() -> {
            printer.generator().writeEndArray();
            printer.entries(after);
            printer.generator().writeEndObject().writeRaw('\n');
        });
    }

    /** Leaves the stream open. */
    @Override
    public void close() throws IOException {
        write(() -> {
            printer.generator().flush();
            printer.close();
        });
    }
}
