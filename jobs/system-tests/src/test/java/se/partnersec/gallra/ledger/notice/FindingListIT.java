package se.partnersec.gallra.ledger.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.config.settings.DatabaseAccount;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.database.schema.PersonRole;
import se.partnersec.gallra.ledger.notice.FindingAckService.NewAck;
import se.partnersec.gallra.ledger.notice.FindingList.Sort;
import se.partnersec.gallra.ledger.notice.FindingList.Wanted;
import se.partnersec.gallra.ledger.notice.FindingList.Which;
import se.partnersec.gallra.ledger.notice.NotedFinding.State;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.CategoryScene.Spec;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.PersonAccounts;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.TestTagKey;
import se.partnersec.gallra.testing.Workplace;

/** Findings of all runs are one list, and whoever acknowledges one changes nothing about it. */
@GallraTest
@Tag("full")
class FindingListIT {
    private static final Wanted OPEN = wanted(Which.OPEN);

    private final Workplace work;
    private final LocalDate today;
    private PersonAccounts persons;
    private HikariDataSource finance;

    FindingListIT(Workplace work, LocalDate today) {
        this.work = work;
        this.today = today;
    }

    @BeforeEach
    void make_logins_and_a_customer() {
        work.customer(1);
        persons = PersonAccounts.create(work.accounts());
        finance = DataSourceFactory.pool(work.settings(), DatabaseRole.FINANCE, 1);
    }

    @AfterEach
    void drop_logins() {
        finance.close();
        persons.close();
    }

    private static Wanted wanted(Which which) {
        return new Wanted(which, null, null, null, null, null, Sort.NEWEST);
    }

    private FindingList list() {
        return new FindingList(work.admin(), UnaryOperator.identity());
    }

    private List<NotedFinding> open() {
        return list().list(OPEN, 100).named();
    }

    private FindingAckService acks() {
        return new FindingAckService(
                new JdbcTemplate(finance), new TransactionTemplate(new JdbcTransactionManager(finance)));
    }

    private NewAck ack(String owner, int days) {
        return new NewAck(owner, today.plusDays(days), "rättas");
    }

    private void run() {
        RunResult result = work.run(CategoryIds.IP_LOGS, today);
        assertThat(result.exit()).as(result.toString()).isIn(ExitCode.DONE, ExitCode.SKIPPED);
    }

    /** An IP log whose start nobody knows: each run notes it again. */
    private void startUnknown(long id) {
        Scene.IPS.put(work, Spec.of(id, Scene.IPS.firstDue(today)));
        work.schemas()
                .database()
                .execute(
                        work.schemas().business(),
                        "SET SESSION sql_mode = ''",
                        "UPDATE ip_log SET seen_at = '0000-00-00 00:00:00' WHERE id = " + id);
    }

    private void note(String subject, String code, long run) {
        work.admin()
                .update(
                        "INSERT INTO finding (category, subject, code, detail, run_id, noted_run, first_seen, last_seen)"
                                + " VALUES ('chat-logs', ?, ?, 'd', ?, ?, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))",
                        subject,
                        code,
                        run,
                        run);
    }

    private long id(String subject) {
        return work.number("SELECT id FROM finding WHERE subject = '" + subject + "'");
    }

    @Test
    void a_finding_that_every_run_notes_is_one_and_open_until_a_run_finds_it_no_more() {
        startUnknown(1);
        run();
        run();
        run();
        NotedFinding found = open().get(0);
        assertThat(open()).hasSize(1);
        assertThat(found.code()).isEqualTo("MISSING_START_EVENT");
        assertThat(found.runs()).as("runs").isEqualTo(3);
        assertThat(found.seen().last()).isAfter(found.seen().first());
        assertThat(found.run()).isEqualTo(work.number("SELECT MAX(run_id) FROM run_scope"));

        acks().acknowledge(List.of(found.id()), ack("driften", 5));
        run();
        assertThat(open()).as("acknowledged, and still true").singleElement().satisfies(still -> {
            assertThat(still.runs()).isEqualTo(4);
            assertThat(still.state(today)).isEqualTo(State.OPEN);
            assertThat(still.ack()).isNotNull();
        });

        work.admin().update("UPDATE " + work.table("ip_log") + " SET seen_at = UTC_TIMESTAMP() WHERE id = 1");
        run();
        assertThat(open()).isEmpty();
        assertThat(list().list(wanted(Which.ALL), 100).named())
                .singleElement()
                .satisfies(
                        settled -> assertThat(settled.state(today.plusDays(99))).isEqualTo(State.SETTLED));
    }

