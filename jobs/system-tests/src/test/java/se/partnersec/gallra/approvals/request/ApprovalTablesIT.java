package se.partnersec.gallra.approvals.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.GateByHand;
import se.partnersec.gallra.testing.PermitPeople;
import se.partnersec.gallra.testing.Workplace;
import se.partnersec.gallra.testing.assertion.AtOnce;
import se.partnersec.gallra.testing.assertion.AtOnce.Act;
import se.partnersec.gallra.testing.assertion.LooseLimits;

/** What the tables of approvals allow whoever has a SQL prompt, or comes at the same moment as somebody else. */
@GallraTest
@Tag("core")
class ApprovalTablesIT {
    private static final DataCategory IPS = CategoryIds.IP_LOGS;

    private final Workplace work;
    private final PermitPeople staff;
    private final ApprovalService anna;
    private final ApprovalService bo;
    private final String policy;

    ApprovalTablesIT(Workplace work, PermitPeople staff) {
        this.work = work;
        this.staff = staff;
        anna = Workplace.approvals(staff.anna);
        bo = Workplace.approvals(staff.bo);
        policy = work.fingerprint();
    }

    @BeforeEach
    void fill() {
        LooseLimits.write(work.configFolder(), "every-category: {max-percent: 100, approve: [first-run]}\n");
    }

    private Approval ask() {
        return anna.allow(IPS, new RunTerms(policy, null, null), "planen är läst");
    }

    private long approved() {
        return bo.approve(ask().number(), RunTerms.KIND).number();
    }

    @Test
    void of_two_runs_at_once_one_gets_the_approval() throws Exception {
        for (int round = 1; round <= 10; round++) {
            long number = approved();
            assertThat(AtOnce.succeeded(use(number, 1), use(number, 2)))
                    .as("round " + round)
                    .containsExactlyInAnyOrder(true, false);
        }
    }

    @Test
    void of_a_run_and_somebody_who_takes_it_back_one_wins_and_is_told_so() throws Exception {
        for (int round = 1; round <= 10; round++) {
            long number = approved();
            List<Boolean> won = AtOnce.succeeded(use(number, 1), withdraw(number));
            assertThat(won).as("round " + round).containsExactlyInAnyOrder(true, false);
            assertThat(new ApprovalRepository(work.admin()).find(number))
                    .extracting(Approval::state)
                    .isEqualTo(won.get(0) ? Approval.State.USED : Approval.State.WITHDRAWN);
        }
    }

    /** The control: without the key all would have it. */
    @Test
    void without_the_key_both_would_get_it() throws Exception {
        work.admin().execute("ALTER TABLE approval_end DROP FOREIGN KEY end_of_request");
        work.admin().execute("ALTER TABLE approval_end DROP PRIMARY KEY");
        try {
            long first = approved();
            assertThat(AtOnce.succeeded(useBeforeTheOtherCommits(first, 1), useBeforeTheOtherCommits(first, 2)))
                    .containsExactly(true, true);
            long second = approved();
            assertThat(AtOnce.succeeded(useBeforeTheOtherCommits(second, 1), both -> {
                        boolean gone = withdrawn(second);
                        AtOnce.await(both);
                        return gone;
                    }))
                    .containsExactly(true, true);
        } finally {
            work.admin().update("DELETE FROM approval_end");
            work.admin()
                    .execute("ALTER TABLE approval_end ADD PRIMARY KEY (request_id), ADD CONSTRAINT end_of_request"
                            + " FOREIGN KEY (request_id) REFERENCES approval_request (id)");
        }
    }

    private Act use(long number, long run) {
        return both -> used(number, run, () -> AtOnce.await(both), () -> {});
    }

    /** Neither sees the other's row: only a key could stop it. */
    private Act useBeforeTheOtherCommits(long number, long run) {
        return both -> used(number, run, () -> {}, () -> AtOnce.await(both));
    }

