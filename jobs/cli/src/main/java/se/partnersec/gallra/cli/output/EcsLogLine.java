package se.partnersec.gallra.cli.output;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.json.JsonText;

/**
 * A line of what is said about the work, as one JSON object in the Elastic Common Schema, with nested keys.
 *
 * @param category and run it is about; null and 0 if about none
 */
record EcsLogLine(
        Instant at,
        boolean problem,
        String message,
        @Nullable DataCategory category,
        long runId) {
    String text() {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("@timestamp", at.truncatedTo(ChronoUnit.MILLIS).toString());
        Map<String, String> log = new LinkedHashMap<>();
        log.put("level", problem ? "WARN" : "INFO");
        log.put("logger", "gallra");
        line.put("log", log);
        line.put("service", Map.of("name", "gallra"));
        line.put("process", Map.of("pid", ManagementFactory.getRuntimeMXBean().getPid()));
        line.put("message", message);
        if (category != null) {
            Map<String, Object> about = new LinkedHashMap<>();
            about.put("category", category.id());
            about.put("run_id", runId);
            line.put("gallra", about);
        }
        line.put("ecs", Map.of("version", "8.11"));
        return JsonText.line(line);
    }
}
