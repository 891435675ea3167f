package se.partnersec.gallra.database.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Refusals;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/** Whoever has the job's password can clear what the mapping lets the job clear, and change nothing else of the business. */
@GallraTest
@Tag("core")
class ClearingProceduresIT {
    private final Workplace work;
    private final HikariDataSource pool;
    private final JdbcTemplate job;

    ClearingProceduresIT(Workplace work) {
        this.work = work;
        pool = DataSourceFactory.pool(work.settings(), DatabaseRole.JOB, 1);
        job = new JdbcTemplate(pool);
    }

    @BeforeEach
    void fill() {
        work.customers(2);
        work.admin().update("UPDATE " + users() + " SET password_hash = 'secret', phone = '070-1'");
        work.ipLogs(1, 3, 1, 1L);
        work.admin().update("UPDATE " + work.table("ip_log") + " SET user_id = 1");
    }

    @AfterEach
    void close() {
        pool.close();
    }

    private String users() {
        return work.table("user_account");
    }

    private TableMapping record() {
        return work.accounts().sources().table(CategoryIds.USER_DATA).record();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE %s SET email = 'evil@example.com', password_hash = 'attacker' WHERE id = 1",
                "UPDATE %s SET email = NULL",
                "UPDATE %s SET id = id",
                "SELECT password_hash FROM %s",
                "SELECT COUNT(*) FROM %s WHERE password_hash LIKE 's%%'",
                "SELECT full_name FROM %s"
            })
    void of_accounts_can_neither_be_changed_nor_asked_for_secrets_by_the_job_itself(String sql) {
        assertThatThrownBy(() -> job.execute(sql.formatted(users())))
                .rootCause()
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("denied");
        assertThat(job.queryForList("SELECT id FROM " + users() + " WHERE id = 1 FOR UPDATE", Long.class))
                .as("the control: reading and locking are enough for what it does")
                .containsExactly(1L);
    }

    @Test
    void clear_the_rows_of_their_keys_and_say_how_many() {
        ClearingCall call = new ClearingCall(job);
        List<RecordKey> keys = List.of(RecordKey.of(1), RecordKey.of(99));
        assertThat(call.overwrite(record(), keys)).isEqualTo(1);
        assertThat(rows()).containsExactly(List.of("1", "-", "-", "-", "-", "null"), of(2));
        List<String> other = new ArrayList<>();
        call.other(record(), List.of(RecordKey.of(1), RecordKey.of(2)), (column, key) -> other.add(column + key));
        assertThat(other).contains("password_hash2", "email2").noneMatch(each -> each.endsWith("1"));
    }

    /** Whatever it is called with, each column holds what it held, or what the mapping puts in its place. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1]",
                "[\"1\"]",
                "[\"1) OR (1=1\"]",
                "[\"1'), email = CONCAT('e', 'vil') WHERE ('1' = '1\"]",
                "[1, \"2; DROP TABLE user_account\"]",
                "[\"0x31\", \"1 UNION SELECT 1\"]",
                "{\"a\": 1}",
                "[[1, \"evil\"]]",
                "[[1, \"evil' WHERE '1' = '1\"]]",
                "[[1, \"0123456789abcdef0123456789abcdef\"]]",
                "[[1, -1, 1, \"2026-01-01\", 1]]",
                "[null]",
                "[1e3, 1.5, true]",
                "[]",
                "null",
                "no list",
                ""
            })
    void can_only_clear_whatever_they_are_called_with(String argument) {
        for (ClearingProcedure each : ClearingProcedure.all(work.accounts().sources())) {
            if (!each.name().startsWith("told_") && !each.name().startsWith("look_")) {
                called(each, argument);
                called(each, null);
            }
        }
        assertThat(rows()).allSatisfy(row -> {
            List<String> before = of(Integer.parseInt(row.get(0)));
            List<String> cleared = List.of(row.get(0), "-", "-", "-", "-", "null");
            for (int i = 0; i < row.size(); i++) {
                assertThat(row.get(i)).isIn(before.get(i), cleared.get(i));
            }
        });
        assertThat(rows()).hasSize(2);
        assertThat(work.count("ip_log", "user_id IS NULL OR user_id = 1")).isEqualTo(3);
        assertThat(work.count("ip_log", "customer_id = 1")).isEqualTo(3);
    }

    private void called(ClearingProcedure procedure, @Nullable String argument) {
        try {
            job.update("CALL `" + procedure.name() + "`(?, @changed)", argument);
        } catch (DataAccessException e) {
            assertThat(e).as("the server refuses the argument").hasRootCauseInstanceOf(SQLException.class);
        }
    }

    @Test
    void add_to_sums_and_take_nothing_from_them() {
        work.invoice(1, "OPEN", work.today().minusYears(1), null, 100);
        long line = work.insert("invoice_line", "invoice_id, article, quantity, amount_ore", 1, "sms", 5, 100);
        work.insert("sms_usage_sum", "line_id, customer_id, month_on, quantity, details", line, 1, "2026-01-01", 5, 5);
        TableMapping sums = work.accounts().sources().tables().values().stream()
                .flatMap(each -> Stream.ofNullable(each.sums()))
                .filter(each -> each.table().equals("sms_usage_sum"))
                .findFirst()
                .orElseThrow();
        ClearingProcedure adding = ClearingProcedure.adding(sums);
        ClearingCall call = new ClearingCall(job);
        assertThat(call.change(adding, List.of(List.of("2", 3L, String.valueOf(line), "2026-01-01", "1"))))
                .isEqualTo(1);
        assertThat(call.change(adding, List.of(List.of("2", -3L, String.valueOf(line), "2026-01-01", "1"))))
                .isZero();
        assertThat(work.count("sms_usage_sum", "quantity = 7 AND details = 8")).isEqualTo(1);
    }

    private List<String> of(int user) {
        return List.of(
                String.valueOf(user), "anv" + user, "Påhittad Person", "anv" + user + "@exempel.se", "070-1", "secret");
    }

    private List<List<String>> rows() {
        return work.admin()
                .query(
                        "SELECT id, user_name, full_name, email, phone, password_hash FROM " + users() + " ORDER BY id",
                        (row, i) -> {
                            List<String> values = new ArrayList<>();
                            for (int column = 1; column <= 6; column++) {
                                values.add(String.valueOf(row.getString(column)));
                            }
                            return List.copyOf(values);
                        });
    }

    @Test
    void have_names_of_their_own_whatever_the_tables_are_called() {
        assertThat(ClearingProcedure.all(work.accounts().sources())).allSatisfy(each -> {
            assertThat(each.name()).matches("(clear|hash|sum|look|told)_[a-z0-9_]{1,24}_[0-9a-f]{16}");
            assertThat(each.body()).doesNotContain("${").startsWith("BEGIN");
        });
    }

    @Test
    void are_compared_with_those_of_this_version_and_mapping_before_each_run() {
        ClearingProcedure overwriting = ClearingProcedure.overwriting(record());
        String made = work.admin()
                .queryForObject(
                        "SHOW CREATE PROCEDURE `" + overwriting.name() + "`",
                        (row, i) -> row.getString("Create Procedure"));
        try (SuiteContext suite = work.suite()) {
            assertThat(Refusals.said(suite, "guards", "clearing"))
                    .as("the control")
                    .isEmpty();
            for (Map.Entry<String, String> each : Map.of(
                            made.replace("`password_hash` = NULL", "`password_hash` = `email`"),
                            overwriting.name() + " is not that of this version",
                            made.replaceFirst("DEFINER=\\S+", "DEFINER=CURRENT_USER"),
                            "different accounts",
                            made.replace("`" + overwriting.name() + "`", "`clear_everything`"),
                            "clear_everything")
                    .entrySet()) {
                work.admin().execute("DROP PROCEDURE IF EXISTS `" + overwriting.name() + "`");
                assertThat(Refusals.said(suite, "guards", "clearing"))
                        .singleElement()
                        .asString()
                        .contains(overwriting.name() + " is missing");
                work.admin().execute(each.getKey());
                assertThat(Refusals.said(suite, "guards", "clearing"))
                        .anySatisfy(text -> assertThat(text).contains(each.getValue()));
                assertThat(Refusals.exit(suite, work)).isEqualTo(ExitCode.CONFIGURATION);
                work.admin().execute("DROP PROCEDURE IF EXISTS `clear_everything`");
                work.admin().execute("DROP PROCEDURE IF EXISTS `" + overwriting.name() + "`");
                remake();
                assertThat(Refusals.said(suite, "guards", "clearing"))
                        .as("as after gallra db grants")
                        .isEmpty();
            }
        }
    }

    private void remake() {
        new Grants(work.adminPool(), work.accounts().names()).clear();
    }
}
