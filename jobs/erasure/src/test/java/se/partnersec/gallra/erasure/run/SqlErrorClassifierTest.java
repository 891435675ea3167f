package se.partnersec.gallra.erasure.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Words of a database error for people: what is wrong, never the server's text. */
class SqlErrorClassifierTest {
    @ParameterizedTest
    @CsvSource({
        "1045, 28000, wrong user or password",
        "1142, 42000, the account lacks a right",
        "1213, 40001, deadlock",
        "1290, HY000, read-only"
    })
    void says_what_is_wrong_and_not_what_the_server_said(int code, String state, String words) {
        assertThat(SqlErrorClassifier.words(new SQLException("Access denied for 'anna'@'10.0.0.7'", state, code)))
                .contains(Integer.toString(code), words)
                .doesNotContain("anna");
    }
}
