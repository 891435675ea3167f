package se.partnersec.gallra.runs.preflight;

import java.math.BigInteger;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.approvals.assertion.PasskeyRepository;
import se.partnersec.gallra.approvals.request.PersonRegister;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.database.schema.ClearingProcedure;
import se.partnersec.gallra.database.schema.Grants;
import se.partnersec.gallra.database.schema.MaskedViews;
import se.partnersec.gallra.database.schema.SqlScript;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.text.Sentences;
import se.partnersec.gallra.support.text.VisibleText;

/**
 * Whether what guards Gallra's tables is in the database as this version has it, and nothing else beside it: triggers and procedures
 * of {@code sql/guards.sql}, the account whose rights they run with, views, and defaults that say who wrote a row.
 */
final class GuardChecks {
    private static final Sentences SENTENCES = Sentences.of("runs");
    private static final Pattern TRIGGER = Pattern.compile(
            "CREATE DEFINER = \\S+ TRIGGER \\S+\\.(\\w+) (\\w+ \\w+) ON \\S+\\.(\\w+) FOR EACH ROW\\s(.*)",
            Pattern.DOTALL);
    private static final Pattern PROCEDURE = Pattern.compile(
            "CREATE DEFINER = \\S+ PROCEDURE \\S+\\.(advance_gate|gate_keepers|guard_account|person_of|person_there|person_roles)\\(.*?(BEGIN.*)",
            Pattern.DOTALL);
    private static final Pattern MODE = Pattern.compile("SET SESSION sql_mode = '(.*)'");
    /** No such procedure, and no right to call it. */
    private static final Set<Integer> NOT_THERE = Set.of(1305, 1370);

    /**
     * What {@code CALL guards()} says of our views where they are those of the newest script: MySQL words them in one way, MariaDB in
     * another. After a change of a view both servers are asked anew.
     */
    private static final Map<String, Set<String>> VIEWS = Map.ofEntries(
            Map.entry(
                    "valid_approval",
                    Set.of(
                            "4cf9e6bafd1ee4f8886391d4d480f0d2254ed1a7eea081a3a9ea2c9497c47ce8",
                            "2f853234e23f195a4374d6726f9874b6bf5590bbb2eedb3033b4d7e20e9a5888")),
            Map.entry(
                    "valid_release",
                    Set.of(
                            "6ac52ad74b1956cb9e3bb8ed55e75486aa2f47427c4ce89ba8ca4467459ade08",
                            "0cbd1c03365ad684a2dcf5e3cf7f8bec13c96e3c0c52996b2c05d4317c03f598")),
            Map.entry(
                    "valid_permit",
                    Set.of(
                            "3a8fb1b0ffbd2f657574afd91f3efb8433c520631a67904661176f93c9c32d6f",
                            "3321864713a4cdac2228b0c092d0abd0393d8d5de23c9117e58be38ef5daf870")),
            Map.entry(
                    "valid_replay",
                    Set.of(
                            "84aa64eb2de2e077ba8abccb395a86d394e5dfe6f24e2979dc5ac9d1494cd81a",
                            "8bfd15f097c374d787ae59550d75e5b8d50281bb8ea2e841ce30d61bea46db58")),
            Map.entry(
                    "standing_year_version",
                    Set.of(
                            "0f244b7c9e640c5f99a925fb9bb109d3e2925414934510237b03b488a434be29",
                            "ed20331bcf4b31260d3236031e5bfcbaa48839d17b9f9369a9d70fd1bf430697")),
            Map.entry(
                    "valid_fiscal_year",
                    Set.of(
                            "711e377de68aab92dd0b1d2621475c1771b07cf6d63d21524ee724c7cb5efb1b",
                            "e5420ab2152db530b9eff76fd6d13ab359e329fced579340c806976ef99c399e")),
            Map.entry(
                    "valid_decision",
                    Set.of(
                            "5c103904ae4d45aa326ffb1d8863f3f689b81f106696df2dc65f1b5769563f3b",
                            "e22e3755583cd8f94e5e4397d070eeddb8eebc5747daf468ef1a0023ebea9aef")),
            Map.entry(
                    "valid_adoption",
                    Set.of(
                            "eb9fc8017a7139f06d77383f8959efd725818d5356df28984047d6f615fa0b6c",
                            "c3e9611851c32bba8a475e98951abefe7f2a16b741b38a24a5d2987fdea3ad4b")),
            Map.entry(
                    "voucher_in_force",
                    Set.of(
                            "2afcf4d1be6e906c163eada7eb80d2aa0e283bc5bb1af88fcc82cddf006ca7f5",
                            "1074879f8afa1f96156d0de8ca7a14c3b71dd9aa02d53abb1d649d01da8a4724")),
            Map.entry(
                    "valid_key",
                    Set.of(
                            "52c3e7d4eb4d91dccb1b48720ccd1947ff37a0049d6bf5ff2ac6a37d271779e9",
                            "c3d6ae0271f3550500ead8c9b8e03a3ed2f5968f1685f551ef28c67f6d24c561")));

