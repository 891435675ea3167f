package se.partnersec.gallra.holds.hold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.database.schema.SqlScript;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.GateByHand;
import se.partnersec.gallra.testing.Refusals;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/** What the triggers of {@code sql/guards.sql} do to holds and to the gate, whoever writes them. */
@GallraTest
@Tag("core")
class GuardsIT {
    private final Workplace work;

    GuardsIT(Workplace work) {
        this.work = work;
    }

    /** In one session. */
    private void finance(String... statements) {
        try (HikariDataSource finance = DataSourceFactory.pool(work.settings(), DatabaseRole.FINANCE, 1)) {
            Stream.of(statements).forEach(new JdbcTemplate(finance)::execute);
        }
    }

    private static String hold(String type, String kind, String key, String text, String category) {
        return "INSERT INTO hold (uuid, type, scope_kind, scope_key, scope_text, category, review_by, reason) VALUES (UUID(), '"
                + type + "', '" + kind + "', '" + key + "', '" + text + "', " + category + ", '2030-01-01', 'x')";
    }

    private long epoch() {
        return work.number("SELECT v FROM gate WHERE name = 'holds'");
    }

    @Test
    void a_hold_that_somebody_inserts_gets_its_key_its_order_its_time_and_its_name_from_the_database() {
        long before = epoch();
        finance(hold("LEGAL_CLAIM", "RECORD", "something else", " IP-Logs:5 ", "NULL"));
        PlacedHold placed = new HoldRepository(work.admin())
                .on(new HoldScope(ScopeType.RECORD, "ip-logs:5"))
                .get(0);
        assertThat(placed.epoch()).isEqualTo(epoch()).isGreaterThan(before);
        assertThat(placed.placedBy())
                .startsWith(work.settings().account(DatabaseRole.FINANCE).user());
        assertThat(work.number(
                        "SELECT COUNT(*) FROM hold WHERE ABS(TIMESTAMPDIFF(SECOND, placed_at, UTC_TIMESTAMP(6))) < 60"))
                .isOne();
        assertThat(work.number("SELECT COUNT(*) FROM gate_log WHERE epoch = " + placed.epoch()))
                .isOne();
    }

    /** Whoever writes a row of the audit, or an answer to a notice, says neither who nor when. */
    @Test
    void the_database_says_who_did_what_and_when() {
        finance("INSERT INTO audit (action, subject, detail) VALUES ('x', 'y', 'z')");
        work.admin()
                .update("INSERT INTO notice (id, category, seq, subject, copy, outcome, run_id, noticed_at, answer_by)"
                        + " VALUES (1, 'ip-logs', 1, '1', 'crm', 'E', 1, UTC_TIMESTAMP(6), '2026-12-01')");
        // What the clock of a session shows is no time.
        finance("SET timestamp = 1000000000", "INSERT INTO notice_answer (notice_id) VALUES (1)");
        String me = work.settings().account(DatabaseRole.FINANCE).user();
        for (String columns :
                List.of("at, who, by_session FROM audit", "answered_at, answered_by, by_session FROM notice_answer")) {
            String[] names = columns.split("[, ]+");
            String table = names[names.length - 1];
            assertThat(work.number("SELECT COUNT(*) FROM " + table + " WHERE ABS(TIMESTAMPDIFF(SECOND, " + names[0]
                            + ", UTC_TIMESTAMP(6))) < 60 AND " + names[1] + " LIKE '" + me + "@%' AND by_session LIKE '"
                            + me
                            + "@%'"))
                    .as(table)
                    .isOne();
        }
        for (String sql : List.of(
                "INSERT INTO audit (at, action, subject) VALUES ('2020-01-01', 'x', 'y')",
                "INSERT INTO audit (who, action, subject) VALUES ('boss@%', 'x', 'y')",
                "INSERT INTO audit (by_session, action, subject) VALUES ('boss@%', 'x', 'y')",
                "INSERT INTO audit VALUES (99, '2020-01-01', 'boss@%', 'boss@%', 'x', 'y', 'z')",
                "INSERT INTO notice_answer (notice_id, answered_by) VALUES (1, 'boss@%')",
                "INSERT INTO notice_answer (notice_id, answered_at) VALUES (1, '2020-01-01')")) {
            assertThatThrownBy(() -> finance(sql)).as(sql).rootCause().hasMessageContaining("denied");
        }
    }

