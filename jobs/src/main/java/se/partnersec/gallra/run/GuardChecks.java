package se.partnersec.gallra.run;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.store.SqlScript;

/** Whether the triggers and the procedure of {@code sql/guards.sql} are in the database, and nothing else beside them. */
final class GuardChecks {
    private static final Pattern TRIGGER = Pattern.compile(
            "CREATE DEFINER = \\S+ TRIGGER \\S+\\.(\\w+) (\\w+ \\w+) ON \\S+\\.(\\w+) FOR EACH ROW\\s(.*)",
            Pattern.DOTALL);
    private static final Pattern PROCEDURE =
            Pattern.compile("CREATE DEFINER = \\S+ PROCEDURE \\S+\\.(advance_gate)\\(\\).*?(BEGIN.*)", Pattern.DOTALL);
    /** No such procedure, and no right to call it. */
    private static final Set<Integer> NOT_THERE = Set.of(1305, 1370);

    private static final String CURE = "a database administrator applies sql/guards.sql: gallra db grants";

    private final JdbcTemplate jdbc;
    private final CheckList list;

    GuardChecks(JdbcTemplate jdbc, CheckList list) {
        this.jdbc = jdbc;
        this.list = list;
    }

    private record Guard(String place, String definer, String body) {}

    void check() {
        Map<String, Guard> found;
        try {
            found = found();
        } catch (DataAccessException e) {
            SQLException sql = CheckList.sql(e);
            if (sql == null || !NOT_THERE.contains(sql.getErrorCode())) {
                throw e;
            }
            list.refuse(
                    "guards",
                    "the triggers that guard Gallra's tables are missing, or not to be seen by this account",
                    CURE);
            return;
        }
        Map<String, Guard> wanted = wanted();
        List<String> problems = new ArrayList<>();
        wanted.forEach((name, guard) -> {
            Guard there = found.get(name);
            if (there == null) {
                problems.add(name + " is missing");
            } else if (!there.place().equals(guard.place()) || !there.body().equals(guard.body())) {
                problems.add(name + " is not that of this version");
            }
        });
        found.keySet().stream()
                .filter(name -> !wanted.containsKey(name))
                .forEach(name -> problems.add(name + " is none of Gallra's"));
        TreeSet<String> definers = new TreeSet<>();
        found.values().forEach(guard -> definers.add(guard.definer()));
        if (definers.size() > 1) {
            problems.add("they run with the rights of different accounts, " + String.join(" and ", definers));
        }
        if (problems.isEmpty()) {
            list.okUnlessSaid("guards", "the triggers that guard Gallra's tables are those of this version");
        } else {
            list.refuse("guards", "the triggers that guard Gallra's tables: " + String.join("; ", problems), CURE);
        }
    }

    private Map<String, Guard> found() {
        Map<String, Guard> found = new TreeMap<>();
        jdbc.query("CALL guards()", row -> {
            found.put(
                    row.getString("name"),
                    new Guard(row.getString("place"), row.getString("definer"), plain(row.getString("body"))));
        });
        return found;
    }

    private static Map<String, Guard> wanted() {
        Map<String, Guard> wanted = new TreeMap<>();
        for (String sql : SqlScript.read("guards.sql").raw()) {
            Matcher trigger = TRIGGER.matcher(sql);
            Matcher procedure = PROCEDURE.matcher(sql);
            if (trigger.matches()) {
                wanted.put(
                        trigger.group(1),
                        new Guard(trigger.group(2) + " " + trigger.group(3), "", plain(trigger.group(4))));
            } else if (procedure.matches()) {
                wanted.put(procedure.group(1), new Guard("PROCEDURE", "", plain(procedure.group(2))));
            }
        }
        return wanted;
    }

    /** Clients leave out comments, and servers keep the rest as it was typed. */
    private static String plain(String body) {
        return body.replaceAll("(?m)^\\s*-- .*$", " ").replaceAll("\\s+", " ").strip();
    }
}
