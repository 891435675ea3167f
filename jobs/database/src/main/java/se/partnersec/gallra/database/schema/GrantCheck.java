package se.partnersec.gallra.database.schema;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import se.partnersec.gallra.config.mapping.SourceMapping;

/** Rights that the account of the job has, roles included, beside those that {@code gallra db grants} prints for it. */
public final class GrantCheck {
    /** Rights that change nothing, however wide. */
    private static final Set<String> READING = Set.of(
            "SELECT",
            "SHOW VIEW",
            "SHOW DATABASES",
            "SHOW CREATE ROUTINE",
            "SHOW_ROUTINE",
            "PROCESS",
            "REFERENCES",
            "REPLICATION CLIENT",
            "BINLOG MONITOR",
            "SLAVE MONITOR");

    private static final String PART = "(\\*|`(?:[^`]|``)+`|[\\w$]+)";
    private static final Pattern GRANT = Pattern.compile(
            "GRANT\\s+(.+?)\\s+ON\\s+(?:TABLE\\s+)?(PROCEDURE |FUNCTION )?" + PART + "\\." + PART + "\\s+TO\\s+(.*)",
            Pattern.DOTALL);
    private static final Pattern ROLES =
            Pattern.compile("GRANT\\s+(`[^`]+`(?:@`[^`]*`)?(?:,\\s*`[^`]+`(?:@`[^`]*`)?)*)\\s+TO\\s.*");
    private static final String WHOLE = "*";
    private static final String ALL = "ALL PRIVILEGES";
    private static final String GLOBAL = "*.*";

    private final JdbcTemplate jdbc;
    private final SourceMapping sources;
    private final boolean mariadb;
    private final boolean folded;
    private final String suite;

    /** @param jdbc logged in as the account, on the schema of the suite */
    public GrantCheck(JdbcTemplate jdbc, SourceMapping sources) {
        this.jdbc = jdbc;
        this.sources = sources;
        this.mariadb = text("SELECT VERSION()").contains("MariaDB");
        this.folded = !text("SELECT @@lower_case_table_names").equals("0");
        this.suite = text("SELECT DATABASE()");
    }

    /**
     * A right, in words and with what takes it away.
     *
     * @param words such as {@code UPDATE on gallra.approval}
     */
    public record Right(String words, String revoke) {}

    /**
     * Rights of the account that differ from the printed ones.
     *
     * @param missing rights that are wanted and not there
     * @param writing rights beyond, by which something could be changed
     * @param reading rights beyond, by which nothing could
     */
    public record Result(List<Right> missing, List<Right> writing, List<Right> reading) {}

    /** By object, as {@code schema.table}; of each right the columns, or all of them. */
    private final class Rights {
        private final Map<String, Map<String, Set<String>>> objects = new TreeMap<>();

        void read(String statement) {
            Matcher grant = GRANT.matcher(statement);
            if (!grant.matches()) {
                return;
            }
            String kind = grant.group(2) == null ? "" : grant.group(2);
            String object = kind + name(grant.group(3)) + "." + name(grant.group(4));
            if (grant.group(5).startsWith("PUBLIC") && !ours(object)) {
                return;
            }
            each(grant.group(1)).forEach((right, columns) -> of(object, right).addAll(columns));
            if (grant.group(5).contains("WITH GRANT OPTION")) {
                of(object, "GRANT OPTION").add(WHOLE);
            }
        }

        private Set<String> of(String object, String right) {
            return objects.computeIfAbsent(object, o -> new TreeMap<>()).computeIfAbsent(right, r -> new TreeSet<>());
        }

        private Set<String> columns(String object, String right) {
            return objects.getOrDefault(object, Map.of()).getOrDefault(right, Set.of());
        }

        boolean whole(String object, String right) {
            String schema = object.substring(start(object), object.indexOf('.'));
            return objects.keySet().stream()
                    .filter(each ->
                            each.equals(object) || each.equals(GLOBAL) || each.endsWith(".*") && like(each, schema))
                    .anyMatch(each -> columns(each, right).contains(WHOLE)
                            || columns(each, ALL).contains(WHOLE) && !right.equals("GRANT OPTION"));
        }
    }

    /** Where its name begins, after the word for what it is. */
    private static int start(String object) {
        return object.startsWith("PROCEDURE ") || object.startsWith("FUNCTION ") ? object.indexOf(' ') + 1 : 0;
    }

