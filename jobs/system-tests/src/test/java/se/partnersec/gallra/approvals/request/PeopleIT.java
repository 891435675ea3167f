package se.partnersec.gallra.approvals.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.config.settings.DatabaseAccount;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.database.schema.Grants;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.PermitPeople;
import se.partnersec.gallra.testing.Workplace;

/** Two logins of one person are one person wherever two are needed, whatever a session sets; whoever has left asks and approves nothing. */
@GallraTest
@Tag("core")
class PeopleIT {
    private final Workplace work;
    private final PermitPeople staff;
    private final DatabaseAccount third;
    private HikariDataSource other;
    private PersonService annas;
    private String anna = "";
    private String bo = "";

    PeopleIT(Workplace work, PermitPeople staff) {
        this.work = work;
        this.staff = staff;
        DatabaseAccount first = work.settings().account(DatabaseRole.FINANCE);
        third = new DatabaseAccount(first.user() + "3", first.password());
        other = staff.anna;
        annas = service(staff.anna);
    }

    /** Anna has a second login. */
    @BeforeEach
    void join() {
        work.schemas()
                .database()
                .execute("", "CREATE USER '" + third.user() + "'@'%' IDENTIFIED BY '" + third.password() + "'");
        new Grants(work.adminPool(), work.accounts().names()).applyFor(third.user() + "@%");
        other = DataSourceFactory.pool(work.settings(Map.of(DatabaseRole.FINANCE, third)), DatabaseRole.FINANCE, 2);
        anna = login(staff.anna);
        bo = login(staff.bo);
    }

    @AfterEach
    void leave() {
        other.close();
        work.schemas().database().execute("", "DROP USER '" + third.user() + "'@'%'");
    }

    private static String login(HikariDataSource pool) {
        return PersonRegister.login(
                String.valueOf(new JdbcTemplate(pool).queryForObject("SELECT CURRENT_USER()", String.class)));
    }

    private static PersonService service(HikariDataSource pool) {
        return new PersonService(new JdbcTemplate(pool), new TransactionTemplate(new JdbcTransactionManager(pool)));
    }

    private Approval approve(HikariDataSource by, Approval asked) {
        return Workplace.approvals(by).approveListed(asked.number(), work.fingerprint());
    }

    private void onRecord(String person, String... logins) {
        for (String login : logins) {
            approve(staff.bo, annas.add(person, "", login, "has it"));
        }
    }

    private PersonRegister register() {
        return new PersonRegister(new JdbcTemplate(staff.bo));
    }

    private Approval release() {
        long hold = work.hold(ScopeType.CUSTOMER, "K-1").number();
        return Workplace.approvals(staff.anna).releases().ask(hold, "over", null);
    }

    @Test
    void two_logins_of_one_person_are_two_people_until_they_are_on_record_and_one_from_then_on() {
        work.customer(1);
        assertThat(approve(other, release()).state()).isEqualTo(Approval.State.APPROVED);
        onRecord("anna.berg", anna, third.user());
        Approval asked = release();
        assertThatThrownBy(() -> approve(other, asked))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("is a login of the person of this session (anna.berg)");
        assertThat(approve(staff.bo, asked).state()).isEqualTo(Approval.State.APPROVED);
        assertThat(work.number("SELECT COUNT(*) FROM valid_release")).isEqualTo(2);
    }

