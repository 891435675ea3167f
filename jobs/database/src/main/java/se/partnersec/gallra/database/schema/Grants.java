package se.partnersec.gallra.database.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.database.jdbc.SqlErrorText;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/**
 * Gives the five accounts their rights, and no more; on production a database administrator does it by hand.
 *
 * <p>The accounts must exist. Rights are only ever added: to take one away, drop the account and make it anew.
 */
public final class Grants {
    private static final Sentences SENTENCES = Sentences.of("database");
    private static final Pattern SCHEMA = Pattern.compile("[a-z][a-z0-9_]{0,62}");
    private static final Pattern ACCOUNT = Pattern.compile("[A-Za-z0-9_.-]{1,32}@[A-Za-z0-9_.:%-]{1,60}");

    private final DataSource administrator;
    private final Names names;

    /** @param administrator an account that may hand on rights in both schemas, and REFERENCES on all */
    public Grants(DataSource administrator, Names names) {
        this.administrator = administrator;
        this.names = names;
    }

    /**
     * Whom and what the rights are about.
     *
     * @param suite our own schema
     * @param sources the tables of the business, of which the accounts get what the mapping names
     * @param owner an account, as {@code user@host}; so are the others
     * @param categories that a hold may be on
     * @param guard whose rights triggers run with; nobody can log in to it, and it is made where it is missing
     */
    public record Names(
            String suite,
            SourceMapping sources,
            String owner,
            String job,
            String finance,
            String reader,
            String sealer,
            String guard,
            List<DataCategory> categories) {
        public Names {
            categories = List.copyOf(categories);
            if (!SCHEMA.matcher(suite).matches()) {
                throw RefusedException.configuration(
                        SENTENCES.say("schema.schema-must-match-does-not", SCHEMA.pattern(), suite));
            }
            for (String account : new String[] {owner, job, finance, reader, sealer, guard}) {
                if (!ACCOUNT.matcher(account).matches()) {
                    throw RefusedException.configuration(
                            SENTENCES.say("schema.account-must-look-like-user-host", account));
                }
            }
        }

        /**
         * @param categories that a hold may be on
         * @param host from where the accounts log in
         */
        public static Names of(
                GallraSettings settings, SourceMapping sources, List<DataCategory> categories, String host) {
            UnaryOperator<String> at = user -> user + "@" + host;
            return new Names(
                    settings.schema(),
                    sources,
                    at.apply(settings.account(DatabaseRole.OWNER).user()),
                    at.apply(settings.account(DatabaseRole.JOB).user()),
                    at.apply(settings.account(DatabaseRole.FINANCE).user()),
                    at.apply(settings.account(DatabaseRole.READER).user()),
                    at.apply(settings.account(DatabaseRole.SEALER).user()),
                    "gallra_guard@localhost",
                    categories);
        }

        /** The same for another who works for finance. */
        public Names finance(String account) {
            return new Names(suite, sources, owner, job, account, reader, sealer, guard, categories);
        }

        /** The user names of the accounts of the suite, none of which is a person's. */
        private List<String> services() {
            return Stream.of(owner, job, finance, reader, sealer, guard)
                    .map(account -> account.substring(0, account.indexOf('@')))
                    .toList();
        }

        private Map<String, String> placeholders() {
            return Map.of(
                    "categories", literals(categories),
                    "suite", suite,
                    "owner", quoted(owner),
                    "job", quoted(job),
                    "finance", quoted(finance),
                    "reader", quoted(reader),
                    "sealer", quoted(sealer),
                    "guard", quoted(guard));
        }

        static String quoted(String account) {
            int at = account.indexOf('@');
            return "'" + account.substring(0, at) + "'@'" + account.substring(at + 1) + "'";
        }
    }

    /** The list of categories as guards.sql has it: the name of a category has no character that would need escaping. */
    public static String literals(List<DataCategory> categories) {
        return categories.stream().sorted().map(each -> "'" + each + "'").collect(Collectors.joining(", "));
    }

    /** Before the tables exist: makes the schema of the suite and gives the owner his rights in it. */
    public void prepare() {
        run("owner.sql");
    }

    /** When the tables exist: makes the triggers that hold whatever a session switches off, and gives the others their rights. */
    public void apply() {
        run("guards.sql");
        run("grants.sql");
        map();
    }

    /** What follows from the mapping alone, where that is another than it was. */
    public void map() {
        clear();
        business(names);
    }

