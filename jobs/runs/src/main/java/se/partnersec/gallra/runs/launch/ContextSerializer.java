package se.partnersec.gallra.runs.launch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.repository.ExecutionContextSerializer;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.support.json.JsonText;

/**
 * Writes the contexts of Spring Batch as one line of JSON: texts, whole numbers, true and false. The job's account may write these
 * tables, so no class is ever made of what they hold: anything else, and a value of another type than a run notes under that name, is
 * read as a context that says that it cannot be read. A run whose last execution has such a context is not resumed.
 */
public final class ContextSerializer implements ExecutionContextSerializer {
    /** Bytes of the column TEXT; nothing longer was written by a run. */
    private static final int MOST = 65_535;

    /** What the steps of a run note, by name. */
    private static final Map<String, Class<?>> NOTED = Map.of(
            "left", String.class,
            "planned", String.class,
            "page.after", String.class,
            "missed", Long.class,
            "left-behind", Long.class);

    private static final String UNREADABLE = "gallra.unreadable";

    /** @throws IllegalArgumentException if a value is of another type */
    @Override
    public void serialize(Map<String, Object> context, OutputStream out) throws IOException {
        context.forEach((key, value) -> {
            if (!allowed(value)) {
                throw new IllegalArgumentException("'" + key + "' of a context is of type "
                        + value.getClass().getName() + ". Indicates a bug");
            }
        });
        out.write(JsonText.line(context).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Map<String, Object> deserialize(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MOST + 1);
        if (bytes.length > MOST) {
            return Map.of(UNREADABLE, true);
        }
        try {
            Map<String, Object> context = new LinkedHashMap<>();
            JsonText.read(new String(bytes, StandardCharsets.UTF_8)).forEach((key, value) -> {
                if (value == null || !NOTED.getOrDefault(key, value.getClass()).isInstance(value) || !allowed(value)) {
                    throw new IllegalArgumentException(key);
                }
                context.put(key, value);
            });
            return context;
        } catch (IllegalArgumentException e) {
            return Map.of(UNREADABLE, true);
        }
    }

    private static boolean allowed(@Nullable Object value) {
        return value instanceof String || value instanceof Long || value instanceof Boolean;
    }

    /** Counts that a run noted under a name; empty where they are not on record as a run writes them. */
    static Optional<Outcome.Counts> counts(ExecutionContext context, String name) {
        try {
            return context.get(name) instanceof String text
                    ? Optional.of(Outcome.Counts.parse(text))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether a context of an execution, or of one of its steps, is not as a run writes it. */
    static boolean unreadable(JobExecution execution) {
        return unreadable(execution.getExecutionContext())
                || execution.getStepExecutions().stream().anyMatch(step -> unreadable(step.getExecutionContext()));
    }

    private static boolean unreadable(ExecutionContext context) {
        return context.containsKey(UNREADABLE);
    }
}