    @Test
    void a_key_of_other_letters_is_the_desks_to_write() {
        assertThatThrownBy(() -> finance(hold("LEGAL_CLAIM", "USER", "", "åsa", "NULL")))
                .rootCause()
                .hasMessageContaining("gallra holds add");
        work.hold(ScopeType.USER, "A\u030ASA");
        assertThat(new HoldRepository(work.admin()).on(new HoldScope(ScopeType.USER, "åsa")))
                .hasSize(1);
    }

    @Test
    void refuses_types_kinds_and_categories_that_nobody_knows() {
        for (String sql : List.of(
                hold("LEGALCLAIM", "RECORD", "x", "x", "NULL"),
                hold("LEGAL_CLAIM", "RECORDS", "x", "x", "NULL"),
                hold("LEGAL_CLAIM", "RECORD", "x", "x", "'iplogs'"),
                hold("LEGAL_CLAIM", "RECORD", "x", "  ", "NULL"))) {
            assertThatThrownBy(() -> finance(sql)).as(sql).rootCause().hasMessageMatching(".*(hold|category).*");
        }
        assertThat(work.number("SELECT COUNT(*) FROM hold")).isZero();
        Stream.of(HoldType.values()).forEach(each -> finance(hold(each.name(), "RECORD", "x", "x", "NULL")));
        Stream.of(ScopeType.values()).forEach(each -> finance(hold("DISPUTE", each.name(), "x", "x", "NULL")));
        CategoryIds.ALL.stream().forEach(each -> finance(hold("DISPUTE", "RECORD", "x", "x", "'" + each.id() + "'")));
        assertThat(work.number("SELECT COUNT(*) FROM hold"))
                .isEqualTo(HoldType.values().length + ScopeType.values().length + CategoryIds.ALL.size());
    }