    private static final String VIEW = "VIEW";
    private static final String DEFAULT = "DEFAULT";
    private static final String NUMBER = "NUMBER";

    /** Whose default says in whose session a row was written. */
    private static final List<String> STAMPED = List.of(
            "approval.by_session",
            "approval_request.by_session",
            "audit.by_session",
            "book_import.by_session",
            "fiscal_year_version.by_session",
            "gate_log.by_session",
            "finding_ack.by_session",
            "key_approval.by_session",
            "notice_answer.by_session",
            "person_key.by_session",
            "request_decision.by_session",
            "subject_request.by_session");

    private final JdbcTemplate jdbc;
    private final CheckCollector list;
    private final List<DataCategory> categories;
    private final @Nullable SourceMapping sources;
    /** The sql_mode that all of them are made under. */
    private String mode = "";

    /** @param sources null where they cannot be read: of the procedures that clear nothing is said then */
    GuardChecks(
            JdbcTemplate jdbc, CheckCollector list, List<DataCategory> categories, @Nullable SourceMapping sources) {
        this.categories = categories;
        this.sources = sources;
        this.jdbc = jdbc;
        this.list = list;
    }

    /** @param made the sql_mode of a trigger or procedure; whose rights a view asks; whether a column may be NULL */
    private record Guard(String place, String definer, String body, String made) {}

    void check() {
        Map<String, Guard> found;
        String account;
        try {
            found = found();
            account = String.valueOf(jdbc.queryForObject("CALL guard_account()", String.class));
        } catch (DataAccessException e) {
            SQLException sql = CheckCollector.sql(e);
            if (sql == null || !NOT_THERE.contains(sql.getErrorCode())) {
                throw e;
            }
            list.refuse("guards", SENTENCES.say("preflight.triggers-guard-gallra-tables-missing-not"), cure());
            return;
        }
        List<String> problems = new ArrayList<>();
        routines(found, problems);
        masked(found, problems);
        if (!account.contains("ACCOUNT LOCK")) {
            problems.add(SENTENCES.say("preflight.account-whose-rights-they-run-not"));
        }
        if (!problems.isEmpty()) {
            list.refuse(
                    "guards",
                    SENTENCES.say("preflight.triggers-guard-gallra-tables", String.join("; ", problems)),
                    cure());
        }
        List<String> shapes = new ArrayList<>();
        views(found, shapes);
        stamps(found, shapes);
        if (!shapes.isEmpty()) {
            list.refuse(
                    "guards",
                    SENTENCES.say("preflight.what-tells-who-approved-what", String.join("; ", shapes)),
                    SENTENCES.say("preflight.nothing-needs-two-people-can-believed"));
        }
        numbers(found);
        if (found.containsKey("person_roles")) {
            roles();
        }
        clearing(found);
        list.okUnlessSaid("guards", SENTENCES.say("preflight.triggers-guard-gallra-tables-those-version"));
    }

