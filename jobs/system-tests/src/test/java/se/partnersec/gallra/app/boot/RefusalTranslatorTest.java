package se.partnersec.gallra.app.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.UncategorizedSQLException;
import se.partnersec.gallra.config.yaml.ConfigException;
import se.partnersec.gallra.config.yaml.ConfigProblem;
import se.partnersec.gallra.objectstore.client.ObjectStoreException;
import se.partnersec.gallra.objectstore.client.StoreFaults;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.exit.RefusedException;

/** What the world does wrong is said in words; what we do wrong is not hidden among it. */
class RefusalTranslatorTest {
    @ParameterizedTest
    @CsvSource({
        "0, 08S01, ENVIRONMENT, does not answer",
        "1040, 08004, ENVIRONMENT, does not answer",
        "1205, HY000, ENVIRONMENT, does not answer",
        "1045, 28000, CONFIGURATION, refuses the account",
        "1142, 42000, CONFIGURATION, gallra db grants",
        "1049, 42000, CONFIGURATION, gallra db migrate",
        "1146, 42S02, CONFIGURATION, gallra db migrate",
        "1054, 42S22, CONFIGURATION, gallra doctor"
    })
    void reads_the_database_s_codes(int code, String state, ExitCode exit, String says) {
        RefusedException refused = RefusalTranslator.read(new UncategorizedSQLException(
                        "task", "SELECT 1", new SQLException("The server's words", state, code)))
                .orElseThrow();

        assertThat(refused.exit()).isEqualTo(exit);
        assertThat(refused.problems()).anyMatch(line -> line.contains(says)).noneMatch(line -> line.contains("SELECT"));
    }

    @Test
    void knows_a_pool_that_cannot_open_a_connection() {
        assertThat(RefusalTranslator.read(
                        new CannotGetJdbcConnectionException("no", new SQLTransientConnectionException("timeout"))))
                .map(RefusedException::exit)
                .contains(ExitCode.ENVIRONMENT);
    }

    @Test
    void does_not_pass_on_what_may_quote_a_record() {
        assertThat(RefusalTranslator.read(
                        new SQLException("Duplicate entry 'anna@exempel.se' for key 'x'", "23000", 1062)))
                .isEmpty();
    }

    @Test
    void names_every_fault_of_a_file_at_once() {
        ConfigException faults = new ConfigException(
                List.of(new ConfigProblem("policy.yml", 12, "one"), new ConfigProblem("policy.yml", 39, "two")));

        RefusedException refused = RefusalTranslator.read(new IllegalStateException("wrapped", faults))
                .orElseThrow();

        assertThat(refused.exit()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(refused.problems()).hasSize(3).contains("  policy.yml:12: one", "  policy.yml:39: two");
    }

    /** A kind without a row does not compile. */
    @ParameterizedTest
    @EnumSource
    void gives_a_fault_of_the_object_store_its_exit_code(ObjectStoreException.Kind kind) {
        ExitCode exit = switch (kind) {
            case UNREACHABLE, THROTTLED, OTHER -> ExitCode.ENVIRONMENT;
            case NO_SUCH_BUCKET, DENIED, UNSUPPORTED -> ExitCode.CONFIGURATION;
        };

        RefusedException refused = RefusalTranslator.read(
                        new IllegalStateException(StoreFaults.of(kind, "the bucket sleeps")))
                .orElseThrow();

        assertThat(refused.exit()).isEqualTo(exit);
        assertThat(refused.problems()).containsExactly("the bucket sleeps");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 08S01, ENVIRONMENT",
        "1045, 28000, CONFIGURATION",
        "1142, 42000, CONFIGURATION",
        "1062, 23000, CONFIGURATION",
    })
    void ends_a_migration_by_what_the_server_said_in_words_of_its_own(int code, String state, ExitCode exit) {
        Throwable cause = new IllegalStateException(new SQLException("The server's words", state, code));

        RefusedException refused = RefusalTranslator.read(StoreFaults.migration("one\n  two", cause))
                .orElseThrow();

        assertThat(refused.exit()).isEqualTo(exit);
        assertThat(refused.problems()).containsExactly("one", "  two");
    }

    @Test
    void passes_a_refusal_on_as_it_is_also_one_that_was_wrapped_or_has_a_cause() {
        RefusedException refused =
                new RefusedException(ExitCode.REFUSED, List.of("one", "two"), new SQLException("no route", "08S01", 0));
        assertThat(RefusalTranslator.read(refused)).containsSame(refused);
        assertThat(RefusalTranslator.read(new IllegalStateException("wrapped", refused)))
                .containsSame(refused);
    }

    @Test
    void leaves_a_bug_a_bug() {
        assertThat(RefusalTranslator.read(new NullPointerException())).isEmpty();
    }
}
