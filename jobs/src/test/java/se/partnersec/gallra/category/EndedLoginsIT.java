package se.partnersec.gallra.category;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.partnersec.gallra.engine.CrashPoint;
import se.partnersec.gallra.hold.HoldScope;
import se.partnersec.gallra.hold.NewHold;
import se.partnersec.gallra.ledger.Outcome;
import se.partnersec.gallra.plan.Explanation.Presence;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.policy.HoldType;
import se.partnersec.gallra.policy.ScopeKind;
import se.partnersec.gallra.run.RunResult;
import se.partnersec.gallra.store.Role;
import se.partnersec.gallra.support.ExitCode;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

/** A password goes a month after the last contract; the row it stood in goes by its own rule, later. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("once")
@Tag("full")
class EndedLoginsIT {
    private static final String SECRET = "{demo}hemligt";

    private Workplace work;
    private LocalDate today;

    @BeforeAll
    void open() {
        work = new Workplace(3);
        work.insert("customer", "id, customer_no, org_no, name", 1, "K-1", "559900-0001", "Första AB");
    }

    @AfterAll
    void close() {
        work.close();
    }

    /** A run that failed would be taken up by the next test. */
    @AfterEach
    void finish() {
        Scene.LOGINS.clear(work);
        work.run(DataCategory.CREDENTIALS, today);
    }

    @BeforeEach
    void clear() {
        today = work.today();
        Scene.LOGINS.clear(work);
        work.admin().update("DELETE FROM reduced");
        work.admin().update("DELETE FROM approved_release");
        work.admin().update("DELETE FROM hold");
        work.admin().update("DELETE FROM finding");
        for (int id = 1; id <= 2; id++) {
            Scene.LOGINS.put(work, Scene.Spec.of(id, today.minusMonths(2)));
        }
    }

    private RunResult run() {
        return work.run(DataCategory.CREDENTIALS, today);
    }

    private long secrets() {
        return work.count("user_account", "password_hash IS NOT NULL");
    }

    private void hold(String record, @Nullable DataCategory only, ScopeKind kind) {
        work.desk()
                .add(new NewHold(
                        HoldType.LEGAL_CLAIM,
                        new HoldScope(kind, record),
                        only,
                        null,
                        today.plusMonths(6),
                        null,
                        "tvist"));
    }

    @Test
    void takes_the_password_and_leaves_the_rest_of_the_row() {
        RunResult result = run();
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
        assertThat(result.counts().of(Outcome.ERASED)).isEqualTo(2);
        assertThat(secrets()).isZero();
        assertThat(work.count("user_account", "full_name = 'Påhittad Person' AND user_name <> '-'"))
                .isEqualTo(2);
        assertThat(run().counts().total()).as("nothing is a candidate any more").isZero();
    }

    @Test
    void keeps_the_password_of_a_user_whose_customer_came_back() {
        work.insert("contract", "customer_id, start_on, end_on, status", 1, today.minusDays(3), null, "ACTIVE");
        assertThat(run().counts().of(Outcome.HELD)).isEqualTo(2);
        assertThat(secrets()).isEqualTo(2);
    }

    @Test
    void takes_a_password_that_was_set_anew_after_it_was_taken() {
        run();
        work.admin().update("UPDATE " + work.table("user_account") + " SET password_hash = 'nytt' WHERE id = 1");
        assertThat(run().counts().of(Outcome.ERASED)).isEqualTo(1);
        assertThat(secrets()).isZero();
    }

    /** The password is part of the user data: whoever holds those, in whatever way, means it too. */
    @ParameterizedTest
    @CsvSource({
        "user-data:1,,RECORD",
        "credentials:1,,RECORD",
        "user-data,,CATEGORY",
        "K-1,user-data,CUSTOMER",
        "anv1,traffic-data,USER"
    })
    void keeps_the_password_of_a_user_whose_data_are_held(String key, @Nullable String only, ScopeKind kind) {
        hold(key, only == null ? null : DataCategory.of(only).orElseThrow(), kind);
        run();
        assertThat(work.count("user_account", "id = 1 AND password_hash = '" + SECRET + "'"))
                .isEqualTo(1);
    }

    @Test
    void a_hold_on_the_password_keeps_the_row_it_stands_in() {
        work.admin()
                .update(
                        "UPDATE " + work.table("contract") + " SET start_on = ?, end_on = ?",
                        today.minusYears(6),
                        today.minusYears(3));
        hold("credentials:1", null, ScopeKind.RECORD);
        work.run(DataCategory.USER_DATA, today);
        assertThat(work.count("user_account", "id = 1")).isEqualTo(1);
        assertThat(work.count("user_account", "id = 2")).isZero();
    }

    @Test
    void does_not_stand_in_the_way_of_reducing_and_erasing_the_rows() {
        work.admin()
                .update(
                        "UPDATE " + work.table("contract") + " SET start_on = ?, end_on = ?",
                        today.minusYears(6),
                        today.minusYears(3));
        work.insert(
                "invoice",
                "id, customer_id, invoice_no, ocr, voucher_series, voucher_no, issued_on, booked_on, settled_on, status,"
                        + " amount_ore, reference_user_id",
                1,
                1,
                "F1",
                "91",
                "A",
                1,
                today.minusYears(2),
                today.minusYears(2),
                today.minusYears(2),
                "PAID",
                4000,
                1);
        assertThat(run().counts().of(Outcome.ERASED)).isEqualTo(2);
        RunResult users = work.run(DataCategory.USER_DATA, today);
        assertThat(users.exit()).as(users.toString()).isEqualTo(ExitCode.DONE);
        assertThat(users.counts().of(Outcome.ANONYMISED)).isEqualTo(1);
        assertThat(users.counts().of(Outcome.ERASED)).isEqualTo(1);
        assertThat(work.admin().queryForList("SELECT category FROM reduced", String.class))
                .containsExactly("user-data");
        assertThat(run().counts().total()).isZero();
    }

    /** Somebody's program writes it back each time: what cannot be done is not claimed. */
    @Test
    void fails_where_the_password_comes_back() {
        RunResult result = work.run(DataCategory.CREDENTIALS, today, point -> {
            if (point == CrashPoint.VERIFY_STARTED) {
                work.admin()
                        .update("UPDATE " + work.table("user_account") + " SET password_hash = ? WHERE id = 2", SECRET);
            }
        });
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.FAILED);
    }

    /** Somebody who looks must not be told that there is nothing. */
    @Test
    void fails_where_the_column_that_tells_of_a_password_lies() {
        work.admin()
                .execute("ALTER TABLE " + work.table("user_account")
                        + " DROP COLUMN has_password, ADD COLUMN has_password BOOLEAN NOT NULL DEFAULT TRUE");
        try {
            RunResult result = work.run(DataCategory.CREDENTIALS, today, point -> {
                if (point == CrashPoint.VERIFY_STARTED) {
                    work.admin()
                            .update(
                                    "UPDATE " + work.table("user_account")
                                            + " SET has_password = FALSE, password_hash = ?",
                                    SECRET);
                }
            });
            assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.FAILED);
            assertThat(work.admin().queryForList("SELECT code FROM finding WHERE run_id <> 0", String.class))
                    .containsExactly("NOT_REDUCED");
        } finally {
            work.admin()
                    .execute("ALTER TABLE " + work.table("user_account")
                            + " DROP COLUMN has_password, ADD COLUMN has_password BOOLEAN GENERATED ALWAYS AS"
                            + " (password_hash IS NOT NULL) VIRTUAL");
        }
    }

    @ParameterizedTest
    @CsvSource({"DECIDED", "ROWS_ERASED", "LEDGER_WRITTEN"})
    void obeys_the_ledger_when_a_chunk_was_rolled_back(CrashPoint point) {
        int[] left = {1};
        RunResult result = work.run(DataCategory.CREDENTIALS, today, at -> {
            if (at == point && left[0]-- > 0) {
                throw new org.springframework.dao.DataAccessResourceFailureException("line lost at " + at);
            }
        });
        assertThat(result.counts().of(Outcome.ERASED)).isEqualTo(2);
        assertThat(secrets()).isZero();
    }

    @Test
    void leaves_the_password_in_no_table_of_the_suite() {
        run();
        List<@Nullable String> tables = work.admin()
                .queryForList(
                        "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()",
                        String.class);
        List<String> found = new ArrayList<>();
        for (String table : tables) {
            work.admin()
                    .queryForList("SELECT * FROM `" + table + "`")
                    .forEach(row -> row.forEach((column, value) -> {
                        String text = value instanceof byte[] bytes
                                ? new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1)
                                : String.valueOf(value);
                        if (text.contains("hemligt")) {
                            found.add(table + "." + column);
                        }
                    }));
        }
        assertThat(tables).contains("ledger_chunk");
        assertThat(found).isEmpty();
    }

    @Test
    void tells_what_became_of_it() {
        run();
        try (se.partnersec.gallra.House house = work.house()) {
            var explained = new se.partnersec.gallra.plan.Explainer(
                            house.pool(Role.READER),
                            house.policy(),
                            house.sources(),
                            se.partnersec.gallra.store.KeyKinds.read(
                                    new org.springframework.jdbc.core.JdbcTemplate(house.pool(Role.READER)),
                                    house.sources()),
                            work.settings().tags(),
                            null)
                    .explain(new Credentials(), "1");
            assertThat(explained.presence()).isEqualTo(Presence.ERASED);
        }
    }
}