    /** What is due today need not be due yesterday: a run for yesterday does not look at it. */
    @Test
    void a_run_for_an_earlier_day_settles_nothing_that_a_run_for_a_later_day_noted() {
        startUnknown(1);
        run();
        work.admin().update("UPDATE " + work.table("ip_log") + " SET seen_at = UTC_TIMESTAMP() WHERE id = 1");
        work.run(CategoryIds.IP_LOGS, today.minusDays(1));
        assertThat(open())
                .singleElement()
                .satisfies(found -> assertThat(found.code()).isEqualTo("MISSING_START_EVENT"));
        assertThat(new FindingRepository(work.admin()).of("ip-logs"))
                .containsExactly(Map.entry("MISSING_START_EVENT", 1L));
        run();
        assertThat(open()).as("a run for the same day").isEmpty();
    }

    /** Within a run what it looks for again is settled first and noted anew: that is one run. */
    @Test
    void what_one_run_notes_twice_counts_as_one_run() {
        FindingRepository.Writer writer =
                new FindingRepository.Writer(work.admin(), TestTagKey.tags(), CategoryIds.IP_LOGS);
        FindingRepository.Finding dangling = new FindingRepository.Finding("a.b", "DANGLING_POINTER", "d");
        writer.note(5, List.of(dangling));
        writer.settle(5, List.of("DANGLING_POINTER"));
        writer.note(5, List.of(dangling));
        assertThat(work.texts("SELECT CONCAT(runs, ' ', times, ' ', run_id) FROM finding"))
                .containsExactly("1 2 5");
        writer.note(6, List.of(dangling));
        assertThat(work.texts("SELECT CONCAT(runs, ' ', times, ' ', run_id) FROM finding"))
                .containsExactly("2 3 6");
    }

    @Test
    void filters_come_before_the_limit() {
        LongStream.rangeClosed(1, 30)
                .forEach(n -> note("s" + n, n % 3 == 0 ? "ROW_REFUSED" : "RECORD_LOCKED", 1 + n % 2));
        FindingList.Listed refused = list().list(
                        new Wanted(Which.OPEN, CategoryIds.CHAT_LOGS, "ROW_REFUSED", null, null, null, Sort.OLDEST), 4);
        assertThat(refused.all()).isEqualTo(10);
        assertThat(refused.named()).extracting(NotedFinding::subject).containsExactly("s3", "s6", "s9", "s12");
        assertThat(list().list(new Wanted(Which.ALL, null, null, 2L, null, null, Sort.NEWEST), 1)
                        .all())
                .isEqualTo(15);
        assertThat(list().list(new Wanted(Which.OPEN, CategoryIds.IP_LOGS, null, null, null, null, Sort.NEWEST), 100)
                        .all())
                .isZero();
        acks().acknowledge(List.of(id("s7")), ack("Driften", 9));
        acks().acknowledge(List.of(id("s8")), ack("Ekonomi", 3));
        assertThat(list().list(new Wanted(Which.OPEN, null, null, null, null, "driften", Sort.NEWEST), 100)
                        .named())
                .extracting(NotedFinding::subject)
                .containsExactly("s7");
        assertThat(list().list(wanted(Which.UNASSIGNED), 1).all()).isEqualTo(28);
        assertThat(list().list(new Wanted(Which.OPEN, null, null, null, null, null, Sort.DUE), 2)
                        .named())
                .extracting(NotedFinding::subject)
                .containsExactly("s8", "s7");
        work.admin().update("UPDATE finding SET last_seen = last_seen - INTERVAL 9 DAY WHERE subject <> 's1'");
        assertThat(list().list(new Wanted(Which.OPEN, null, null, null, today.minusDays(1), null, Sort.NEWEST), 100)
                        .named())
                .extracting(NotedFinding::subject)
                .containsExactly("s1");
    }

