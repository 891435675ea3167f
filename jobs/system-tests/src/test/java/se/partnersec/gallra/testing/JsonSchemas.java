package se.partnersec.gallra.testing;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.support.json.JsonText;

/** The JSON Schemas that are shipped, and what does not go by them. */
public final class JsonSchemas {
    public static final Path FOLDER = Path.of("../../job-config/schemas");

    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaLoader(loader -> loader.fetchRemoteResources()));
    private static final Set<String> SEEN = ConcurrentHashMap.newKeySet();

    private JsonSchemas() {}

    /** Result of a command. */
    public static Map<String, @Nullable Object> read(String document) {
        Map<String, @Nullable Object> tree = JsonText.read(document);
        String schema = String.valueOf(tree.get("schema"));
        List<String> faults = faults(schema.replaceFirst("gallra/", "").replace('/', '-'), document, InputFormat.JSON);
        if (!faults.isEmpty()) {
            throw new AssertionError(schema + ": " + faults + "\n" + document);
        }
        SEEN.add(schema);
        return tree;
    }

    /** The text of a file of evidence; an error where it does not go by its schema. */
    public static String document(String schema, String text) {
        List<String> faults = faults(schema, text, InputFormat.JSON);
        if (!faults.isEmpty()) {
            throw new AssertionError(schema + ": " + faults + "\n" + text);
        }
        return text;
    }

    /** Schemas of the results that were read in this process. */
    public static Set<String> seen() {
        return Set.copyOf(SEEN);
    }

    /** What of a text does not go by a schema. */
    public static List<String> faults(String schema, String text, InputFormat format) {
        Path file = FOLDER.resolve(schema + ".schema.json");
        if (!Files.exists(file)) {
            return List.of("there is no " + file);
        }
        return REGISTRY
                .getSchema(SchemaLocation.of(file.toUri().normalize().toString()))
                .validate(
                        text,
                        format,
                        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(Object::toString)
                .toList();
    }
}
