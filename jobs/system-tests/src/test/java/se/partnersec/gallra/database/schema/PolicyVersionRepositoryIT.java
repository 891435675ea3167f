package se.partnersec.gallra.database.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.rules.PolicyFingerprint;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.policy.decision.PolicyParser;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/** The texts behind fingerprints: noted once by whoever goes by them first, and never another text under that name. */
@GallraTest
@Tag("full")
class PolicyVersionRepositoryIT {
    private static final String INSERT = "INSERT INTO policy_text (fingerprint, policy, sources) VALUES (?, ?, ?)";

    private final Workplace work;

    PolicyVersionRepositoryIT(Workplace work) {
        this.work = work;
    }

    private PolicyVersionRepository texts() {
        return new PolicyVersionRepository(work.admin());
    }

    @Test
    void a_run_notes_what_it_goes_by_once_and_it_reads_back_as_what_it_was() {
        String fingerprint;
        try (SuiteContext suite = work.suite()) {
            fingerprint = suite.fingerprint();
            work.admin().update("DELETE FROM policy_text");
            assertThat(suite.runs()
                            .run(CategoryIds.IP_LOGS, work.today())
                            .get(0)
                            .exit())
                    .isEqualTo(ExitCode.DONE);
            assertThat(suite.runs()
                            .run(CategoryIds.CHAT_LOGS, work.today())
                            .get(0)
                            .exit())
                    .isEqualTo(ExitCode.DONE);
            PolicyVersionRepository.Text text = texts().find(fingerprint).orElseThrow();
            assertThat(PolicyParser.parse(text.policy(), CategoryIds.KNOWN).canonical())
                    .isEqualTo(suite.policy().canonical());
            assertThat(text.sources()).isEqualTo(suite.sources().canonical());
            assertThat(text.policy()).contains("sparas i 3-28 dagar");
        }
        assertThat(work.admin().queryForList("SELECT noted_by FROM policy_text", String.class))
                .singleElement()
                .asString()
                .startsWith(work.settings().account(DatabaseRole.JOB).user());
        assertThat(texts().beginning(fingerprint.substring(0, 6))).containsExactly(fingerprint);
        assertThat(texts().beginning("0000000000")).isEmpty();
    }

    /** Or whoever may note one could say beforehand what a policy to come is said to be. */
    @Test
    void the_table_takes_no_text_that_does_not_give_its_fingerprint_from_whomever() {
        String fingerprint = PolicyFingerprint.of("policy å\n", "sources 1\n");
        for (DatabaseRole role : List.of(DatabaseRole.JOB, DatabaseRole.FINANCE)) {
            try (HikariDataSource pool = DataSourceFactory.pool(work.settings(), role, 1)) {
                JdbcTemplate jdbc = new JdbcTemplate(pool);
                assertThatThrownBy(() -> jdbc.update(INSERT, fingerprint, "policy a\n", "sources 1\n"))
                        .isInstanceOf(DataAccessException.class)
                        .hasStackTraceContaining("onstraint");
                assertThatThrownBy(() -> jdbc.update(INSERT, "not hexadecimal", "policy å\n", "sources 1\n"))
                        .isInstanceOf(DataAccessException.class);
                // The same words, with the border between the two elsewhere.
                assertThatThrownBy(() -> jdbc.update(INSERT, fingerprint, "policy å", "\nsources 1\n"))
                        .hasStackTraceContaining("onstraint");
                jdbc.update(INSERT, fingerprint, "policy å\n", "sources 1\n");
                assertThatThrownBy(() -> jdbc.update("DELETE FROM policy_text"))
                        .isInstanceOf(DataAccessException.class)
                        .hasStackTraceContaining("denied");
                assertThatThrownBy(() -> jdbc.update("UPDATE policy_text SET sources = ''"))
                        .hasStackTraceContaining("denied");
            }
            assertThat(texts().find(fingerprint)).isPresent();
            work.clear();
        }
    }

    /** Who owns the tables can take the check away; what he wrote then is still not believed. */
    @Test
    void a_text_that_was_changed_all_the_same_is_refused() {
        String fingerprint = PolicyFingerprint.of("policy\n", "sources 1\n");
        work.admin().update(INSERT, fingerprint, "policy\n", "sources 1\n");
        assertThat(texts().find(fingerprint)).isPresent();
        work.admin().execute("CREATE TABLE kept_check LIKE policy_text");
        work.admin().execute("ALTER TABLE policy_text DROP CONSTRAINT text_gives_fingerprint");
        try {
            work.admin().update("UPDATE policy_text SET policy = 'policy2\n'");
            assertThatThrownBy(() -> texts().find(fingerprint))
                    .isInstanceOf(PolicyVersionRepository.Falsified.class)
                    .hasMessageContaining(fingerprint);
        } finally {
            // With its check again.
            work.admin().execute("DROP TABLE policy_text");
            work.admin().execute("RENAME TABLE kept_check TO policy_text");
        }
    }
}