    @Test
    void the_newest_acknowledgement_counts_and_all_stay() {
        note("a", "ROW_REFUSED", 1);
        acks().acknowledge(List.of(id("a")), ack("driften", 1));
        acks().acknowledge(List.of(id("a")), ack("ekonomi", 9));
        assertThat(open().get(0).ack())
                .satisfies(newest -> assertThat(newest.owner()).isEqualTo("ekonomi"));
        assertThat(list().acks(id("a"))).extracting(NotedFinding.Ack::owner).containsExactly("ekonomi", "driften");
    }

    /** By the clock of a session: the day itself is in time. */
    @Test
    void what_is_still_true_after_its_day_is_overdue() throws SQLException {
        note("a", "ROW_REFUSED", 1);
        note("b", "ROW_REFUSED", 1);
        acks().acknowledge(List.of(id("a")), ack("driften", 2));
        assertThat(overdueIn(2)).isEmpty();
        assertThat(overdueIn(3)).isEqualTo(Map.of("ROW_REFUSED", 1L));
        work.admin()
                .update(
                        "INSERT INTO run_scope (run_id, part, category, number, as_of, policy, started_before, candidates,"
                                + " opened_at, outcome) VALUES (9, 0, 'chat-logs', 1, '2026-11-24', REPEAT('0', 64), '2026-11-24',"
                                + " 0, UTC_TIMESTAMP(6), 'DONE')");
        assertThat(overdueIn(3)).as("settled by a later run").isEmpty();
    }

    private Map<String, Long> overdueIn(int days) throws SQLException {
        try (HikariDataSource later = DataSourceFactory.pool(work.adminSettings(), DatabaseRole.OWNER, 1)) {
            JdbcTemplate session = new JdbcTemplate(later);
            session.execute("SET SESSION timestamp = UNIX_TIMESTAMP() + 86400 * " + days);
            return new FindingList(session, UnaryOperator.identity()).overdue(CategoryIds.CHAT_LOGS);
        }
    }