    /** Makes the triggers alone; who calls their procedures must have the right to, or be who made them. */
    public void guard() {
        run("guards.sql");
    }

    /** Makes the procedures that clear columns of the business, as the mapping has them now. */
    public void clear() {
        run(
                SENTENCES.say("schema.procedures-clear"),
                new MappingGrants(names.sources()).clearing(names.placeholders()));
        run(SENTENCES.say("schema.procedures-clear"), others());
    }

    /** Drops procedures of another mapping. */
    private List<String> others() {
        Set<String> ours = ClearingProcedure.all(names.sources()).stream()
                .map(ClearingProcedure::name)
                .collect(Collectors.toSet());
        return new JdbcTemplate(administrator)
                        .query(
                                "SELECT routine_name FROM information_schema.routines WHERE routine_schema = ?",
                                (row, i) -> String.valueOf(row.getString(1)),
                                names.suite())
                        .stream()
                        .filter(name ->
                                ClearingProcedure.KINDS.contains(name.replaceFirst("_.*", "")) && !ours.contains(name))
                        .map(name -> "DROP PROCEDURE `" + names.suite() + "`.`" + name + "`")
                        .toList();
    }

    /** Gives another who works for finance his rights; whoever makes the procedures anew takes the rights to call them away. */
    public void applyFor(String account) {
        run("grants.sql", names.finance(account));
        business(names.finance(account));
    }

    private void business(Names whose) {
        MappingGrants mapping = new MappingGrants(whose.sources());
        run(SENTENCES.say("schema.rights-tables-business"), mapping.statements(whose.placeholders()));
        run("partitions.sql", mapping.partitions(whose.placeholders()));
    }

    /** What {@link #prepare} or {@link #apply} does, for an administrator to give to a client of the server. */
    public static List<String> lines(Names names, boolean before) {
        Map<String, String> accounts = names.placeholders();
        if (before) {
            return plain(SqlScript.read("owner.sql").statements(accounts));
        }
        MappingGrants mapping = new MappingGrants(names.sources());
        List<String> lines = new ArrayList<>(List.of("SET NAMES utf8mb4;"));
        lines.addAll(blocks(SqlScript.read("guards.sql").statements(accounts)));
        lines.addAll(plain(SqlScript.read("grants.sql").statements(accounts)));
        lines.addAll(blocks(mapping.clearing(accounts)));
        lines.addAll(plain(mapping.statements(accounts)));
        lines.addAll(blocks(mapping.partitions(accounts)));
        return lines;
    }

    /**
     * The rights of one person's own login in one role, as statements.
     *
     * @param person a login that exists, as {@code user@host}
     * @param role its name
     * @throws RefusedException if there is no such role, or that is no login of a person
     */
    public static List<String> person(Names names, String person, String role) {
        PersonRole wanted = PersonRole.of(role);
        if (!ACCOUNT.matcher(person).matches()) {
            throw RefusedException.usage(SENTENCES.say("schema.no-login-write-host-such-anna", person));
        }
        if (names.services().contains(person.substring(0, person.indexOf('@')))) {
            throw RefusedException.usage(SENTENCES.say("schema.account-suite-nobody-own-make-login", person));
        }
        return plain(PersonGrants.statements(names, Names.quoted(person), wanted));
    }

    /** Gives a person's login, which must exist, the rights of its role. */
    public void applyFor(String person, PersonRole role) {
        run("sql/roles.sql", PersonGrants.statements(names, Names.quoted(person), role));
    }

    private static List<String> plain(List<String> statements) {
        return statements.stream().map(sql -> sql + ";").toList();
    }

    /** Statements that hold statements in themselves, with a delimiter of their own. */
    private static List<String> blocks(List<String> statements) {
        if (statements.isEmpty()) {
            return statements;
        }
        List<String> lines = new ArrayList<>(List.of("DELIMITER //"));
        statements.forEach(sql -> lines.add(sql + "//"));
        lines.add("DELIMITER ;");
        return lines;
    }

    private void run(String script) {
        run(script, names);
    }

    private void run(String script, Names whose) {
        run("sql/" + script, SqlScript.read(script).statements(whose.placeholders()));
    }

    private void run(String what, List<String> statements) {
        try (Connection connection = administrator.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new MigrationException(what + ": " + SqlErrorText.in(e).describe(), e);
        }
    }
}
