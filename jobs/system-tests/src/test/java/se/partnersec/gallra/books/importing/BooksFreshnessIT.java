package se.partnersec.gallra.books.importing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.runs.preflight.PreflightReport;
import se.partnersec.gallra.runs.preflight.PreflightRig;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Workplace;

/** Books that stopped coming in, or came in short, stop what they can keep, and nothing else. */
@GallraTest
@Tag("full")
class BooksFreshnessIT {
    private static final List<DataCategory> ALL =
            List.of(CategoryIds.CALL_RECORDINGS, CategoryIds.CHAT_LOGS, CategoryIds.IP_LOGS);

    private final Workplace place;
    private final PreflightRig rig;

    BooksFreshnessIT(Workplace place, PreflightRig rig) {
        this.place = place;
        this.rig = rig;
    }

    private void limits(String lines) {
        place.change("sources.yml", text -> text.replace("books:\n", "books:\n" + lines));
    }

    private void imported(int id, String ago, String generated) {
        rig.execute(
                "INSERT INTO book_import (id, sha256, file_name, generated_on, imported_at, imported_by, vouchers, fresh,"
                        + " changed, missing, epoch) VALUES (" + id + ", '" + id + "', 'bok.se', " + generated
                        + ", UTC_TIMESTAMP(6) - INTERVAL " + ago + ", 'x', 0, 0, 0, 0, 1)");
    }

    private void year(int id, int vouchers, int known) {
        rig.execute("INSERT INTO book_import_year (import_id, start_on, end_on, vouchers, known) VALUES (" + id
                + ", '2026-01-01', '2026-12-31', " + vouchers + ", " + known + ")");
    }

    private PreflightReport check() {
        return rig.preflight().check(ALL, rig.today(), false);
    }

    private void refusedButForIpLogs(String what) {
        PreflightReport report = check();
        assertThat(report.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(report.refusals()).singleElement().satisfies(check -> {
            assertThat(check.code()).isEqualTo("books");
            assertThat(check.text()).contains(what).contains("gallra holds import --sie FILE");
            assertThat(check.about()).isEqualTo(Set.of(CategoryIds.CALL_RECORDINGS, CategoryIds.CHAT_LOGS));
        });
        assertThat(report.mayBegin(ALL)).containsExactly(CategoryIds.IP_LOGS);
        assertThat(rig.check(CategoryIds.IP_LOGS).passes()).isTrue();
        assertThat(rig.check(CategoryIds.CHAT_LOGS).exit()).isEqualTo(ExitCode.REFUSED);
    }

    @Test
    void asks_nothing_where_nobody_set_a_limit() {
        assertThat(check().passes()).isTrue();
        assertThat(check().checks()).noneMatch(check -> check.code().equals("books"));
    }

    @Test
    void refuses_books_that_never_came_and_such_as_are_too_old() {
        limits("  max-age-hours: 24\n");
        refusedButForIpLogs("the books were never imported, and max-age-hours is 24");

        imported(1, "25 HOUR", "NULL");
        refusedButForIpLogs("the newest import of the books is 25 h old, and max-age-hours is 24");

        imported(2, "1 HOUR", "NULL");
        assertThat(check().passes()).isTrue();
    }

    @Test
    void does_not_take_an_old_file_for_new_because_it_came_late() {
        limits("  max-age-hours: 72\n");
        LocalDate old = rig.today().minusDays(9);
        imported(1, "1 MINUTE", "'" + old + "'");
        refusedButForIpLogs("h old, and max-age-hours is 72");

        imported(2, "1 MINUTE", "'" + rig.today() + "'");
        assertThat(check().passes()).isTrue();
    }

    @Test
    void refuses_books_that_lack_too_many_vouchers_until_they_are_whole_again() {
        limits("  max-drop-percent: 5\n");
        assertThat(check().passes()).isTrue();
        imported(1, "3 HOUR", "NULL");
        year(1, 1000, 1000);
        imported(2, "2 HOUR", "NULL");
        year(2, 950, 1000);
        assertThat(check().passes()).isTrue();

        imported(3, "1 HOUR", "NULL");
        year(3, 949, 1000);
        refusedButForIpLogs(
                "the newest import of fiscal year 2026-01-01..2026-12-31 has 949 vouchers of 1000 known, and max-drop-percent is 5");
        imported(4, "30 MINUTE", "NULL");
        year(4, 949, 1000);
        refusedButForIpLogs("949 vouchers of 1000 known");
        imported(5, "1 MINUTE", "NULL");
        year(5, 1001, 1001);
        assertThat(check().passes()).isTrue();
    }

    @Test
    void refuses_where_the_account_may_not_look() {
        limits("  max-age-hours: 24\n");
        String job = "'" + place.settings().account(DatabaseRole.JOB).user() + "'@'%'";
        rig.execute("REVOKE SELECT ON book_import FROM " + job);
        try {
            assertThat(check().refusals())
                    .filteredOn(check -> check.code().equals("books"))
                    .singleElement()
                    .satisfies(
                            check -> assertThat(check.text())
                                    .isEqualTo(
                                            "it is unknown whether the imported books are current and complete: apply what gallra db grants prints"));
        } finally {
            rig.execute("GRANT SELECT ON book_import TO " + job);
        }
    }

    @Test
    void a_run_of_such_a_category_does_not_begin() {
        limits("  max-age-hours: 24\n");

        RunResult refused = place.run(CategoryIds.CHAT_LOGS, rig.today());
        assertThat(refused.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(refused.why()).contains("the books were never imported");
        assertThat(place.run(CategoryIds.IP_LOGS, rig.today()).exit()).isEqualTo(ExitCode.DONE);
    }
}