    @Test
    void nothing_that_a_session_sets_or_inserts_makes_two_people_of_two_logins() throws Exception {
        work.customer(1);
        Approval before = release();
        try (Connection early = other.getConnection();
                Statement statement = early.createStatement()) {
            early.setAutoCommit(false);
            statement.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT");
            statement.executeQuery("SELECT COUNT(*) FROM person_login");
            onRecord("anna.berg", anna, third.user());
            assertThatThrownBy(() -> statement.executeUpdate("INSERT INTO approval (request_id, requested_by) VALUES ("
                            + before.number() + ", '" + before.requestedBy() + "')"))
                    .as("a transaction that began before the logins were on record")
                    .isInstanceOf(SQLException.class);
            early.rollback();
        }
        String given = "INSERT INTO approval (request_id, requested_by) VALUES (" + before.number() + ", '"
                + before.requestedBy() + "')";
        JdbcTemplate session = new JdbcTemplate(other);
        for (String set : List.of(
                "SET SESSION foreign_key_checks = 0",
                "SET SESSION unique_checks = 0",
                "SET SESSION sql_mode = ''",
                "SET SESSION transaction_isolation = 'READ-UNCOMMITTED'",
                "SET SESSION collation_connection = utf8mb4_general_ci")) {
            assertThatThrownBy(() -> session.execute((ConnectionCallback<Integer>) connection -> {
                        try (Statement statement = connection.createStatement()) {
                            statement.execute(set);
                            return statement.executeUpdate(given);
                        }
                    }))
                    .as(set)
                    .isInstanceOf(DataAccessException.class);
        }
        for (String column : List.of("approved_person", "requested_person", "approved_by")) {
            refused(
                    session,
                    given.replace("requested_by)", "requested_by, " + column + ")")
                            .replace("')", "', 'somebody.else')"));
        }
        refused(
                session,
                "INSERT INTO person_login (login, person, what, request_id, noted_by) VALUES ('" + third.user()
                        + "', 'somebody.else', 'HAS', 1, 'x@y')");
        refused(session, "UPDATE person_login SET person = 'somebody.else'");
        refused(session, "DELETE FROM person_login");
        assertThat(work.number("SELECT COUNT(*) FROM valid_approval WHERE request_id = " + before.number()))
                .isZero();
    }

    @Test
    void without_the_trigger_an_approval_counts_for_nothing_and_with_it_but_without_the_register_it_counts() {
        work.customer(1);
        onRecord("anna.berg", anna, third.user());
        Approval asked = release();
        String definition = work.admin()
                .queryForObject(
                        "SHOW CREATE TRIGGER approval_given", (row, i) -> row.getString("SQL Original Statement"));
        work.admin().execute("DROP TRIGGER approval_given");
        new JdbcTemplate(other)
                .update(
                        "INSERT INTO approval (request_id, requested_by) VALUES (?, ?)",
                        asked.number(),
                        asked.requestedBy());
        assertThat(work.number("SELECT COUNT(*) FROM valid_approval WHERE request_id = " + asked.number()))
                .isZero();
        work.admin().execute(String.valueOf(definition));
        work.admin().update("DELETE FROM person_login");
        Approval again = release();
        assertThat(approve(other, again).state())
                .as("control: without the register the same two logins are two people")
                .isEqualTo(Approval.State.APPROVED);
    }

    @Test
    void nobody_parts_their_own_logins() {
        onRecord("anna.berg", anna, third.user());
        Approval asked = annas.remove("anna.berg", "", third.user(), "I would rather be two");
        assertThatThrownBy(() -> approve(other, asked)).hasMessageContaining("anna.berg");
        assertThatThrownBy(() -> approve(staff.anna, asked)).hasMessageContaining("is the login of this session");
        approve(staff.bo, asked);
        assertThat(register().of(third.user())).isEmpty();
        assertThat(register().of(anna)).isPresent();
    }

    @Test
    void a_login_is_of_the_person_it_was_added_to_last() {
        onRecord("anna.berg", anna, third.user());
        onRecord("bo.ek", third.user());
        assertThat(register().of(third.user() + "@10.0.0.%"))
                .map(PersonRegister.Person::name)
                .contains("bo.ek");
        assertThat(register().people()).extracting(PersonRegister.Person::name).containsExactly("anna.berg", "bo.ek");
        Approval asked = service(other).add("bo.ek", "", bo, "both are his");
        approve(staff.anna, asked);
        assertThatThrownBy(() -> approve(
                        other,
                        Workplace.approvals(staff.bo)
                                .allow(
                                        CategoryIds.IP_LOGS,
                                        new RunTerms(work.fingerprint(), null, null),
                                        "the same person")))
                .hasMessageContaining("bo.ek");
    }

