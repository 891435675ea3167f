package se.partnersec.gallra.database.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A script of the folder {@code sql/}, packed into the jar; its statements end in a semicolon at the end of a line, or in
 * two slashes where it begins with {@code DELIMITER //}, as for the client of MySQL.
 */
public final class SqlScript {
    /** Procedures keep the sql_mode of the session that makes them; that of {@code sql/guards.sql} for those that are made one by one. */
    static final String MODE =
            "SET SESSION sql_mode = 'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'";

    private static final String DELIMITER = "DELIMITER";

    private final String text;

    private SqlScript(String text) {
        this.text = text;
    }

    public static SqlScript read(String name) {
        try (InputStream in = SqlScript.class.getResourceAsStream("/sql/" + name)) {
            if (in == null) {
                throw new IllegalStateException("sql/" + name + " is not in the jar. Indicates a bug");
            }
            return new SqlScript(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("sql/" + name + " cannot be read", e);
        }
    }

    public List<String> statements() {
        return statements(Map.of());
    }

    /** The statements with their placeholders. */
    public List<String> raw() {
        return split(text.lines().filter(line -> !line.startsWith("--")).collect(Collectors.joining("\n")));
    }

    /** The statements with each <code>${name}</code> replaced; one that nobody gave a value for is a bug. */
    public List<String> statements(Map<String, String> values) {
        String sql = text.lines().filter(line -> !line.startsWith("--")).collect(Collectors.joining("\n"));
        for (Map.Entry<String, String> value : values.entrySet()) {
            sql = sql.replace("${" + value.getKey() + "}", value.getValue());
        }
        if (sql.contains("${")) {
            throw new IllegalStateException("the script has a placeholder without a value. Indicates a bug");
        }
        return split(sql);
    }

    private static List<String> split(String sql) {
        String end = sql.startsWith(DELIMITER) ? "//" : ";";
        return Arrays.stream(sql.split(end + "\\s*(?:\\n|$)"))
                .map(String::strip)
                .filter(s -> !s.isEmpty() && !s.startsWith(DELIMITER))
                .toList();
    }
}
