package se.partnersec.gallra.config.yaml;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.support.text.Sentences;

/**
 * Names of schemas, tables and columns that a mapping may use: letters of one alphabet, digits, {@code _}, {@code $} and hyphens, at
 * most 64 characters and not digits alone. They go into SQL text between backquotes, so nothing passes that could end it.
 */
public final class SqlIdentifier {
    private static final Sentences SENTENCES = Sentences.of("config");
    /** The most that MySQL and MariaDB allow. */
    private static final int MOST = 64;

    private static final Pattern CHARACTER = Pattern.compile("[\\p{L}0-9_$\\-&&[\\x{0}-\\x{FFFF}]]");
    private static final Pattern NAME = Pattern.compile("(?!\\d+$)" + CHARACTER.pattern() + "{1," + MOST + "}");
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
        if (schema != null && SYSTEM.contains(schema.toLowerCase(Locale.ROOT))) {
            block.fault("schema", SENTENCES.say("yaml.schema-belongs-server-name-schema-business", schema));
            return null;
        }
        return schema;
    }

    /** Whether a name passes; a fault is noted at the key when it does not. */
    public static boolean passes(YamlMapping block, String key, String name) {
        if (NAME.matcher(name).matches() && stray(name) < 0) {
            return true;
        }
        block.fault(key, SENTENCES.say("yaml.no-plain-name-names-letters-digits", shown(name), key, because(name)));
        return false;
    }

    private static String because(String name) {
        if (name.length() > MOST) {
            return SENTENCES.say("yaml.characters-most", name.length(), MOST);
        }
        for (int i = 0; i < name.length(); ) {
            int c = name.codePointAt(i);
            if (!CHARACTER.matcher(Character.toString(c)).matches()) {
                return SENTENCES.say(
                        "yaml.character-u", (i + 1), String.format("%04X", c), String.valueOf(Character.getName(c)));
            }
            i += Character.charCount(c);
        }
        int stray = stray(name);
        return stray < 0
                ? SENTENCES.say("yaml.nothing-but-digits")
                : SENTENCES.say("yaml.letters-two-alphabets-such", named(first(name)), named(name.charAt(stray)));
    }

    private static String named(char letter) {
        return "U+" + String.format("%04X", (int) letter) + " " + Character.getName(letter);
    }

    private static char first(String name) {
        return (char) name.chars().filter(c -> lettered((char) c)).findFirst().orElse(0);
    }

    /** Not the few letters that all alphabets share. */
    private static boolean lettered(char c) {
        Character.UnicodeScript script = Character.UnicodeScript.of(c);
        return Character.isLetter(c)
                && script != Character.UnicodeScript.COMMON
                && script != Character.UnicodeScript.INHERITED;
    }

    /** The place of the first letter of another alphabet than the first one; they often look alike. -1 if there is none. */
    private static int stray(String name) {
        Character.UnicodeScript script = null;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (lettered(c)) {
                Character.UnicodeScript its = Character.UnicodeScript.of(c);
                if (script != null && its != script) {
                    return i;
                }
                script = its;
            }
        }
        return -1;
    }

    /** A value as a message may show it: short and without control characters. */
    public static String shown(String value) {
        String safe = value.replaceAll("\\p{C}", "?");
        return safe.length() > SHOWN ? safe.substring(0, SHOWN) + "…" : safe;
    }
}
