package se.partnersec.gallra.cli.output;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.json.JsonText;

/**
 * Result of one command as one JSON document. {@code job-config/schemas} has a JSON Schema for each command, whose number is in the document:
 * fields may be added within a number, never renamed or removed.
 *
 * <p>Days are ISO 8601, moments ISO 8601 in UTC, lengths of time seconds, sums of money texts with a point and two decimals.
 */
final class JsonResult {
    private static final int VERSION = 1;

    private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    private final List<Map<String, @Nullable Object>> messages = new ArrayList<>();
    private final List<String> text = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private boolean failed;

    void field(String name, @Nullable Object value) {
        put(fields, name, value);
    }

    /** Adds rows to a list; a list without rows is there too. */
    void rows(String name, List<Map<String, @Nullable Object>> rows) {
        @SuppressWarnings("unchecked")
        List<Object> all = (List<Object>) fields.computeIfAbsent(name, key -> new ArrayList<>());
        all.addAll(rows);
    }

    void message(Said said) {
        Map<String, @Nullable Object> message = new LinkedHashMap<>();
        message.put("tag", said.tag());
        message.put(
                "subject",
                said.about().toString().isEmpty() ? null : said.about().toString());
        message.put("number", said.number().isEmpty() ? null : Long.valueOf(said.number()));
        message.put("text", said.text());
        messages.add(message);
    }

    /** Fields and lists so far, in their order. */
    Map<String, @Nullable Object> fields() {
        return fields;
    }

    boolean isEmpty() {
        return fields.isEmpty() && messages.isEmpty() && text.isEmpty() && problems.isEmpty();
    }

    void line(String line) {
        if (!line.isBlank()) {
            text.add(line.stripTrailing());
        }
    }

    void problem(String line) {
        problems.add(line);
    }

    /** The command was not understood, was refused, or failed: it need not have the fields of its schema. */
    void failed() {
        failed = true;
    }

    /** @param command as it is typed after {@code gallra} */
    String document(String command, Instant at, int exit) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("schema", "gallra/" + (failed ? "error" : command.replace(' ', '-')) + "/" + VERSION);
        all.put("command", command);
        put(all, "at", at);
        put(all, "exit", exit);
        all.put("exitName", ExitCode.of(exit).name());
        all.put("messages", messages);
        all.put("text", text);
        all.put("problems", problems);
        for (Map.Entry<String, @Nullable Object> each : fields.entrySet()) {
            if (all.put(each.getKey(), each.getValue()) != null) {
                throw new IllegalStateException("every result has '" + each.getKey() + "'. Indicates a bug");
            }
        }
        return JsonText.document(all);
    }

    /** Puts a value of any type that commands show. */
    static void put(Map<String, @Nullable Object> block, String name, @Nullable Object value) {
        if (value instanceof Coded coded) {
            block.put(name, value(coded.value()));
            block.put(name + "Text", coded.text());
        } else {
            block.put(name, value(value));
        }
    }

    /** A block of values of any type that commands show. */
    static Map<String, @Nullable Object> object(Fields fields) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        fields.values().forEach((name, each) -> put(object, name, each));
        return object;
    }

    private static @Nullable Object value(@Nullable Object value) {
        if (value instanceof Number number) {
            return number.longValue();
        }
        if (value instanceof Instant instant) {
            return instant.truncatedTo(ChronoUnit.SECONDS).toString();
        }
        if (value instanceof Duration length) {
            return length.toSeconds();
        }
        if (value instanceof Collection<?> all) {
            return all.stream().map(JsonResult::value).toList();
        }
        if (value instanceof Fields fields) {
            return object(fields);
        }
        if (value instanceof Map<?, ?> counts) {
            Fields fields = new Fields();
            counts.forEach((name, each) -> fields.with(String.valueOf(name), each));
            return object(fields);
        }
        return value == null || value instanceof Boolean ? value : value.toString();
    }
}
