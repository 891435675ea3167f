package se.partnersec.gallra.report;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.RetentionPolicy;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/** JSON for programs, under a schema with a version. Keys are English, codes as they are, texts unchanged. */
final class JsonWriter implements RowWriter {
    private final JsonGenerator json;
    private List<Column> columns = List.of();

    JsonWriter(OutputStream out) {
        JsonFactory factory = JsonFactory.builder()
                .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
                .build();
        json = factory.createGenerator(
                ObjectWriteContext.empty(), new java.io.OutputStreamWriter(out, StandardCharsets.UTF_8));
    }

    @Override
    public void begin(ReportHead head) throws IOException {
        columns = head.columns();
        json.writeStartObject();
        json.writeStringProperty("schema", head.schema());
        json.writeStringProperty(
                "asOf", head.asOf().truncatedTo(ChronoUnit.SECONDS).toString());
        json.writeStringProperty("zone", RetentionPolicy.ZONE.getId());
        json.writeStringProperty("policyVersion", head.policyVersion());
        json.writeStringProperty("policyFingerprint", head.fingerprint());
        json.writeName("filters").writeStartObject();
        for (Map.Entry<String, String> filter : head.filters().entrySet()) {
            json.writeStringProperty(filter.getKey(), filter.getValue());
        }
        json.writeEndObject();
        json.writeName("columns").writeStartArray();
        for (Column column : columns) {
            json.writeStartObject();
            json.writeStringProperty("key", column.key());
            json.writeStringProperty("kind", column.kind().name().toLowerCase(Locale.ROOT));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeName("rows").writeStartArray();
    }

    @Override
    public void row(@Nullable Object[] cells) throws IOException {
        json.writeRaw('\n');
        json.writeStartObject();
        for (int i = 0; i < cells.length; i++) {
            json.writeName(columns.get(i).key());
            write(columns.get(i), cells[i]);
        }
        json.writeEndObject();
    }

    private void write(Column column, @Nullable Object cell) {
        if (cell == null) {
            json.writeNull();
            return;
        }
        switch (column.kind()) {
            case TEXT, CODE, DATE -> json.writeString(cell.toString());
            case TIME ->
                json.writeString(
                        ((Instant) cell).truncatedTo(ChronoUnit.SECONDS).toString());
            case NUMBER -> json.writeNumber((Long) cell);
            case AMOUNT -> json.writeNumber(BigDecimal.valueOf((Long) cell, 2));
        }
    }

    @Override
    public void end(long rows, String sha256) throws IOException {
        json.writeEndArray();
        json.writeNumberProperty("rowCount", rows);
        json.writeStringProperty("sha256", sha256);
        json.writeEndObject();
        json.writeRaw('\n');
    }

    @Override
    public void close() throws IOException {
        try {
            json.flush();
            json.close();
        } catch (JacksonException e) {
            throw new IOException(e.getOriginalMessage(), e);
        }
    }
}