    /** Whether a name of a schema is one of those that a right on {@code pattern.*} is for. */
    private static boolean like(String pattern, String schema) {
        StringBuilder regex = new StringBuilder();
        String name = pattern.substring(0, pattern.length() - 2);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '\\' && i + 1 < name.length()) {
                regex.append(Pattern.quote(String.valueOf(name.charAt(++i))));
            } else {
                regex.append(c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(String.valueOf(c)));
            }
        }
        return schema.matches(regex.toString());
    }

    private boolean ours(String object) {
        Set<String> schemas =
                sources.allTables().map(table -> fold(table.schema())).collect(Collectors.toSet());
        schemas.add(fold(suite));
        return schemas.stream()
                .anyMatch(schema -> object.equals(GLOBAL)
                        || object.startsWith(schema + ".")
                        || object.endsWith(".*") && like(object, schema));
    }

    /** Compares them. */
    public Result result() {
        Rights wanted = new Rights();
        expected().forEach(wanted::read);
        Rights found = new Rights();
        granted().forEach(found::read);
        String account = "'" + text("SELECT CURRENT_USER()").replace("@", "'@'") + "'";
        List<Right> missing = new ArrayList<>();
        wanted.objects.forEach((object, rights) -> rights.forEach((right, columns) -> {
            Set<String> lacking = new TreeSet<>(columns);
            lacking.removeAll(found.columns(object, right));
            if (!right.equals("USAGE") && !lacking.isEmpty() && !found.whole(object, right)) {
                missing.add(right(object, right, lacking, account));
            }
        }));
        List<Right> writing = new ArrayList<>();
        List<Right> reading = new ArrayList<>();
        found.objects.forEach((object, rights) -> rights.forEach((right, columns) -> {
            Set<String> more = new TreeSet<>(columns);
            more.removeAll(wanted.columns(object, right));
            if (!right.equals("USAGE")
                    && !more.isEmpty()
                    && !wanted.columns(object, right).contains(WHOLE)) {
                (READING.contains(right) ? reading : writing).add(right(object, right, more, account));
            }
        }));
        return new Result(List.copyOf(missing), List.copyOf(writing), List.copyOf(reading));
    }

    private static Right right(String object, String right, Set<String> columns, String account) {
        boolean whole = columns.contains(WHOLE);
        String some = whole
                ? right
                : right + columns.stream().map(each -> "`" + each + "`").collect(Collectors.joining(", ", " (", ")"));
        int at = start(object);
        String quoted = object.substring(0, at)
                + List.of(object.substring(at).split("\\.", 2)).stream()
                        .map(part -> part.equals(WHOLE) ? part : "`" + part + "`")
                        .collect(Collectors.joining("."));
        return new Right(
                some.replace("`", "") + " on " + object, "REVOKE " + some + " ON " + quoted + " FROM " + account);
    }

    /** The statements that are printed for the job. */
    private List<String> expected() {
        String job = "'job'@'%'";
        Map<String, String> names = Map.of(
                "suite", suite,
                "categories", "''",
                "job", job,
                "owner", "'owner'@'%'",
                "finance", "'finance'@'%'",
                "reader", "'reader'@'%'",
                "sealer", "'sealer'@'%'",
                "guard", "'guard'@'%'");
        MappingGrants mapping = new MappingGrants(sources);
        List<String> all = new ArrayList<>(SqlScript.read("grants.sql").statements(names));
        all.addAll(mapping.statements(names));
        all.addAll(mapping.clearing(names));
        all.addAll(mapping.partitions(names));
        return all.stream()
                .filter(sql -> sql.startsWith("GRANT") && sql.contains(job))
                .map(sql -> mariadb ? sql.replaceAll("/\\*!.*?\\*/", "") : sql.replaceAll("/\\*!\\d+(.*?)\\*/", "$1"))
                .toList();
    }

    /** What the server says the account may do, by itself, by each of its roles, and as everybody. */
    private List<String> granted() {
        List<String> own = list("SHOW GRANTS FOR CURRENT_USER()");
        Set<String> roles = roles(own);
        if (!mariadb) {
            return roles.isEmpty() ? own : list("SHOW GRANTS FOR CURRENT_USER() USING " + String.join(", ", roles));
        }
        List<String> all = new ArrayList<>(own);
        all.addAll(list("SHOW GRANTS"));
        roles.forEach(role -> all.addAll(as(role)));
        return all;
    }

    /** What MariaDB shows of a role, and of those that come with it, only to who plays it. */
    private List<String> as(String role) {
        return Objects.requireNonNull(jdbc.execute((Connection connection) -> {
            JdbcTemplate session = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
            String before = session.queryForObject("SELECT CURRENT_ROLE()", String.class);
            session.execute("SET ROLE " + role);
            try {
                return session.query("SHOW GRANTS", (row, i) -> plain(row.getBytes(1)));
            } finally {
                session.execute("SET ROLE " + (before == null ? "NONE" : "`" + before + "`"));
            }
        }));
    }

    private static Set<String> roles(List<String> grants) {
        Set<String> roles = new LinkedHashSet<>();
        for (String grant : grants) {
            Matcher named = ROLES.matcher(grant);
            if (named.matches()) {
                roles.addAll(List.of(named.group(1).split(",\\s*")));
            }
        }
        return roles;
    }

    /** Each right with its columns; a list in parentheses belongs to the right before it. */
    private static Map<String, Set<String>> each(String rights) {
        Map<String, Set<String>> all = new LinkedHashMap<>();
        for (String right : rights.strip().split(",(?![^(]*\\))")) {
            int open = right.indexOf('(');
            Set<String> columns = new TreeSet<>();
            if (open < 0) {
                columns.add(WHOLE);
            } else {
                for (String column :
                        right.substring(open + 1, right.lastIndexOf(')')).split(",")) {
                    columns.add(column.strip().replace("`", "").toLowerCase(Locale.ROOT));
                }
            }
            String name = (open < 0 ? right : right.substring(0, open)).strip().toUpperCase(Locale.ROOT);
            all.computeIfAbsent(name, n -> new TreeSet<>()).addAll(columns);
        }
        return all;
    }

    private String name(String part) {
        return fold(part.startsWith("`") ? part.substring(1, part.length() - 1).replace("``", "`") : part);
    }

    private String fold(String name) {
        return folded ? name.toLowerCase(Locale.ROOT) : name;
    }

    private List<String> list(String sql) {
        return jdbc.query(sql, (row, i) -> plain(row.getBytes(1)));
    }

    /** MariaDB says of these rows that they are latin1, and sends UTF-8. */
    private static String plain(byte[] row) {
        return new String(row, StandardCharsets.UTF_8);
    }

    private String text(String sql) {
        return String.valueOf(jdbc.queryForObject(sql, String.class));
    }
}
