package se.partnersec.gallra.cli;

import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.DataCategory;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A line of what is said about the work, as one JSON object in the Elastic Common Schema, with nested keys.
 *
 * @param category and run it is about; null and 0 if about none
 */
record EcsLine(
        Instant at,
        boolean problem,
        String message,
        @Nullable DataCategory category,
        long runId) {
    private static final JsonFactory JSON = new JsonFactory();

    String text() {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeStringProperty(
                    "@timestamp", at.truncatedTo(ChronoUnit.MILLIS).toString());
            json.writeName("log").writeStartObject();
            json.writeStringProperty("level", problem ? "WARN" : "INFO");
            json.writeStringProperty("logger", "gallra");
            json.writeEndObject();
            json.writeName("service").writeStartObject();
            json.writeStringProperty("name", "gallra");
            json.writeEndObject();
            json.writeName("process").writeStartObject();
            json.writeName("pid")
                    .writeNumber(ManagementFactory.getRuntimeMXBean().getPid());
            json.writeEndObject();
            json.writeStringProperty("message", message);
            if (category != null) {
                json.writeName("gallra").writeStartObject();
                json.writeStringProperty("category", category.id());
                json.writeName("run_id").writeNumber(runId);
                json.writeEndObject();
            }
            json.writeName("ecs").writeStartObject();
            json.writeStringProperty("version", "8.11");
            json.writeEndObject();
            json.writeEndObject();
        }
        return out.toString();
    }
}
