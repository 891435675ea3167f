package se.partnersec.gallra.categories;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.planning.explain.Explanation.Presence;
import se.partnersec.gallra.planning.explain.RecordExplainer;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/** A password goes a month after the last contract; the row it stood in goes by its own rule, later. */
@GallraTest(chunk = 3)
@Tag("once")
@Tag("full")
class EndedLoginsIT {
    private static final String SECRET = "{demo}hemligt";

    private final Workplace work;
    private final LocalDate today;

    EndedLoginsIT(Workplace work, LocalDate today) {
        this.work = work;
        this.today = today;
    }

    @BeforeEach
    void fill() {
        work.customer(1);
        for (int id = 1; id <= 2; id++) {
            Scene.LOGINS.put(work, Scene.Spec.of(id, today.minusMonths(2)));
        }
    }

    private RunResult run() {
        return work.run(CategoryIds.CREDENTIALS, today);
    }

    private long secrets() {
        return work.count("user_account", "password_hash IS NOT NULL");
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
        work.update("user_account", "password_hash = 'nytt' WHERE id = 1");
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
    void keeps_the_password_of_a_user_whose_data_are_held(String key, @Nullable String only, ScopeType kind) {
        work.hold(kind, key, only == null ? null : new DataCategory(only));
        run();
        assertThat(work.count("user_account", "id = 1 AND password_hash = '" + SECRET + "'"))
                .isEqualTo(1);
    }

    @Test
    void a_hold_on_the_password_keeps_the_row_it_stands_in() {
        work.update("contract", "start_on = ?, end_on = ?", today.minusYears(6), today.minusYears(3));
        work.hold(ScopeType.RECORD, "credentials:1");
        work.run(CategoryIds.USER_DATA, today);
        assertThat(work.count("user_account", "id = 1")).isEqualTo(1);
        assertThat(work.count("user_account", "id = 2")).isZero();
    }

    @Test
    void does_not_stand_in_the_way_of_reducing_and_erasing_the_rows() {
        work.update("contract", "start_on = ?, end_on = ?", today.minusYears(6), today.minusYears(3));
        work.voucher(1, 1, today.minusYears(2));
        assertThat(run().counts().of(Outcome.ERASED)).isEqualTo(2);
        RunResult users = work.run(CategoryIds.USER_DATA, today);
        assertThat(users.exit()).as(users.toString()).isEqualTo(ExitCode.DONE);
        assertThat(users.counts().of(Outcome.ANONYMISED)).isEqualTo(1);
        assertThat(users.counts().of(Outcome.ERASED)).isEqualTo(1);
        assertThat(work.texts("SELECT category FROM reduced")).containsExactly("user-data");
        assertThat(run().counts().total()).isZero();
    }

    /** Somebody's program writes it back each time: what cannot be done is not claimed. */
    @Test
    void fails_where_the_password_comes_back() {
        RunResult result = work.run(CategoryIds.CREDENTIALS, today, point -> {
            if (point == CrashPoint.VERIFY_STARTED) {
                work.update("user_account", "password_hash = ? WHERE id = 2", SECRET);
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
            RunResult result = work.run(CategoryIds.CREDENTIALS, today, point -> {
                if (point == CrashPoint.VERIFY_STARTED) {
                    work.update("user_account", "has_password = FALSE, password_hash = ?", SECRET);
                }
            });
            assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.FAILED);
            assertThat(work.texts("SELECT code FROM finding WHERE run_id <> 0")).containsExactly("NOT_REDUCED");
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
        RunResult result = work.run(CategoryIds.CREDENTIALS, today, at -> {
            if (at == point && left[0]-- > 0) {
                throw new DataAccessResourceFailureException("line lost at " + at);
            }
        });
        assertThat(result.counts().of(Outcome.ERASED)).isEqualTo(2);
        assertThat(secrets()).isZero();
    }

    @Test
    void leaves_the_password_in_no_table_of_the_suite() {
        run();
        List<String> tables =
                work.texts("SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()");
        List<String> found = new ArrayList<>();
        for (String table : tables) {
            work.admin()
                    .queryForList("SELECT * FROM `" + table + "`")
                    .forEach(row -> row.forEach((column, value) -> {
                        String text = value instanceof byte[] bytes
                                ? new String(bytes, StandardCharsets.ISO_8859_1)
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
        try (SuiteContext suite = work.suite()) {
            var explained = new RecordExplainer(
                            suite.pool(DatabaseRole.READER),
                            suite.policy(),
                            suite.sources(),
                            KeyTypes.read(new JdbcTemplate(suite.pool(DatabaseRole.READER)), suite.sources()),
                            work.settings().tags(),
                            null)
                    .explain(new Credentials(), "1");
            assertThat(explained.presence()).isEqualTo(Presence.ERASED);
        }
    }
}
