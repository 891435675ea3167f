package se.partnersec.gallra.database.catalog;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.TableMapping;

/**
 * Which texts can stand in which columns. The servers refuse a question for a text that the character set of its column has no letters
 * for (MySQL by error 3854, MariaDB by 1267), such as an ASCII key asked for by an e-mail address with an å: what cannot stand there need not be asked for.
 *
 * @param byColumn the server's names of character sets by {@code schema.table.column}
 */
public record CharacterSets(Map<String, String> byColumn) {
    public static final CharacterSets UNKNOWN = new CharacterSets(Map.of());

    private static final String LATIN1_CONTROLS = "\u0081\u008D\u008F\u0090\u009D";

    /** Sets of less than Unicode, by the server's name; its latin1 is that of Windows. */
    private static final Map<String, Charset> NARROW = Map.of(
            "ascii", StandardCharsets.US_ASCII,
            "latin1", Charset.forName("windows-1252"),
            "latin2", Charset.forName("ISO-8859-2"),
            "latin5", Charset.forName("ISO-8859-9"),
            "latin7", Charset.forName("ISO-8859-13"),
            "cp1250", Charset.forName("windows-1250"),
            "cp1251", Charset.forName("windows-1251"),
            "cp1257", Charset.forName("windows-1257"));

    /** Of columns of text in some schemas. */
    public static CharacterSets of(JdbcTemplate jdbc, Collection<String> schemas) {
        Map<String, String> found = new HashMap<>();
        for (String schema : schemas) {
            jdbc.query(
                    "SELECT CONCAT(table_schema, '.', table_name, '.', column_name), character_set_name"
                            + " FROM information_schema.columns WHERE table_schema = ? AND character_set_name IS NOT NULL",
                    row -> {
                        found.put(row.getString(1), row.getString(2));
                    },
                    schema);
        }
        return new CharacterSets(Map.copyOf(found));
    }

    /** @param tables {@code schema.table.} each, of which alone something is asked */
    public CharacterSets among(Set<String> tables) {
        return new CharacterSets(byColumn.entrySet().stream()
                .filter(each ->
                        tables.contains(each.getKey().substring(0, each.getKey().lastIndexOf('.') + 1)))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** A column takes a text if its character set has all letters of it; of a set that is not known, it takes any. */
    public boolean writes(TableMapping table, @Nullable String column, String text) {
        String name = column == null ? null : byColumn.get(KeyTypes.name(table, column));
        if (name == null) {
            return true;
        }
        return writes(name, text);
    }

    /** @param set the server's name of a character set */
    static boolean writes(String set, String text) {
        return switch (set) {
            case "utf8mb4", "utf16", "utf16le", "utf32" -> true;
            case "utf8", "utf8mb3", "ucs2" -> text.chars().noneMatch(c -> Character.isSurrogate((char) c));
            default -> {
                Charset narrow = NARROW.get(set);
                CharsetEncoder letters = narrow == null ? null : narrow.newEncoder();
                yield letters == null
                        || text.codePoints()
                                .filter(c -> !keeps(set, c))
                                .allMatch(c -> letters.canEncode(Character.toString(c)));
            }
        };
    }

    /** Control characters that a server keeps in bytes for which Java's sets have no letter; where that is not known, they are asked for. */
    private static boolean keeps(String set, int character) {
        return set.equals("latin1")
                ? LATIN1_CONTROLS.indexOf(character) >= 0
                : !set.equals("ascii") && character >= 0x80 && character < 0xA0;
    }
}
