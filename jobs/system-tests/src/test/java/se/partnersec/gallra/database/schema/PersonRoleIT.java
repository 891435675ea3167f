package se.partnersec.gallra.database.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.schema.GrantTable.Rights;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.testing.FreshSchemas;
import se.partnersec.gallra.testing.GrantedAccounts;
import se.partnersec.gallra.testing.PersonAccounts;
import se.partnersec.gallra.testing.TestServers;

/** Every right of every role of a person, tried on every table, view and column, and every one that is not given. */
@Tag("core")
class PersonRoleIT {
    private static final Set<Integer> DENIED = Set.of(1044, 1142, 1143, 1227, 1370);
    private static final Rights NOTHING = Rights.parse("");

    private static FreshSchemas schemas;
    private static GrantedAccounts accounts;
    private static PersonAccounts persons;
    private static Map<String, Map<PersonRole, Rights>> wanted;

    @BeforeAll
    static void make_tables_and_logins() throws Exception {
        schemas = TestServers.freshSchemas();
        accounts = GrantedAccounts.create(schemas);
        persons = PersonAccounts.create(accounts);
        wanted = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("src", "test", "resources", "person-roles.txt"))) {
            String[] cells = line.split("\\|", -1);
            if (!line.startsWith("#") && cells.length > 1) {
                Map<PersonRole, Rights> rights = new EnumMap<>(PersonRole.class);
                for (PersonRole role : PersonRole.values()) {
                    rights.put(role, Rights.parse(cells[role.ordinal() + 1]));
                }
                wanted.put(cells[0].strip(), rights);
            }
        }
    }

    @AfterAll
    static void drop_them() {
        persons.close();
        accounts.close();
        schemas.close();
    }

    @ParameterizedTest
    @EnumSource
    void a_role_may_do_what_is_written_and_nothing_else(PersonRole role) throws SQLException {
        assertThat(mistakes(role)).isEmpty();
    }

    @Test
    void every_line_is_of_a_table_or_view_there_is() throws SQLException {
        assertThat(SchemaColumns.of(schemas, schemas.suite(), "TABLE", "VIEW").keySet())
                .containsAll(wanted.keySet());
    }

    @Test
    void procedures_are_called_by_those_who_pass_the_gate() throws SQLException {
        for (PersonRole role : PersonRole.values()) {
            boolean decides = role == PersonRole.FINANCE || role == PersonRole.OFFICER;
            try (Connection connection = connect(role)) {
                assertThat(allows(connection, "CALL " + schemas.suite() + ".advance_gate()"))
                        .as(role.id())
                        .isEqualTo(decides);
                for (String each : List.of(
                        "guards()", "guard_account()", "gate_keepers(10)", "person_roles()", "source_triggers('x')")) {
                    assertThat(allows(connection, "CALL " + schemas.suite() + "." + each))
                            .as(role + " " + each)
                            .isFalse();
                }
            }
        }
    }

    /** What is not written is restriction, so that whoever may not write the type places nothing else. */
    @Test
    void the_officer_places_restrictions_and_no_other_hold() throws SQLException {
        String hold = schemas.suite() + ".hold (uuid, scope_kind, scope_key, scope_text, review_by, reason";
        try (Connection officer = connect(PersonRole.OFFICER);
                Statement statement = officer.createStatement()) {
            assertThatThrownBy(() -> statement.execute("INSERT INTO " + hold
                            + ", type) VALUES (UUID(), 'USER', '', '4711', '2030-01-01', 'x', 'RESTRICTION')"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("denied");
            statement.execute(
                    "INSERT INTO " + hold + ") VALUES (UUID(), 'USER', '', '4711', '2030-01-01', 'anna@exempel.se')");
            assertThat(SchemaColumns.values(officer, "SELECT type FROM " + schemas.suite() + ".hold"))
                    .containsExactly("RESTRICTION");
            officer.rollback();
        }
    }

    /** Reasons, names and addresses; keys and roles stay. */
    @Test
    void the_auditor_sees_keys_and_nobody_s_name() throws SQLException {
        String suite = schemas.suite();
        schemas.database()
                .execute(
                        suite,
                        "INSERT INTO hold (uuid, type, scope_kind, scope_key, scope_text, review_by, reason) VALUES"
                                + " ('a', 'DISPUTE', 'USER', '', 'anna@exempel.se', '2030-01-01', 'Anna says'),"
                                + " ('b', 'DISPUTE', 'USER', '', '0701740601', '2030-01-01', 'Anna says'),"
                                + " ('c', 'DISPUTE', 'CUSTOMER', '', '8501011234', '2030-01-01', 'Anna says'),"
                                + " ('d', 'DISPUTE', 'USER', '', '4711', '2030-01-01', 'Anna says'),"
                                + " ('e', 'DISPUTE', 'RECORD', '', 'chat-logs:3', '2030-01-01', 'Anna says'),"
                                + " ('f', 'DISPUTE', 'CATEGORY', '', 'chat-logs', '2030-01-01', 'Anna says')",
                        "INSERT INTO audit (action, subject, detail) VALUES ('x', 'R-1', 'Anna says')",
                        "INSERT INTO approval_request (uuid, subject_kind, subject_id, terms, reason, valid_days)"
                                + " VALUES ('u', 'RUN', 'chat-logs', 't', 'Anna says', 1)",
                        "INSERT INTO approval_end (request_id, reason) SELECT id, 'Anna says' FROM approval_request");
        try (Connection auditor = connect(PersonRole.AUDITOR)) {
            assertThat(SchemaColumns.values(auditor, "SELECT scope_text FROM " + suite + ".masked_hold ORDER BY id"))
                    .containsExactly("***", "***", "***", "4711", "chat-logs:3", "chat-logs");
            for (String view :
                    List.of("masked_hold", "masked_audit", "masked_approval_request", "masked_approval_end")) {
                assertThat(SchemaColumns.rows(auditor, "SELECT * FROM " + suite + "." + view))
                        .as(view)
                        .isNotEmpty()
                        .noneMatch(
                                row -> row.contains("Anna") || row.contains("@exempel") || row.contains("0701740601"));
            }
        } finally {
            schemas.database()
                    .execute(
                            suite,
                            "DELETE FROM approval_end",
                            "DELETE FROM approval_request",
                            "DELETE FROM hold",
                            "DELETE FROM audit");
        }
    }

    /** Breaks the grants on purpose: a matrix that stayed green then would prove nothing. */
    @Test
    void notices_one_right_too_many_and_one_too_few() throws SQLException {
        String metrics = "'" + persons.account(PersonRole.METRICS).user() + "'@'%'";
        String hold = schemas.suite() + ".hold";
        String lease = schemas.suite() + ".lease";
        schemas.database()
                .execute(
                        "",
                        "GRANT SELECT (reason) ON " + hold + " TO " + metrics,
                        "REVOKE SELECT ON " + lease + " FROM " + metrics);
        try {
            assertThat(String.join("\n", mistakes(PersonRole.METRICS)))
                    .contains("allowed: SELECT `reason` FROM " + hold)
                    .contains("denied: SELECT `holder` FROM " + lease);
        } finally {
            schemas.database()
                    .execute(
                            "",
                            "REVOKE SELECT (reason) ON " + hold + " FROM " + metrics,
                            "GRANT SELECT ON " + lease + " TO " + metrics);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "anna@%, boss, 'there is no role ''boss''; choose from operations, finance, officer, auditor, sso, metrics'",
        "anna@%, FINANCE, there is no role 'FINANCE'",
        "anna, finance, is no login: write it with its host",
        "'anna''@%', finance, is no login",
        "'anna@%; DROP', finance, is no login"
    })
    void refuses_what_is_no_role_or_no_login(String login, String role, String says) {
        assertThatThrownBy(() -> Grants.person(accounts.names(), login, role))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(says.replace("''", "'"));
    }

    @Test
    void refuses_an_account_of_the_suite() {
        String job = accounts.account(DatabaseRole.JOB).user() + "@localhost";
        assertThatThrownBy(() -> Grants.person(accounts.names(), job, "finance"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("an account of the suite");
    }

    @Test
    void prints_grants_and_nothing_else() {
        for (PersonRole role : PersonRole.values()) {
            assertThat(Grants.person(accounts.names(), "anna@10.0.0.%", role.id()))
                    .isNotEmpty()
                    .allMatch(sql -> sql.matches("(?s)GRANT [^;]* ON [^;]* TO 'anna'@'10\\.0\\.0\\.%';"))
                    .noneMatch(sql -> sql.contains("${"));
        }
    }

    private static Connection connect(PersonRole role) throws SQLException {
        Connection connection = schemas.database().connect(persons.account(role), "");
        connection.setAutoCommit(false);
        return connection;
    }

    private static List<String> mistakes(PersonRole role) throws SQLException {
        List<String> wrong = new ArrayList<>();
        int tried = 0;
        try (Connection connection = connect(role)) {
            for (TriedRight each : rights(role)) {
                tried++;
                if (allows(connection, each.sql()) != each.allowed()) {
                    wrong.add(role + " is " + (each.allowed() ? "denied: " : "allowed: ") + each.sql());
                }
            }
        }
        System.out.println("role " + role.id() + ": " + tried + " rights tried, " + wrong.size() + " wrong");
        return wrong;
    }

    private static List<TriedRight> rights(PersonRole role) throws SQLException {
        List<TriedRight> tries = new ArrayList<>();
        boolean mysql = schemas.database().real();
        SchemaColumns.of(schemas, schemas.suite(), "TABLE")
                .forEach((table, names) -> tries.addAll(
                        TriedRight.of(schemas.suite() + "." + table, names, of(table, role), mysql, false)));
        SchemaColumns.of(schemas, schemas.suite(), "VIEW")
                .forEach((view, names) -> names.forEach(name -> tries.add(new TriedRight(
                        "SELECT",
                        "SELECT `" + name + "` FROM " + schemas.suite() + "." + view + " WHERE 1 = 0",
                        of(view, role).any('S')))));
        SchemaColumns.of(schemas, schemas.suite(), "VIEW")
                .forEach((view, names) -> tries.add(new TriedRight(
                        "DELETE", "DELETE FROM " + schemas.suite() + "." + view + " WHERE 1 = 0", false)));
        for (var table : SchemaColumns.of(schemas, schemas.business(), "TABLE").entrySet()) {
            tries.addAll(TriedRight.of(
                    schemas.business() + "." + table.getKey(),
                    table.getValue(),
                    business(table.getKey(), role),
                    mysql,
                    false));
        }
        String stranger = "'" + accounts.account(DatabaseRole.READER).user() + "'@'%'";
        tries.addAll(TriedRight.ofSchema(schemas.suite(), stranger));
        tries.addAll(TriedRight.ofSchema(schemas.business(), stranger));
        return tries;
    }

    private static Rights of(String table, PersonRole role) {
        return wanted.getOrDefault(table, Map.of()).getOrDefault(role, NOTHING);
    }

    /** What the reader reads; finance writes the list of blocks, the officer the end of a newsletter. */
    private static Rights business(String table, PersonRole role) {
        if (role != PersonRole.FINANCE && role != PersonRole.OFFICER) {
            return NOTHING;
        }
        Map<Character, Set<String>> letters = new TreeMap<>(
                GrantMatrixIT.BUSINESS.of(table, DatabaseRole.READER).letters());
        Map<Character, Set<String>> finance =
                GrantMatrixIT.BUSINESS.of(table, DatabaseRole.FINANCE).letters();
        String written = role == PersonRole.FINANCE ? "blocked_address" : "newsletter_subscription";
        if (table.equals(written)) {
            finance.forEach(letters::putIfAbsent);
        }
        return new Rights(letters);
    }

    /** Whether the server let the login do it; any other complaint than a missing right is a fault of the test. */
    private static boolean allows(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            connection.rollback();
            return true;
        } catch (SQLException e) {
            connection.rollback();
            // 1356: a view whose tables the login may not read. 1288, 1395: one that nobody can delete from.
            if (DENIED.contains(e.getErrorCode()) || Set.of(1356, 1288, 1395).contains(e.getErrorCode())) {
                return false;
            }
            throw new SQLException(e.getErrorCode() + " " + e.getMessage() + " for: " + sql, e);
        }
    }
}