    @Test
    void whoever_has_left_asks_and_approves_nothing_and_what_they_asked_for_cannot_be_approved() {
        work.customer(1);
        onRecord("anna.berg", anna, third.user());
        Approval open = release();
        approve(staff.bo, annas.leave("anna.berg", "last day"));
        assertThatThrownBy(() -> approve(staff.bo, open)).hasMessageContaining("who has left");
        refused(
                new JdbcTemplate(staff.bo),
                "INSERT INTO approval (request_id, requested_by) VALUES (" + open.number() + ", '" + open.requestedBy()
                        + "')");
        for (HikariDataSource each : List.of(staff.anna, other)) {
            refused(
                    new JdbcTemplate(each),
                    "INSERT INTO approval_request (uuid, subject_kind, subject_id, terms, reason, valid_days) VALUES ('"
                            + UUID.randomUUID() + "', 'RUN', 'ip-logs', 'x', 'x', 7)");
        }
        Approval bos = Workplace.approvals(staff.bo)
                .allow(CategoryIds.IP_LOGS, new RunTerms(work.fingerprint(), null, null), "needed");
        refused(
                new JdbcTemplate(other),
                "INSERT INTO approval (request_id, requested_by) VALUES (" + bos.number() + ", '" + bos.requestedBy()
                        + "')");
        assertThat(register().people())
                .singleElement()
                .satisfies(person -> assertThat(person.left()).isNotNull());
    }

    @Test
    void a_change_of_people_is_not_approved_when_it_is_over_or_was_withdrawn() {
        Approval old = annas.add("anna.berg", "", anna, "long ago");
        work.admin()
                .update(
                        "UPDATE approval_request SET requested_at = requested_at - INTERVAL 40 DAY WHERE id = ?",
                        old.number());
        Approval gone = annas.add("anna.berg", "", third.user(), "by mistake");
        Workplace.approvals(staff.anna).withdraw(gone.number(), "by mistake");
        for (Approval each : List.of(old, gone)) {
            refused(
                    new JdbcTemplate(staff.bo),
                    "INSERT INTO approval (request_id, requested_by) VALUES (" + each.number() + ", '"
                            + each.requestedBy() + "')");
        }
        assertThat(work.number("SELECT COUNT(*) FROM person_login")).isZero();
    }

    @Test
    void requests_by_sql_that_say_something_else_are_refused() {
        for (String terms : List.of("has login=", "has login=UPPER", "has login= x", "hat login=x", "left now", "")) {
            refused(
                    new JdbcTemplate(staff.anna),
                    "INSERT INTO approval_request (uuid, subject_kind, subject_id, terms, reason, valid_days) VALUES ('"
                            + UUID.randomUUID() + "', 'PERSON', 'anna.berg', '" + terms + "', 'x', 7)");
        }
        refused(
                new JdbcTemplate(staff.anna),
                "INSERT INTO approval_request (uuid, subject_kind, subject_id, terms, reason, valid_days) VALUES ('"
                        + UUID.randomUUID() + "', 'PERSON', 'Anna Berg', 'left', 'x', 7)");
    }

    @Test
    void what_is_asked_for_twice_or_says_nothing_new_is_refused() {
        assertThatThrownBy(() -> annas.add("Anna Berg", "", anna, "x")).hasMessageContaining("is not a name");
        assertThatThrownBy(() -> annas.leave("nobody", "x")).hasMessageContaining("nobody on record is called nobody");
        assertThatThrownBy(() -> annas.remove("anna.berg", "", anna, "x")).hasMessageContaining("is not on record");
        annas.add("anna.berg", "", anna, "x");
        assertThatThrownBy(() -> annas.add("anna.berg", "", anna + "@%", "y"))
                .hasMessageContaining("asked for already");
        onRecord("bo.ek", bo);
        assertThatThrownBy(() -> annas.add("bo.ek", "", bo.toUpperCase(Locale.ROOT), "x"))
                .hasMessageContaining("already");
    }

    private static void refused(JdbcTemplate session, String sql) {
        assertThatThrownBy(() -> session.update(sql)).as(sql).isInstanceOf(DataAccessException.class);
    }
}