    /** Each is ordered with the chunks of runs, also where somebody writes it by hand. */
    @Test
    void a_year_an_import_and_a_decision_by_hand_pass_the_gate_and_a_voucher_does_not() {
        long before = epoch();
        finance("INSERT INTO fiscal_year_version (start_on, end_on) VALUES ('2040-01-01', '2040-12-31')");
        assertThat(work.number("SELECT MAX(epoch) FROM fiscal_year_version"))
                .isEqualTo(epoch())
                .isEqualTo(before + 1);
        work.calendarYears();
        before = epoch();
        finance("INSERT INTO voucher (stage, year_start, series, number, booked_on, debit_ore, row_count)"
                + " VALUES ('mine', '2026-01-01', 'A', 1, '2026-01-01', 1, 2)");
        assertThat(epoch()).isEqualTo(before);
        finance("INSERT INTO book_import (sha256, file_name, vouchers, fresh, changed, missing, stage)"
                + " VALUES ('x', 'x', 1, 1, 0, 0, 'mine')");
        assertThat(work.number("SELECT epoch FROM book_import"))
                .isEqualTo(epoch())
                .isEqualTo(before + 1);
        finance("INSERT INTO subject_request (uuid, kind, subject_key, received_on)"
                + " VALUES ('u', 'ERASURE', '1', '2026-01-01')");
        work.admin()
                .update("INSERT INTO request_decision (request_id, uuid, entered_by, accepted, identity)"
                        + " SELECT id, 'd', entered_by, TRUE, 'BankID' FROM subject_request");
        assertThat(work.number("SELECT epoch FROM valid_decision"))
                .isEqualTo(epoch())
                .isEqualTo(before + 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v - 1", "v + 2", "v", "0", "v + 1000000"})
    void the_gate_moves_by_exactly_one_for_the_owner_too(String to) {
        assertThatThrownBy(() -> work.admin().update("UPDATE gate SET v = " + to))
                .rootCause()
                .hasMessageContaining("the gate moves forward by exactly one");
        long before = epoch();
        work.admin().update("UPDATE gate SET v = v + 1");
        assertThat(epoch()).isEqualTo(before + 1);
    }

    /** The gate was set back while its trigger was away, and every step is still on record. */
    @Test
    void a_chunk_does_not_begin_where_gate_and_steps_differ() {
        finance(hold("LEGAL_CLAIM", "RECORD", "x", "ip-logs:5", "NULL"));
        GateByHand.withoutGuard(work.admin(), "gate_step", () -> work.admin().update("UPDATE gate SET v = v - 1"));
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(work.adminPool()));
        ErasureGate gate = new ErasureGate(work.admin());
        try {
            assertThatThrownBy(() -> transaction.execute(t -> gate.enter()))
                    .hasMessageContaining("the newest step on record is");
        } finally {
            GateByHand.withoutGuard(
                    work.admin(), "gate_step", () -> work.admin().update("UPDATE gate SET v = v + 1"));
        }
        assertThat(Objects.requireNonNull(transaction.execute(t -> gate.enter()))
                        .epoch())
                .as("the control")
                .isEqualTo(epoch());
    }

    @Test
    void a_run_does_not_begin_without_them_or_over_one_that_nobody_knows() {
        try (SuiteContext suite = work.suite()) {
            assertThat(Refusals.said(suite, "guards")).as("the control").isEmpty();
            GateByHand.withoutGuard(
                    work.admin(),
                    "hold_released",
                    () -> assertThat(Refusals.said(suite, "guards"))
                            .singleElement()
                            .asString()
                            .contains("hold_released is missing"));
            work.admin().execute("CREATE TRIGGER of_somebody BEFORE INSERT ON ledger_chunk FOR EACH ROW SET @seen = 1");
            try {
                assertThat(Refusals.said(suite, "guards"))
                        .singleElement()
                        .asString()
                        .contains("of_somebody is none of Gallra's");
            } finally {
                work.admin().execute("DROP TRIGGER of_somebody");
            }
            GateByHand.withoutGuard(work.admin(), "gate_stays", () -> {
                work.admin().execute("CREATE TRIGGER gate_stays BEFORE DELETE ON gate FOR EACH ROW SET @seen = 1");
                assertThat(Refusals.said(suite, "guards"))
                        .singleElement()
                        .asString()
                        .contains("gate_stays is not that of this version", "different accounts");
                work.admin().execute("DROP TRIGGER gate_stays");
            });
        }
    }

    @Test
    void a_run_does_not_begin_while_somebody_may_log_in_to_the_account_of_the_guards() {
        String guard = "'" + work.accounts().guard().replace("@", "'@'") + "'";
        try (SuiteContext suite = work.suite()) {
            work.admin().execute("ALTER USER " + guard + " ACCOUNT UNLOCK");
            try {
                assertThat(Refusals.said(suite, "guards"))
                        .singleElement()
                        .asString()
                        .contains("is not locked", "gallra db grants");
                assertThat(Refusals.exit(suite, work)).isEqualTo(ExitCode.CONFIGURATION);
            } finally {
                work.admin().execute("ALTER USER " + guard + " ACCOUNT LOCK");
            }
            assertThat(Refusals.said(suite, "guards")).as("the control").isEmpty();
            assertThat(Refusals.exit(suite, work)).isEqualTo(ExitCode.DONE);
        }
    }

    /** Without strict SQL a trigger cuts off what is too long; with ANSI_QUOTES or PIPES_AS_CONCAT it means something else. */
    @Test
    void a_run_does_not_begin_with_a_trigger_that_was_made_under_another_sql_mode() {
        String made = work.admin()
                .queryForObject("SHOW CREATE TRIGGER hold_placed", (row, i) -> row.getString("SQL Original Statement"));
        try (SuiteContext suite = work.suite()) {
            remake("ANSI_QUOTES", Objects.requireNonNull(made));
            try {
                assertThat(Refusals.said(suite, "guards"))
                        .singleElement()
                        .asString()
                        .contains("hold_placed was made under sql_mode 'ANSI_QUOTES'");
                assertThat(Refusals.exit(suite, work)).isEqualTo(ExitCode.CONFIGURATION);
            } finally {
                remake("NO_ENGINE_SUBSTITUTION,ERROR_FOR_DIVISION_BY_ZERO,STRICT_TRANS_TABLES", made);
            }
            assertThat(Refusals.said(suite, "guards")).as("the control").isEmpty();
        }
    }

    private void remake(String mode, String trigger) {
        work.admin().execute((Connection c) -> {
            try (Statement s = c.createStatement()) {
                String usual = "";
                try (ResultSet row = s.executeQuery("SELECT @@SESSION.sql_mode")) {
                    row.next();
                    usual = row.getString(1);
                }
                s.execute("SET SESSION sql_mode = '" + mode + "'");
                s.execute("DROP TRIGGER hold_placed");
                s.execute(trigger);
                s.execute("SET SESSION sql_mode = '" + usual + "'");
            }
            return null;
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "valid_approval | <> LOWER(LEFT(a.approved_by | <> CONCAT(LEFT(a.approved_by",
                "valid_approval | a.request_id = q.id AND a.requested_by = q.requested_by | a.request_id = q.id",
                "valid_release  | v.subject_kind = 'RELEASE' AND | ",
                "valid_release  | AND (v.terms = CONCAT('hold=', r.hold_id) OR v.terms = CONCAT('hold=', r.hold_id, ' informed=', r.informed_on))"
                        + " | AND v.terms = CONCAT('hold=', r.hold_id) OR v.terms = CONCAT('hold=', r.hold_id, ' informed=', r.informed_on)",
                "valid_permit   | v.requested_by = p.requested_by | TRUE",
                "valid_replay   | AND e.residue = 0 | ",
                "valid_replay   | SQL SECURITY INVOKER | SQL SECURITY DEFINER",
                "valid_adoption | AND v.approved_by = p.adopted_by | ",
                "valid_decision | r.entered_by = d.entered_by | TRUE",
                "standing_year_version | AND v.requested_by = y.entered_by | ",
                "standing_year_version | YEAR(y.entered_at + INTERVAL 1 DAY) - 1 | YEAR(y.entered_at) - 7",
                "valid_fiscal_year | AND b.agreed IS NOT NULL | ",
                "voucher_in_force | WHERE COALESCE(v.epoch, b.epoch) IS NOT NULL | WHERE TRUE"
            })
    void a_run_does_not_begin_over_a_view_that_lets_more_through(String view, String words, @Nullable String others) {
        String made = Stream.of(
                        "V003__approvals.sql",
                        "V004__rules.sql",
                        "V005__holds.sql",
                        "V006__books.sql",
                        "V007__permits.sql",
                        "V008__plans.sql",
                        "V011__requests.sql")
                .flatMap(script -> SqlScript.read(script).statements().stream())
                .filter(sql -> sql.contains("VIEW " + view + " AS"))
                .findFirst()
                .orElseThrow();
        String loose = made.replace(words, Objects.requireNonNullElse(others, ""));
        assertThat(loose).isNotEqualTo(made);
        try (SuiteContext suite = work.suite()) {
            work.admin().execute(loose.replaceFirst("CREATE", "CREATE OR REPLACE"));
            try {
                assertThat(Refusals.said(suite, "guards"))
                        .singleElement()
                        .asString()
                        .contains("the view " + view + " is not that of this version");
                assertThat(Refusals.exit(suite, work)).isEqualTo(ExitCode.CONFIGURATION);
            } finally {
                work.admin().execute(made.replaceFirst("CREATE", "CREATE OR REPLACE"));
            }
            assertThat(Refusals.said(suite, "guards")).as("the control").isEmpty();
        }
    }

    /** Whoever may not read reasons would read them through such a view. */
    @Test
    void a_run_does_not_begin_over_a_view_that_masks_less() {
        String made = work.admin()
                .queryForObject(
                        "SELECT view_definition FROM information_schema.views WHERE table_schema = DATABASE() AND table_name = 'masked_hold'",
                        String.class);
        String guard = "'" + work.accounts().guard().replace("@", "'@'") + "'";
        String definer = "CREATE OR REPLACE DEFINER = " + guard + " SQL SECURITY DEFINER VIEW masked_hold AS ";
        try (SuiteContext suite = work.suite()) {
            assertThat(Refusals.said(suite, "guards")).as("the control").isEmpty();
            work.admin()
                    .execute(definer
                            + Objects.requireNonNull(made).replace("'***' AS `reason`", "`h`.`reason` AS `reason`"));
            try {
                assertThat(Refusals.said(suite, "guards"))
                        .singleElement()
                        .asString()
                        .contains("the view masked_hold is not that of this version", "gallra db grants");
                assertThat(Refusals.exit(suite, work)).isEqualTo(ExitCode.CONFIGURATION);
            } finally {
                work.admin().execute(definer + made);
            }
            assertThat(Refusals.said(suite, "guards")).as("the control").isEmpty();
        }
    }

    @Test
    void a_view_that_is_made_anew_from_the_words_of_the_server_is_the_same_and_a_table_in_its_place_is_not() {
        try (SuiteContext suite = work.suite()) {
            for (String view : List.of(
                    "valid_approval",
                    "valid_release",
                    "valid_permit",
                    "valid_replay",
                    "valid_adoption",
                    "valid_decision",
                    "standing_year_version",
                    "valid_fiscal_year",
                    "voucher_in_force")) {
                String made = work.admin()
                        .queryForObject("SHOW CREATE VIEW " + view, (row, i) -> row.getString("Create View"));
                work.admin().execute("DROP VIEW " + view);
                work.admin().execute("CREATE TABLE " + view + " (request_id BIGINT)");
                assertThat(Refusals.said(suite, "guards"))
                        .singleElement()
                        .asString()
                        .contains("the view " + view + " is missing");
                work.admin().execute("DROP TABLE " + view);
                work.admin().execute(Objects.requireNonNull(made));
            }
            assertThat(Refusals.said(suite, "guards")).as("as after a restore").isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"approval", "approval_request", "gate_log"})
    void a_run_does_not_begin_where_the_database_does_not_say_in_whose_session_a_row_was_written(String table) {
        String column =
                "ALTER TABLE " + table + " MODIFY by_session VARCHAR(390) COLLATE utf8mb4_bin NOT NULL DEFAULT ";
        try (SuiteContext suite = work.suite()) {
            for (String other : List.of("'second@%'", "(CURRENT_USER())")) {
                work.admin().execute(column + other);
                try {
                    assertThat(Refusals.said(suite, "guards"))
                            .singleElement()
                            .asString()
                            .contains(table + ".by_session is not written by the database itself");
                    assertThat(Refusals.exit(suite, work)).isEqualTo(ExitCode.CONFIGURATION);
                } finally {
                    work.admin().execute(column + "(USER())");
                }
            }
            assertThat(Refusals.said(suite, "guards")).as("the control").isEmpty();
        }
    }

    /** A session may set the next number so high that no hold fits after it: nobody could place one, and runs went on. */
    @ParameterizedTest
    @ValueSource(strings = {"COMMIT", "ROLLBACK"})
    void a_run_does_not_begin_where_the_numbers_of_holds_are_used_up(String end) {
        finance(
                "SET insert_id = 9223372036854775807",
                "START TRANSACTION",
                hold("DISPUTE", "RECORD", "x", "x", "NULL"),
                end);
        try (SuiteContext suite = work.suite()) {
            assertThat(Refusals.said(suite, "guards"))
                    .singleElement()
                    .asString()
                    .containsPattern("the next number of hold\\.id is 922337203685477580[78]");
            assertThat(Refusals.exit(suite, work)).isEqualTo(ExitCode.CONFIGURATION);
            assertThatThrownBy(() -> {
                        finance(hold("DISPUTE", "RECORD", "y", "y", "NULL"));
                        finance(hold("DISPUTE", "RECORD", "z", "z", "NULL"));
                    })
                    .as("nothing in the database can refuse it before")
                    .isInstanceOf(DataAccessException.class);
            setBack();
            finance(hold("DISPUTE", "RECORD", "y", "y", "NULL"));
            assertThat(Refusals.said(suite, "guards")).as("the control").isEmpty();
        } finally {
            setBack();
        }
    }

    private void setBack() {
        work.admin().update("DELETE FROM hold");
        work.admin().execute("ALTER TABLE hold AUTO_INCREMENT = 1");
    }
}