    private void routines(Map<String, Guard> all, List<String> problems) {
        Map<String, Guard> wanted = wanted();
        Map<String, Guard> found = new TreeMap<>(all);
        found.values().removeIf(each -> Set.of(VIEW, DEFAULT, NUMBER).contains(each.place()));
        TreeSet<String> definers = new TreeSet<>();
        found.values().forEach(guard -> definers.add(guard.definer()));
        found.keySet().removeIf(GuardChecks::clears);
        different(wanted, found, problems);
        found.keySet().stream()
                .filter(name -> !wanted.containsKey(name))
                .forEach(name -> problems.add(SENTENCES.say("preflight.none-gallra", name)));
        if (definers.size() > 1) {
            problems.add(SENTENCES.say(
                    "preflight.they-run-rights-different-accounts",
                    String.join(SENTENCES.say("preflight.and"), definers)));
        }
    }

    /** The procedures by which the job changes rows of the business: all that the mapping needs, as this version makes them, and no other. */
    private void clearing(Map<String, Guard> all) {
        if (sources == null) {
            return;
        }
        Map<String, Guard> wanted = new TreeMap<>();
        for (ClearingProcedure each : ClearingProcedure.all(sources)) {
            wanted.put(each.name(), new Guard("PROCEDURE", "", plain(each.body()), mode));
        }
        Map<String, Guard> found = new TreeMap<>(all);
        found.keySet().removeIf(name -> !clears(name));
        List<String> problems = new ArrayList<>();
        different(wanted, found, problems);
        if (!problems.isEmpty()) {
            list.refuse(
                    "clearing",
                    SENTENCES.say("preflight.procedures-which-columns-business-cleared", String.join("; ", problems)),
                    SENTENCES.say("preflight.database-administrator-applies-what-gallra-db"));
        }
        List<String> more = found.keySet().stream()
                .filter(name -> !wanted.containsKey(name))
                .toList();
        if (!more.isEmpty()) {
            list.refuse(
                    "clearing",
                    SENTENCES.say(
                            "preflight.procedures-clear-what-mapping-does-not",
                            more.stream().map(VisibleText::of).collect(Collectors.joining(", "))),
                    SENTENCES.say(
                            "preflight.database-administrator-drops-them",
                            more.stream()
                                    .map(name -> "DROP PROCEDURE `" + VisibleText.of(name) + "`")
                                    .collect(Collectors.joining("; "))));
        }
        list.okUnlessSaid("clearing", SENTENCES.say("preflight.procedures-clear-those-version-mapping"));
    }

    private static boolean clears(String name) {
        return ClearingProcedure.KINDS.contains(name.replaceFirst("_.*", ""));
    }

    private static void different(Map<String, Guard> wanted, Map<String, Guard> found, List<String> problems) {
        wanted.forEach((name, guard) -> {
            Guard there = found.get(name);
            if (there == null) {
                problems.add(SENTENCES.say("preflight.missing", name));
            } else if (!there.place().equals(guard.place()) || !there.body().equals(guard.body())) {
                problems.add(SENTENCES.say("preflight.not-version", name));
            } else if (!modes(there.made()).equals(modes(guard.made()))) {
                problems.add(SENTENCES.say("preflight.made-under-sql-mode", name, there.made()));
            }
        });
    }

    private static void views(Map<String, Guard> found, List<String> problems) {
        new TreeMap<>(VIEWS).forEach((name, hashes) -> {
            Guard there = found.get(name);
            if (there == null || !there.place().equals(VIEW)) {
                problems.add(SENTENCES.say("preflight.view-missing", name));
            } else if (!hashes.contains(there.body()) || !there.made().equals("INVOKER")) {
                problems.add(SENTENCES.say("preflight.view-not-version", name));
            }
        });
    }

    /** Made with the triggers, and anew like them. */
    private static void masked(Map<String, Guard> found, List<String> problems) {
        Map<String, MaskedViews.Seen> views = new TreeMap<>();
        found.forEach((name, guard) -> {
            if (guard.place().equals(VIEW)) {
                views.put(name, new MaskedViews.Seen(guard.body(), guard.made()));
            }
        });
        MaskedViews.problems(views).forEach(name -> problems.add(SENTENCES.say("preflight.view-not-version", name)));
    }

    private static void stamps(Map<String, Guard> found, List<String> problems) {
        TreeSet<String> columns = new TreeSet<>(STAMPED);
        found.forEach((name, guard) -> {
            if (guard.place().equals(DEFAULT)) {
                columns.add(name);
            }
        });
        for (String name : columns) {
            Guard there = found.get(name);
            if (there == null
                    || !there.body().equalsIgnoreCase("user()")
                    || !there.made().equals("NO")) {
                problems.add(SENTENCES.say("preflight.not-written-database-itself", name));
            }
        }
    }

