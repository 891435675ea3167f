package se.partnersec.gallra.database.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.database.jdbc.SqlErrorText;
import se.partnersec.gallra.policy.rule.DataCategory;

/**
 * Gives the five accounts their rights, and no more; on production a database administrator does it by hand.
 *
 * <p>The accounts must exist. Rights are only ever added: to take one away, drop the account and make it anew.
 */
public final class Grants {
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
     * @param business the schema of the source tables
     * @param owner an account, as {@code user@host}; so are the others
     * @param categories that a hold may be on
     * @param guard whose rights triggers run with; nobody can log in to it, and it is made where it is missing
     */
    public record Names(
            String suite,
            String business,
            String owner,
            String job,
            String finance,
            String reader,
            String sealer,
            String guard,
            List<DataCategory> categories) {
        public Names {
            categories = List.copyOf(categories);
            for (String schema : new String[] {suite, business}) {
                if (!SCHEMA.matcher(schema).matches()) {
                    throw new IllegalArgumentException(
                            "a schema must match " + SCHEMA.pattern() + ", '" + schema + "' does not");
                }
            }
            for (String account : new String[] {owner, job, finance, reader, sealer, guard}) {
                if (!ACCOUNT.matcher(account).matches()) {
                    throw new IllegalArgumentException(
                            "an account must look like user@host, '" + account + "' does not");
                }
            }
        }

        /**
         * @param business the schema of the source tables
         * @param categories that a hold may be on
         * @param host from where the accounts log in
         */
        public static Names of(GallraSettings settings, String business, List<DataCategory> categories, String host) {
            UnaryOperator<String> at = user -> user + "@" + host;
            return new Names(
                    settings.schema(),
                    business,
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
            return new Names(suite, business, owner, job, account, reader, sealer, guard, categories);
        }

        private Map<String, String> placeholders() {
            return Map.of(
                    "categories", literals(categories),
                    "suite", suite,
                    "business", business,
                    "owner", quoted(owner),
                    "job", quoted(job),
                    "finance", quoted(finance),
                    "reader", quoted(reader),
                    "sealer", quoted(sealer),
                    "guard", quoted(guard));
        }

        private static String quoted(String account) {
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
    }

    /** Makes the triggers alone; who calls their procedures must have the right to, or be who made them. */
    public void guard() {
        run("guards.sql");
    }

    /** Gives another who works for finance his rights; whoever makes the procedures anew takes the rights to call them away. */
    public void applyFor(String account) {
        run("grants.sql", names.finance(account));
    }

    /** What {@link #prepare} or {@link #apply} does, for an administrator to give to a client of the server. */
    public static List<String> lines(Names names, boolean before) {
        List<String> lines = new ArrayList<>();
        if (!before) {
            lines.add("DELIMITER //");
            SqlScript.read("guards.sql").statements(names.placeholders()).forEach(sql -> lines.add(sql + "//"));
            lines.add("DELIMITER ;");
        }
        SqlScript.read(before ? "owner.sql" : "grants.sql")
                .statements(names.placeholders())
                .forEach(sql -> lines.add(sql + ";"));
        return lines;
    }

    private void run(String script) {
        run(script, names);
    }

    private void run(String script, Names names) {
        try (Connection connection = administrator.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : SqlScript.read(script).statements(names.placeholders())) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new MigrationException(
                    "sql/" + script + ": " + SqlErrorText.in(e).describe(), e);
        }
    }
}
