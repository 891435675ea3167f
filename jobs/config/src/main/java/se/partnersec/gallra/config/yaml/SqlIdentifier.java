package se.partnersec.gallra.config.yaml;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names of schemas, tables and columns that a mapping may use: they go into SQL text, so only plain ones pass. */
public final class SqlIdentifier {
    private static final String PLAIN = "[a-z][a-z0-9_]{0,62}";
    private static final Pattern NAME = Pattern.compile(PLAIN);
    private static final Set<String> SYSTEM = Set.of("mysql", "sys", "information_schema", "performance_schema");
    private static final int SHOWN = 80;

    private SqlIdentifier() {}

    /** The name under a key; null, with a fault noted unless the key is absent, when there is none that passes. */
    public static @Nullable String read(YamlMapping block, String key) {
        String name = block.text(key);
        return name != null && passes(block, key, name) ? name : null;
    }

    public static @Nullable String schema(YamlMapping block) {
        String schema = read(block, "schema");
        if (schema != null && SYSTEM.contains(schema)) {
            block.fault(
                    "schema", "schema '" + schema + "' belongs to the server; name the schema of the business data");
            return null;
        }
        return schema;
    }

    /** Whether a name passes; a fault is noted at the key when it does not. */
    public static boolean passes(YamlMapping block, String key, String name) {
        if (NAME.matcher(name).matches()) {
            return true;
        }
        block.fault(
                key,
                "'" + shown(name) + "' in '" + key + "' is no plain name" + because(name) + "; names are ^" + PLAIN
                        + "$, and a schema has a key of its own");
        return false;
    }

    private static String because(String name) {
        if (name.length() > 63) {
            return ": it has " + name.length() + " characters, 63 are the most";
        }
        for (int i = 0; i < name.length(); ) {
            int c = name.codePointAt(i);
            if (!Pattern.matches("[a-z0-9_]", Character.toString(c))) {
                return ": character " + (i + 1) + " is U+" + String.format("%04X", c) + " "
                        + String.valueOf(Character.getName(c));
            }
            i += Character.charCount(c);
        }
        return ": it must begin with a letter from a to z";
    }

    /** A value as a message may show it: short and without control characters. */
    public static String shown(String value) {
        String safe = value.replaceAll("\\p{C}", "?");
        return safe.length() > SHOWN ? safe.substring(0, SHOWN) + "…" : safe;
    }
}
