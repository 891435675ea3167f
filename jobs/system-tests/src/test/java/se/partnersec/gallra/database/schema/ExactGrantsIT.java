package se.partnersec.gallra.database.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.runs.preflight.Check;
import se.partnersec.gallra.runs.preflight.PreflightReport;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Refusals;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/** A run begins only where the job's account has the rights that are printed for it, and no other by which it could change something. */
@GallraTest
@Tag("core")
class ExactGrantsIT {
    private final Workplace work;
    private final String job;

    ExactGrantsIT(Workplace work) {
        this.work = work;
        job = "'" + work.accounts().account(DatabaseRole.JOB).user() + "'@'%'";
    }

    private String named(String sql) {
        return sql.replace("SUITE", work.schemas().suite())
                .replace("BUSINESS", work.schemas().business());
    }

    private static List<Check> said(PreflightReport report) {
        return report.checks().stream()
                .filter(check -> check.code().equals("grants"))
                .toList();
    }

    @Test
    void that_are_printed_are_enough_and_no_more() {
        try (SuiteContext suite = work.suite()) {
            assertThat(said(suite.preflight().doctor()))
                    .singleElement()
                    .satisfies(
                            check -> assertThat(check.state()).as(check.text()).isEqualTo(Check.State.OK));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UPDATE ON SUITE.approval                  | UPDATE on SUITE.approval",
                "INSERT, DELETE ON SUITE.hold              | DELETE on SUITE.hold",
                "UPDATE ON SUITE.ledger_chunk              | UPDATE on SUITE.ledger_chunk",
                "UPDATE (email) ON BUSINESS.user_account   | UPDATE (email) on BUSINESS.user_account",
                "INSERT ON BUSINESS.chat_message           | INSERT on BUSINESS.chat_message",
                "UPDATE ON BUSINESS.*                      | UPDATE on BUSINESS.*",
                "EXECUTE ON SUITE.*                        | EXECUTE on SUITE.*",
                "EXECUTE ON PROCEDURE SUITE.advance_gate   | EXECUTE on PROCEDURE SUITE.advance_gate",
                "CREATE USER ON *.*                        | CREATE USER on *.*"
            })
    void one_right_to_write_too_many_is_refused_and_what_is_said_against_it_takes_it_away(String grant, String words) {
        work.admin().execute(named("GRANT " + grant + " TO " + job));
        try (SuiteContext suite = work.suite()) {
            Check refused = said(suite.preflight().doctor()).get(0);
            try {
                assertThat(refused.state()).isEqualTo(Check.State.REFUSED);
                assertThat(refused.text()).contains(named(words));
                assertThat(Refusals.exit(suite, work)).isEqualTo(ExitCode.CONFIGURATION);
            } finally {
                for (String revoke : refused.cure()
                        .substring(refused.cure().indexOf("REVOKE"))
                        .split("; ")) {
                    work.admin().execute(revoke);
                }
            }
            assertThat(Refusals.exit(suite, work)).as("the control").isEqualTo(ExitCode.DONE);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INSERT ON SUITE.permit_use                  | INSERT on SUITE.permit_use",
                "DELETE ON BUSINESS.web_visit                | DELETE on BUSINESS.web_visit",
                "INSERT (limits) ON SUITE.run_limit          | INSERT (limits) on SUITE.run_limit"
            })
    void one_right_too_few_is_refused(String right, String words) {
        work.admin().execute(named("REVOKE " + right + " FROM " + job));
        try (SuiteContext suite = work.suite()) {
            assertThat(said(suite.preflight().doctor()))
                    .anySatisfy(check -> assertThat(check.text()).contains("lacks", named(words)));
            assertThat(Refusals.exit(suite, work)).isEqualTo(ExitCode.CONFIGURATION);
        } finally {
            work.admin().execute(named("GRANT " + right + " TO " + job));
        }
        try (SuiteContext suite = work.suite()) {
            assertThat(Refusals.exit(suite, work)).as("the control").isEqualTo(ExitCode.DONE);
        }
    }

    @Test
    void to_read_too_much_is_said_and_stops_nothing() {
        String table = named("BUSINESS.chat_message");
        work.admin().execute("GRANT SELECT (body) ON " + table + " TO " + job);
        try (SuiteContext suite = work.suite()) {
            assertThat(said(suite.preflight().doctor())).anySatisfy(check -> {
                assertThat(check.state()).isEqualTo(Check.State.NOTE);
                assertThat(check.text()).contains("SELECT (body) on " + table);
            });
            assertThat(Refusals.exit(suite, work)).isEqualTo(ExitCode.DONE);
        } finally {
            work.admin().execute("REVOKE SELECT (body) ON " + table + " FROM " + job);
        }
    }

    @Test
    void that_come_by_a_role_count() {
        String role =
                "gallra_role_" + work.schemas().suite().toLowerCase(Locale.ROOT).hashCode() % 100_000;
        role = "`" + role.replace("-", "m") + "`";
        work.admin().execute("CREATE ROLE " + role);
        try (SuiteContext suite = work.suite()) {
            work.admin().execute(named("GRANT UPDATE ON SUITE.approval TO " + role));
            assertThat(Refusals.exit(suite, work)).as("the control").isEqualTo(ExitCode.DONE);
            work.admin().execute("GRANT " + role + " TO " + job);
            assertThat(said(suite.preflight().doctor()))
                    .anySatisfy(check -> assertThat(check.text()).contains(named("UPDATE on SUITE.approval")));
            assertThat(Refusals.exit(suite, work)).isEqualTo(ExitCode.CONFIGURATION);
        } finally {
            work.admin().execute("DROP ROLE " + role);
        }
    }
}
