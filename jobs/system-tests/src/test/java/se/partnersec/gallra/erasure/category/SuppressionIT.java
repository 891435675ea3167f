package se.partnersec.gallra.erasure.category;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.erasure.row.SuppressionList;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.AlteredRuns;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.CrashingRun;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Workplace;

/** What is left of a consent that was withdrawn: one tag a channel and address, written with the deletion or not at all. */
@GallraTest(chunk = 100)
@Tag("once")
@Tag("full")
class SuppressionIT {
    private static final DataCategory NEWSLETTER = CategoryIds.NEWSLETTER;

    private final Workplace work;
    private final LocalDate today;

    SuppressionIT(Workplace work, LocalDate today) {
        this.work = work;
        this.today = today;
    }

    private void withdrawn(long id, String email, String channel) {
        work.insert(
                "newsletter_subscription",
                "id, email, channel, subscribed_at, withdrawn_at",
                id,
                email,
                channel,
                today.minusDays(200).atTime(8, 0),
                today.minusDays(1).atTime(8, 0));
    }

    private long rows() {
        return work.count("newsletter_subscription", "TRUE");
    }

    private List<String> entries() {
        return work.texts("SELECT CONCAT(channel, ' ', since) FROM suppression ORDER BY channel");
    }

    private SuppressionList suppressions() {
        return new SuppressionList(work.admin(), work.settings().tags());
    }

    @Test
    void remembers_an_address_once_a_channel_however_it_was_spelt() {
        withdrawn(1, "Anna.Exempel@Exempel.se", "newsletter");
        withdrawn(2, " anna.exempel@exempel.se ", "Newsletter");
        withdrawn(3, "anna.exempel@exempel.se", "erbjudanden");
        RunResult result = work.run(NEWSLETTER, today);
        assertThat(result.counts().of(Outcome.ERASED)).as(result.toString()).isEqualTo(3);
        assertThat(entries()).containsExactly("erbjudanden " + today, "newsletter " + today);

        withdrawn(4, "ANNA.EXEMPEL@EXEMPEL.SE", "newsletter");
        work.admin().update("UPDATE suppression SET since = '2020-01-01'");
        assertThat(work.run(NEWSLETTER, today).counts().of(Outcome.ERASED)).isEqualTo(1);
        assertThat(entries())
                .as("the first day stands")
                .containsExactly("erbjudanden 2020-01-01", "newsletter 2020-01-01");
        assertThat(suppressions().of("Anna.Exempel@exempel.se")).containsOnlyKeys("erbjudanden", "newsletter");
        assertThat(suppressions().of("anna@exempel.se")).isEmpty();
    }

    @Test
    void keeps_nothing_of_the_address_itself_and_different_tags_in_different_channels() {
        withdrawn(1, "anna.exempel@exempel.se", "newsletter");
        withdrawn(2, "anna.exempel@exempel.se", "erbjudanden");
        work.run(NEWSLETTER, today);
        List<String> tags = work.texts("SELECT HEX(tag) FROM suppression");
        assertThat(tags).hasSize(2).doesNotHaveDuplicates().allMatch(tag -> tag.length() == 32);
        assertThat(work.texts(
                        "SELECT CONVERT(items USING latin1) FROM ledger_chunk UNION ALL SELECT detail FROM finding"))
                .noneMatch(text -> text != null && text.contains("anna"));
    }

    @Test
    void erases_at_once_on_the_day_of_the_withdrawal_and_keeps_a_consent_in_force() {
        withdrawn(1, "a@exempel.se", "newsletter");
        work.update("newsletter_subscription", "withdrawn_at = ?", today.atStartOfDay());
        work.insert(
                "newsletter_subscription",
                "id, email, subscribed_at",
                2,
                "b@exempel.se",
                today.minusYears(9).atTime(8, 0));
        RunResult result = work.run(NEWSLETTER, today);
        assertThat(result.counts().of(Outcome.ERASED)).isEqualTo(1);
        assertThat(result.counts().of(Outcome.HELD)).isEqualTo(1);
        assertThat(suppressions().of("b@exempel.se")).isEmpty();
    }

    @Test
    void remembers_nobody_whose_row_stays() {
        withdrawn(1, "kundens@exempel.se", "newsletter");
        work.update("newsletter_subscription", "processor_for = 7");
        assertThat(work.run(NEWSLETTER, today).exit()).isEqualTo(ExitCode.DONE);
        assertThat(rows()).isOne();
        assertThat(entries()).isEmpty();
    }

    /** The negative control: where the tag cannot be written, the row must still be there. */
    @Test
    void erases_nothing_that_it_cannot_remember() {
        withdrawn(1, "anna.exempel@exempel.se", "newsletter");
        String job = "'" + work.settings().account(DatabaseRole.JOB).user() + "'@'%'";
        String table = work.schemas().suite() + ".suppression";
        JdbcTemplate admin = work.admin();
        admin.execute("REVOKE INSERT ON " + table + " FROM " + job);
        // A run of its own would not begin without the right.
        try (AlteredRuns altered = AlteredRuns.rewriting(work, UnaryOperator.identity(), point -> {})) {
            RunResult refused = altered.run(NEWSLETTER, today).get(0);
            assertThat(refused.exit()).as(refused.toString()).isNotEqualTo(ExitCode.DONE);
        }
        assertThat(rows()).isOne();
        assertThat(entries()).isEmpty();
        admin.execute("GRANT INSERT ON " + table + " TO " + job);
        assertThat(work.run(NEWSLETTER, today).exit()).isEqualTo(ExitCode.DONE);
        assertThat(rows()).isZero();
        assertThat(entries()).hasSize(1);
    }

    /** The other negative control: the write is made, and comes to nothing. */
    @Test
    void erases_nothing_where_what_it_wrote_is_not_there() {
        withdrawn(1, "anna.exempel@exempel.se", "newsletter");
        work.admin()
                .execute(
                        "CREATE TRIGGER spoil BEFORE INSERT ON suppression FOR EACH ROW SET NEW.tag = REPEAT('x', 16)");
        try {
            // A run of its own would not begin over a trigger that nobody knows.
            RunResult refused;
            try (AlteredRuns altered = AlteredRuns.rewriting(work, UnaryOperator.identity(), point -> {})) {
                refused = altered.run(NEWSLETTER, today).get(0);
            }
            assertThat(refused.exit()).as(refused.toString()).isEqualTo(ExitCode.FAILED);
            assertThat(refused.why()).contains("a suppression in newsletter was written and is not there");
            assertThat(rows()).isOne();
            assertThat(entries()).isEmpty();
        } finally {
            work.admin().execute("DROP TRIGGER spoil");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ROWS_ERASED", "REMEMBERED", "LEDGER_WRITTEN"})
    void a_process_killed_in_between_leaves_both_or_neither(CrashPoint point) {
        withdrawn(1, "anna.exempel@exempel.se", "newsletter");
        assertThat(CrashingRun.kill(work, NEWSLETTER, point, 1)).isTrue();
        assertThat(rows()).isOne();
        assertThat(entries()).isEmpty();
        assertThat(work.run(NEWSLETTER, today).exit()).isEqualTo(ExitCode.DONE);
        assertThat(rows()).isZero();
        assertThat(entries()).containsExactly("newsletter " + today);
    }
}