    @Test
    void what_is_not_on_record_is_refused_whole_and_what_is_settled_is_passed_over() {
        note("a", "ROW_REFUSED", 0);
        note("b", "ROW_REFUSED", 9);
        work.admin()
                .update(
                        "INSERT INTO run_scope (run_id, part, category, number, as_of, policy, started_before, candidates,"
                                + " opened_at, outcome) VALUES (9, 0, 'chat-logs', 1, '2026-11-24', REPEAT('0', 64), '2026-11-24',"
                                + " 0, UTC_TIMESTAMP(6), 'DONE')");
        assertThatThrownBy(() -> acks().acknowledge(List.of(id("b"), 4711L), ack("driften", 1)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("there is no finding 4711; nothing was recorded");
        assertThat(work.number("SELECT COUNT(*) FROM finding_ack")).isZero();
        assertThat(acks().acknowledge(List.of(id("a"), id("b"), id("b")), ack("driften", 1)))
                .isEqualTo(new FindingAckService.Acknowledged(1, 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 93})
    void a_day_that_has_passed_or_is_too_far_ahead_is_refused(int days) {
        note("a", "ROW_REFUSED", 1);
        assertThatThrownBy(() -> acks().acknowledge(List.of(id("a")), ack("driften", days)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("--due must be a day from " + today);
        assertThatThrownBy(() -> acks().acknowledge(List.of(id("a")), new NewAck(" ", today, "\u202e")))
                .isInstanceOf(RefusedException.class);
        assertThatCode(() -> acks().acknowledge(List.of(id("a")), ack("driften", days < 0 ? 0 : 92)))
                .doesNotThrowAnyException();
    }

    private void as(DatabaseAccount account, String... statements) throws SQLException {
        try (Connection connection = work.schemas()
                        .database()
                        .connect(account, work.schemas().suite());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String insert(long finding, String day) {
        return "INSERT INTO finding_ack (finding_id, owner, due_on, reason) VALUES (" + finding + ", 'x', " + day
                + ", 'y')";
    }

    /** What a session may switch off, on either server. */
    private String[] without(String sql) {
        return new String[] {
            "SET SESSION sql_mode = 'ALLOW_INVALID_DATES'",
            "SET SESSION foreign_key_checks = 0",
            "SET SESSION unique_checks = 0",
            work.schemas().database().real() ? "DO 0" : "SET SESSION check_constraint_checks = 0",
            "SET SESSION timestamp = 1000000000",
            sql
        };
    }

    /** A 31st that the calendar does not have, within three months. */
    private String noDay() {
        return Stream.iterate(today.withDayOfMonth(1), month -> month.plusMonths(1))
                .filter(month -> month.lengthOfMonth() < 31)
                .findFirst()
                .map(month -> month.toString().replaceFirst("01$", "31"))
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(
            value = PersonRole.class,
            names = {"OPERATIONS", "FINANCE", "OFFICER"})
    void a_dishonest_session_acknowledges_nothing_but_under_its_own_name_and_now(PersonRole role) throws SQLException {
        note("a", "ROW_REFUSED", 1);
        long a = id("a");
        DatabaseAccount account = persons.account(role);
        for (String sql : List.of(
                "INSERT INTO finding_ack (finding_id, owner, due_on, reason, acked_by) VALUES (" + a
                        + ", 'x', CURDATE(), 'y', 'boss@%')",
                "INSERT INTO finding_ack (finding_id, owner, due_on, reason, by_session) VALUES (" + a
                        + ", 'x', CURDATE(), 'y', 'boss@%')",
                "INSERT INTO finding_ack (finding_id, owner, due_on, reason, acked_at) VALUES (" + a
                        + ", 'x', CURDATE(), 'y', '2099-01-01')",
                "INSERT INTO finding_ack (id, finding_id, owner, due_on, reason) VALUES (99, " + a
                        + ", 'x', CURDATE(), 'y')",
                "UPDATE finding_ack SET owner = 'z'",
                "UPDATE finding SET run_id = 0",
                "DELETE FROM finding_ack",
                "DELETE FROM finding",
                "TRUNCATE finding_ack")) {
            assertThatThrownBy(() -> as(account, without(sql))).as(sql).hasMessageContaining("denied");
        }
        String tomorrow = "'" + today.plusDays(1) + "'";
        Map<String, String> refused = Map.of(
                insert(a + 1, tomorrow), "there is no such finding",
                insert(a, "'0000-00-00'"), "within three months",
                insert(a, "'" + noDay() + "'"), "within three months",
                insert(a, "'2027-00-00'"), "within three months",
                insert(a, "'" + today.minusDays(2) + "'"), "within three months",
                insert(a, "'" + today.plusDays(95) + "'"), "within three months",
                insert(a, "NULL"), "",
                insert(a, tomorrow).replace("'y'", "CONCAT('y', CHAR(27), '[2J')"), "each in one line",
                insert(a, tomorrow).replace("'x'", "' '"), "an owner and a reason");
        refused.forEach((sql, why) ->
                assertThatThrownBy(() -> as(account, without(sql))).as(sql).hasMessageContaining(why));
        assertThat(work.number("SELECT COUNT(*) FROM finding_ack")).isZero();

        as(account, without(insert(a, tomorrow)));
        assertThat(work.texts(
                        "SELECT CONCAT(ABS(TIMESTAMPDIFF(SECOND, acked_at, UTC_TIMESTAMP(6))) < 60, ' ', acked_by, ' ',"
                                + " SUBSTRING_INDEX(by_session, '@', 1)) FROM finding_ack"))
                .containsExactly("1 " + account.user() + "@% " + account.user());
        assertThat(open()).as("still open").hasSize(1);
    }

    /** A number of the session's choice does not make its acknowledgement the newest. */
    @Test
    void the_newest_is_told_by_the_server_s_time() throws SQLException {
        note("a", "ROW_REFUSED", 1);
        as(
                persons.account(PersonRole.OPERATIONS),
                "SET SESSION insert_id = 1000000",
                insert(id("a"), "'" + today.plusDays(1) + "'"));
        acks().acknowledge(List.of(id("a")), ack("ekonomi", 9));
        assertThat(Optional.ofNullable(open().get(0).ack()).map(NotedFinding.Ack::owner))
                .contains("ekonomi");
    }

    @Test
    void nobody_else_acknowledges_and_not_even_the_owner_changes_what_was_said() throws SQLException {
        note("a", "ROW_REFUSED", 1);
        String sql = insert(id("a"), "'" + today.plusDays(1) + "'");
        Set<DatabaseAccount> others = Set.of(
                persons.account(PersonRole.AUDITOR),
                persons.account(PersonRole.METRICS),
                work.accounts().account(DatabaseRole.JOB),
                work.accounts().account(DatabaseRole.READER),
                work.accounts().account(DatabaseRole.SEALER));
        for (DatabaseAccount each : others) {
            assertThatThrownBy(() -> as(each, sql)).as(each.user()).hasMessageContaining("denied");
        }
        for (String column : List.of("subject = 'b'", "code = 'b'", "category = 'b'", "id = 99")) {
            assertThatThrownBy(() -> as(
                            work.accounts().account(DatabaseRole.JOB), "UPDATE finding SET " + column + ", times = 5"))
                    .as(column)
                    .hasMessageContaining("what a finding is about is never changed");
        }
        as(work.accounts().account(DatabaseRole.JOB), "UPDATE finding SET times = 5");
        as(persons.account(PersonRole.OPERATIONS), sql);
        assertThatThrownBy(() -> work.admin().update("UPDATE finding_ack SET due_on = due_on + INTERVAL 1 DAY"))
                .rootCause()
                .hasMessageContaining("never changed");
        assertThatThrownBy(() -> work.admin()
                        .update("INSERT INTO finding_ack (finding_id, owner, due_on, reason, acked_by) VALUES ("
                                + id("a") + ", 'x', '" + today + "', 'y', 'boss@%')"))
                .rootCause()
                .hasMessageContaining("under the own login");
    }

    @Test
    void the_auditor_sees_until_when_and_no_names() throws SQLException {
        note("a", "ROW_REFUSED", 1);
        acks().acknowledge(List.of(id("a")), new NewAck("Anna", today, "Anna ringer"));
        try (Connection auditor = work.schemas()
                        .database()
                        .connect(
                                persons.account(PersonRole.AUDITOR),
                                work.schemas().suite());
                Statement statement = auditor.createStatement();
                var rows = statement.executeQuery("SELECT owner, reason, due_on FROM masked_finding_ack")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1) + rows.getString(2)).isEqualTo("******");
            assertThat(rows.getObject(3, LocalDate.class)).isEqualTo(today);
        }
    }

    /** A later run cannot note again what happened once, and somebody has to hear of it. */
    @Test
    void what_happened_once_stays_open_though_later_runs_do_not_meet_it() {
        run();
        for (String code : List.of("HOLD_TOO_LATE", "NEW_VERSION")) {
            work.admin()
                    .update(
                            "INSERT INTO finding (category, subject, code, detail, run_id, first_seen, last_seen)"
                                    + " SELECT 'ip-logs', '1', ?, 'x', MAX(run_id), UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) FROM run_scope",
                            code);
        }
        assertThat(open()).hasSize(2);
        run();
        assertThat(open())
                .singleElement()
                .satisfies(each -> assertThat(each.code()).isEqualTo("HOLD_TOO_LATE"));
        work.admin().update("UPDATE finding SET last_seen = last_seen - INTERVAL 93 DAY");
        assertThat(open()).isEmpty();
    }
}
