package se.partnersec.gallra.testing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import se.partnersec.gallra.database.schema.SqlScript;

/**
 * The business of the demo with another name for each table and column: {@code Ö$-} and the old one in capitals. A schema of its own has
 * views under the old names, for statements of the tests; the program is never told of it.
 */
final class RenamedBusiness {
    private static final String PREFIX = "Ö$-";
    private static final Pattern TABLE = Pattern.compile("CREATE TABLE ([a-z_]+) \\(");
    private static final Pattern COLUMN = Pattern.compile("(?m)^  ([a-z_]+) [A-Z]");
    private static final Pattern WORD = Pattern.compile("'[^']*'|[a-zA-Z_]+");

    /** Keys of a mapping whose value is the name of a table or column. */
    private static final Set<String> NAMED = Set.of("table", "key", "parent", "column", "number");

    /** Those with names under roles, and those with lists of names. */
    private static final Set<String> HOLDING = Set.of("columns", "groups", "scopes", "aliases", "plain-columns");

    /** Those whose keys are names. */
    private static final Set<String> KEYED = Set.of("groups", "reduce", "plain-columns", "tables");

    private final List<String> old = SqlScript.read("demo/schema.sql").statements();
    private final Set<String> names = new HashSet<>();

    RenamedBusiness() {
        for (String statement : old) {
            TABLE.matcher(statement).results().forEach(found -> names.add(found.group(1)));
            COLUMN.matcher(statement).results().forEach(found -> names.add(found.group(1)));
        }
    }

    private static String renamed(String name) {
        return PREFIX + name.toUpperCase(Locale.ROOT);
    }

    /** The statements that make its tables. */
    String[] tables() {
        return old.stream()
                .map(statement -> WORD.matcher(statement.replaceAll("(?m)--.*$", ""))
                        .replaceAll(word -> Matcher.quoteReplacement(
                                names.contains(word.group()) ? "`" + renamed(word.group()) + "`" : word.group())))
                .toArray(String[]::new);
    }

    /** Makes a schema with views under the old names. */
    static void views(JdbcTemplate admin, String business, String schema) {
        admin.execute("CREATE DATABASE `" + schema + "`");
        Map<String, List<String>> columns = new LinkedHashMap<>();
        admin.query(
                "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = ?"
                        + " ORDER BY table_name, ordinal_position",
                row -> {
                    columns.computeIfAbsent(row.getString(1), table -> new ArrayList<>())
                            .add(row.getString(2));
                },
                business);
        columns.forEach((table, of) -> admin.execute("CREATE VIEW `" + schema + "`.`" + former(table) + "` AS SELECT "
                + of.stream()
                        .map(each -> "`" + each + "` AS `" + former(each) + "`")
                        .collect(Collectors.joining(", "))
                + " FROM `" + business + "`.`" + table + "`"));
    }

    private static String former(String renamed) {
        if (!renamed.startsWith(PREFIX)) {
            throw new IllegalStateException(renamed + " has the name it has in the demo");
        }
        return renamed.substring(PREFIX.length()).toLowerCase(Locale.ROOT);
    }

    /** The mapping of the demo with the other names. */
    static String mapping(String sources) {
        Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
        Map<String, Object> top = yaml.load(sources);
        return new Yaml().dump(block(top, ""));
    }

    private static Object block(Map<String, Object> block, String under) {
        Map<String, Object> all = new LinkedHashMap<>();
        block.forEach((key, value) -> all.put(KEYED.contains(under) ? renamed(key) : key, value(key, value, under)));
        return all;
    }

    @SuppressWarnings("unchecked")
    private static Object value(String key, Object value, String under) {
        if (value instanceof Map<?, ?> map) {
            return block((Map<String, Object>) map, under.equals("columns") ? "column" : key);
        }
        if (value instanceof List<?> list) {
            boolean named = HOLDING.contains(key) || HOLDING.contains(under);
            return list.stream()
                    .map(each -> named ? renamed(String.valueOf(each)) : each)
                    .toList();
        }
        boolean named = NAMED.contains(key) && !under.equals("columns") || HOLDING.contains(under);
        return named && value instanceof String name && !under.equals("reduce") ? renamed(name) : value;
    }
}
