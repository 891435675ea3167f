package se.partnersec.gallra;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.UncategorizedSQLException;
import se.partnersec.gallra.cli.Refusal;
import se.partnersec.gallra.store.ConfigException;
import se.partnersec.gallra.store.ConfigProblem;
import se.partnersec.gallra.support.ExitCode;

/** What the world does wrong is said in words; what we do wrong is not hidden among it. */
class TroublesTest {
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
        Refusal refusal = Troubles.read(new UncategorizedSQLException(
                        "task", "SELECT 1", new SQLException("The server's words", state, code)))
                .orElseThrow();

        assertThat(refusal.exit()).isEqualTo(exit);
        assertThat(refusal.lines()).anyMatch(line -> line.contains(says)).noneMatch(line -> line.contains("SELECT"));
    }

    @Test
    void knows_a_pool_that_cannot_open_a_connection() {
        assertThat(Troubles.read(
                        new CannotGetJdbcConnectionException("no", new SQLTransientConnectionException("timeout"))))
                .map(Refusal::exit)
                .contains(ExitCode.ENVIRONMENT);
    }

    @Test
    void does_not_pass_on_what_may_quote_a_record() {
        assertThat(Troubles.read(new SQLException("Duplicate entry 'anna@exempel.se' for key 'x'", "23000", 1062)))
                .isEmpty();
    }

    @Test
    void names_every_fault_of_a_file_at_once() {
        ConfigException faults = new ConfigException(
                List.of(new ConfigProblem("policy.yml", 12, "one"), new ConfigProblem("policy.yml", 39, "two")));

        Refusal refusal =
                Troubles.read(new IllegalStateException("wrapped", faults)).orElseThrow();

        assertThat(refusal.exit()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(refusal.lines()).hasSize(3).contains("  policy.yml:12: one", "  policy.yml:39: two");
    }

    @Test
    void leaves_a_bug_a_bug() {
        assertThat(Troubles.read(new NullPointerException())).isEmpty();
    }
}