    /** @param ready once it has its connection, so that both begin at the same moment */
    private boolean used(long number, long run, Runnable ready, Runnable beforeCommit) {
        try (HikariDataSource job = DataSourceFactory.pool(work.settings(), DatabaseRole.JOB, 1)) {
            TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(job));
            ApprovalRepository register = new ApprovalRepository(new JdbcTemplate(job));
            ready.run();
            return Boolean.TRUE.equals(transaction.execute(t -> {
                boolean used = register.use(number, run);
                beforeCommit.run();
                return used;
            }));
        }
    }

    private Act withdraw(long number) {
        return both -> {
            AtOnce.await(both);
            return withdrawn(number);
        };
    }

    /** As the service does it; its look before it writes would hide from the test what the key is for. */
    private boolean withdrawn(long number) {
        try {
            return new JdbcTemplate(staff.bo)
                            .update("INSERT INTO approval_end (request_id, reason) VALUES (?, 'nej')", number)
                    == 1;
        } catch (DuplicateKeyException e) {
            return false;
        }
    }

    @Test
    void neither_takes_back_what_a_run_used_nor_uses_what_nobody_approved_with_a_sql_prompt() {
        long waiting = ask().number();
        long approved = approved();
        JdbcTemplate finance = new JdbcTemplate(staff.bo);
        assertThatThrownBy(() -> finance.update("INSERT INTO approval_end (request_id) VALUES (?)", approved))
                .rootCause()
                .hasMessageContaining("used_or_withdrawn");
        try (HikariDataSource pool = DataSourceFactory.pool(work.settings(), DatabaseRole.JOB, 1)) {
            JdbcTemplate job = new JdbcTemplate(pool);
            String use = "INSERT INTO approval_end (request_id, approved_id, run_id) VALUES (?, ?, ?)";
            assertThatThrownBy(() -> job.update(use, waiting, waiting, 1))
                    .as("what waits")
                    .rootCause()
                    .hasMessageContaining("only what somebody else approved can be used");
            for (@Nullable
            Object[] wrong :
                    new @Nullable Object[][] {{waiting, approved, 1}, {waiting, null, 1}, {approved, approved, null}}) {
                assertThatThrownBy(() -> job.update(use, wrong))
                        .as(Arrays.toString(wrong))
                        .rootCause()
                        .hasMessageMatching("(?s).*(used_or_withdrawn|only what somebody else approved can be used).*");
            }
            assertThat(job.update(use, approved, approved, 1)).as("the control").isEqualTo(1);
        }
    }

    /** With a collation that takes a full-width @ for ours, and no trigger, only who reads notices that one person did both. */
    @Test
    void no_spelling_of_a_login_makes_it_somebody_elses() {
        work.ipLogs(1, 1, 3 * 366, null);
        Approval asked = ask();
        String wide = asked.requestedBy().replace('@', '\uFF20');
        JdbcTemplate sql = new JdbcTemplate(staff.anna);
        String insert = "INSERT INTO approval (request_id, requested_by) VALUES (?, ?)";
        assertThatThrownBy(() -> sql.update(insert, asked.number(), wide))
                .rootCause()
                .hasMessageContaining("there is no such request of this login");
        collation("utf8mb4_unicode_ci");
        try {
            GateByHand.withoutGuard(
                    work.admin(),
                    "approval_given",
                    () -> assertThat(sql.update(insert, asked.number(), wide))
                            .as("the control")
                            .isEqualTo(1));
            assertThat(anna.list(true, 1).get(0).state()).isEqualTo(Approval.State.WAITING);
            RunResult refused = work.run(IPS, work.today());
            assertThat(refused.exit()).isEqualTo(ExitCode.REFUSED);
            assertThat(refused.why()).contains("needs two people");
        } finally {
            work.admin().update("DELETE FROM approval WHERE request_id = ?", asked.number());
            collation("utf8mb4_bin");
        }
        bo.approve(asked.number(), RunTerms.KIND);
        assertThat(work.run(IPS, work.today()).exit()).as("the control: Bo may").isEqualTo(ExitCode.DONE);
    }

    private void collation(String of) {
        String login = " VARCHAR(128) COLLATE " + of + " NOT NULL";
        work.admin().execute("ALTER TABLE approval DROP FOREIGN KEY approval_of_request");
        work.admin().execute("ALTER TABLE plan DROP FOREIGN KEY request_of_plan");
        work.admin().execute("ALTER TABLE approved_release DROP FOREIGN KEY release_was_asked");
        work.admin().execute("ALTER TABLE permit DROP FOREIGN KEY permit_was_asked");
        work.admin().execute("ALTER TABLE approval_request MODIFY requested_by" + login + " DEFAULT (CURRENT_USER())");
        work.admin()
                .execute("ALTER TABLE approval MODIFY requested_by" + login + ", MODIFY approved_by" + login
                        + " DEFAULT (CURRENT_USER())");
        work.admin()
                .execute(
                        "ALTER TABLE approval ADD CONSTRAINT approval_of_request FOREIGN KEY (request_id, requested_by)"
                                + " REFERENCES approval_request (id, requested_by)");
        work.admin().execute("ALTER TABLE plan MODIFY made_by" + login + " DEFAULT (CURRENT_USER())");
        work.admin()
                .execute("ALTER TABLE plan ADD CONSTRAINT request_of_plan FOREIGN KEY (request_id, made_by, kind, id)"
                        + " REFERENCES approval_request (id, requested_by, subject_kind, subject_id)");
        work.admin().execute("ALTER TABLE approved_release MODIFY requested_by" + login);
        work.admin().execute("ALTER TABLE permit MODIFY requested_by" + login + " DEFAULT (CURRENT_USER())");
        work.admin()
                .execute(
                        "ALTER TABLE permit ADD CONSTRAINT permit_was_asked FOREIGN KEY (request_id, requested_by, kind,"
                                + " uuid) REFERENCES approval_request (id, requested_by, subject_kind, subject_id)");
        work.admin()
                .execute("ALTER TABLE approved_release ADD CONSTRAINT release_was_asked FOREIGN KEY (request_id,"
                        + " requested_by, kind, hold_name) REFERENCES approval_request"
                        + " (id, requested_by, subject_kind, subject_id)");
    }

    private static final String ASK = """
            INSERT INTO approval_request (uuid, subject_kind, subject_id, terms, reason, valid_days)
            VALUES (UUID(), 'RUN', 'ip-logs', ?, 'x', 14)""";

    /** Of the newest row, how many seconds it was stamped before or after the server's own clock. */
    private long off(String table, String column) {
        return work.number("SELECT COALESCE(ABS(TIMESTAMPDIFF(SECOND, MAX(" + column
                + "), UTC_TIMESTAMP(6))), 1000000000000) FROM " + table + " WHERE reason = 'x'");
    }

    /** Whoever has a login has its clock and its zone; what says when something was agreed does not hang on them. */
    @Test
    void a_session_that_sets_its_clock_or_zone_stamps_nothing_by_it() throws Exception {
        for (String session : List.of(
                "timestamp = 1000000000", "timestamp = 2000000000", "time_zone = '+13:00'", "time_zone = '-12:00'")) {
            try (java.sql.Connection connection = staff.anna.getConnection();
                    java.sql.PreparedStatement ask = connection.prepareStatement(ASK);
                    java.sql.Statement statement = connection.createStatement()) {
                statement.execute("SET " + session);
                ask.setString(1, new RunTerms(policy, null, null).text());
                ask.executeUpdate();
                assertThat(off("approval_request", "requested_at")).as(session).isLessThan(60);
                statement.execute("SET timestamp = DEFAULT, time_zone = '+00:00'");
            }
            work.clear();
        }
        // The control: a clock that a session can set is seen as one.
        work.admin().execute("ALTER TABLE approval_request ALTER COLUMN requested_at SET DEFAULT (UTC_TIMESTAMP(6))");
        try (java.sql.Connection connection = staff.anna.getConnection();
                java.sql.PreparedStatement ask = connection.prepareStatement(ASK);
                java.sql.Statement statement = connection.createStatement()) {
            statement.execute("SET timestamp = 1000000000");
            ask.setString(1, new RunTerms(policy, null, null).text());
            ask.executeUpdate();
            statement.execute("SET timestamp = DEFAULT");
            assertThat(off("approval_request", "requested_at")).isGreaterThan(1_000_000);
        } finally {
            work.admin()
                    .execute("ALTER TABLE approval_request ALTER COLUMN requested_at SET DEFAULT"
                            + " (TIMESTAMP'1970-01-01 00:00:00' + INTERVAL UNIX_TIMESTAMP(SYSDATE(6)) SECOND)");
        }
    }

    /** A new column that tells when somebody did something is not to be stamped by whoever did it. */
    @Test
    void no_table_that_names_a_login_is_stamped_by_the_clock_of_a_session() {
        assertThat(work.admin().queryForList("""
                SELECT CONCAT(c.table_name, '.', c.column_name) FROM information_schema.columns c
                WHERE c.table_schema = DATABASE() AND LOWER(c.column_default) LIKE '%utc_timestamp%'
                  AND EXISTS (SELECT 1 FROM information_schema.columns l WHERE l.table_schema = c.table_schema
                    AND l.table_name = c.table_name AND LOWER(l.column_default) LIKE '%user()%')""", String.class)).isEmpty();
        assertThat(work.admin().queryForObject("""
                SELECT COUNT(*) FROM information_schema.columns c JOIN information_schema.tables t
                  ON t.table_schema = c.table_schema AND t.table_name = c.table_name AND t.table_type = 'BASE TABLE'
                WHERE c.table_schema = DATABASE() AND LOWER(c.column_default) LIKE '%sysdate%'""", Integer.class)).isEqualTo(33);
    }
}