    /** Whoever has two roles gives orders to what they decide, or checks what they did. Whoever has two logins must be on record. */
    private void roles() {
        PersonRegister people = new PersonRegister(jdbc);
        boolean any = !people.people().isEmpty();
        jdbc.query("CALL person_roles()", row -> {
            String login = row.getString(1);
            String roles = row.getString(2);
            if (roles.contains(",")) {
                list.note(
                        "roles",
                        SENTENCES.say("preflight.login-rights-more-than-one-role", login, roles),
                        SENTENCES.say("preflight.give-each-person-login-one-role"));
            }
            if (any
                    && (roles.contains("finance") || roles.contains("officer"))
                    && people.of(login).isEmpty()) {
                list.note(
                        "people",
                        SENTENCES.say("preflight.login-nobody-on-record", login, roles),
                        SENTENCES.say("preflight.people-add"));
            }
        });
        people.approvedAlone()
                .forEach(each -> list.note(
                        "people",
                        SENTENCES.say(
                                "preflight.approved-by-one-person", each.request(), each.asker(), each.approver()),
                        SENTENCES.say("preflight.check-what-it-allowed")));
        new PasskeyRepository(jdbc, UnaryOperator.identity())
                .unsigned()
                .forEach(request -> list.note(
                        "passkeys",
                        SENTENCES.say("preflight.passkey-did-not-sign", request),
                        SENTENCES.say("preflight.find-out-who-wrote-it")));
    }

    private void numbers(Map<String, Guard> found) {
        if (!found.containsKey("hold.id")) {
            list.refuse("guards", SENTENCES.say("preflight.nobody-can-tell-whether-another-hold"), cure());
        }
        found.forEach((column, guard) -> {
            if (guard.place().equals(NUMBER) && new BigInteger(guard.body()).bitLength() > 62) {
                list.refuse(
                        "guards",
                        SENTENCES.say("preflight.next-number-hardly-another-row-fits", column, guard.body()),
                        SENTENCES.say("preflight.find-out-who-set-give-row"));
            }
        });
    }

    private Map<String, Guard> found() {
        Map<String, Guard> found = new TreeMap<>();
        jdbc.query("CALL guards()", row -> {
            // Two of one name, such as a trigger that is called as a procedure, are none of ours.
            found.merge(
                    row.getString("name"),
                    new Guard(
                            row.getString("place"),
                            row.getString("definer"),
                            plain(Objects.requireNonNullElse(row.getString("body"), "")),
                            Objects.requireNonNullElse(row.getString("made"), "")),
                    (one, other) -> new Guard(one.place() + " and " + other.place(), one.definer(), "", ""));
        });
        return found;
    }

    private Map<String, Guard> wanted() {
        Map<String, Guard> wanted = new TreeMap<>();
        String names = Grants.literals(categories);
        for (String raw : SqlScript.read("guards.sql").raw()) {
            String sql = raw.replace("${categories}", names);
            Matcher set = MODE.matcher(sql);
            Matcher trigger = TRIGGER.matcher(sql);
            Matcher procedure = PROCEDURE.matcher(sql);
            if (set.matches()) {
                mode = set.group(1);
            } else if (trigger.matches()) {
                wanted.put(
                        trigger.group(1),
                        new Guard(trigger.group(2) + " " + trigger.group(3), "", plain(trigger.group(4)), mode));
            } else if (procedure.matches()) {
                wanted.put(procedure.group(1), new Guard("PROCEDURE", "", plain(procedure.group(2)), mode));
            }
        }
        return wanted;
    }

    /** Servers list modes in an order of their own. */
    private static Set<String> modes(String mode) {
        return Set.of(mode.split(","));
    }

    /** Clients leave out comments, and servers keep the rest as it was typed. */
    private static String plain(String body) {
        return body.replaceAll("(?m)^\\s*-- .*$", " ").replaceAll("\\s+", " ").strip();
    }

    private static String cure() {
        return SENTENCES.say("preflight.database-administrator-applies-sql-guards-sql");
    }
}
