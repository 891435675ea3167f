package se.partnersec.gallra.database.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.runs.preflight.Check;
import se.partnersec.gallra.runs.preflight.PreflightReport;
import se.partnersec.gallra.runs.preflight.PreflightRig;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.CategoryScene.Spec;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

/** Traffic logs in which pages, paths, queries or content were planted do not run; clean ones do. */
@GallraTest
@Tag("full")
class ContentCheckIT {
    private static final List<DataCategory> ALL = List.of(CategoryIds.CHAT_LOGS, CategoryIds.IP_LOGS);
    private static final String DECLARE = "  plain-columns:\n    customer";

    private final Workplace place;
    private final PreflightRig rig;
    private final List<String> columns = new ArrayList<>();

    ContentCheckIT(Workplace place, PreflightRig rig) {
        this.place = place;
        this.rig = rig;
    }

    @BeforeEach
    void fill() {
        place.customer(1);
    }

    @AfterEach
    void drop() {
        columns.forEach(
                column -> place.admin().execute("ALTER TABLE " + place.table("ip_log") + " DROP COLUMN " + column));
    }

    private void column(String name, String type) {
        place.admin().execute("ALTER TABLE " + place.table("ip_log") + " ADD COLUMN " + name + " " + type + " NULL");
        columns.add(name);
    }

    private List<String> said() {
        return rig.preflight().check(ALL, rig.today(), false).refusals().stream()
                .map(Check::text)
                .toList();
    }

    private void refused(String what) {
        PreflightReport report = rig.preflight().check(ALL, rig.today(), false);
        assertThat(report.refusals()).isNotEmpty().allSatisfy(check -> {
            assertThat(check.code()).isEqualTo("content");
            assertThat(check.exit()).isEqualTo(ExitCode.REFUSED);
            assertThat(check.about()).isEqualTo(Set.of(CategoryIds.IP_LOGS));
        });
        assertThat(report.refusals())
                .anySatisfy(check -> assertThat(check.text()).contains(what));
        assertThat(report.mayBegin(ALL)).containsExactly(CategoryIds.CHAT_LOGS);
    }

    @Test
    void a_clean_table_passes_and_its_due_rows_go() {
        Scene.IPS.put(place, Spec.of(1, Scene.IPS.firstDue(place.today())));
        assertThat(said()).isEmpty();
        assertThat(place.run(CategoryIds.IP_LOGS, place.today()).exit()).isEqualTo(ExitCode.DONE);
        assertThat(Scene.IPS.gone(place, 1)).isTrue();
    }

    @Test
    void a_column_for_paths_stops_the_category_leaves_everything_and_is_a_finding() {
        column("request_path", "VARCHAR(200)");
        Scene.IPS.put(place, Spec.of(1, Scene.IPS.firstDue(place.today())));
        refused("ip_log.request_path is named like a page, a path, a query or content");

        RunResult result = place.run(CategoryIds.IP_LOGS, place.today());
        assertThat(result.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(Scene.IPS.whole(place, 1)).isTrue();
        assertThat(place.admin()
                        .queryForList("SELECT CONCAT(category, ' ', code, ' ', subject) FROM finding", String.class))
                .containsExactly("ip-logs CONTENT_FOUND " + place.schemas().business() + ".ip_log.request_path");
        assertThat(place.run(CategoryIds.CHAT_LOGS, place.today()).exit()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void a_column_with_room_for_content_stops_the_category_whatever_its_name() {
        column("snapshot", "MEDIUMTEXT");
        refused("ip_log.snapshot is mediumtext, which has room for content");
    }

    @ParameterizedTest
    @CsvSource({"/konto/fakturor", "https://exempel.se/", "a=1&b=2", "GET /", "<p>Hej"})
    void a_single_value_that_looks_like_a_page_stops_the_category(String value) {
        column("note", "VARCHAR(200)");
        place.ipLogs(1, 9, 0, null);
        assertThat(said()).isEmpty();
        place.update("ip_log", "note = ? WHERE id = 5", value);
        refused("ip_log.note holds what looks like pages, paths, queries or markup");
        assertThat(said()).noneMatch(text -> text.contains(value));
    }

    @Test
    void every_row_is_looked_at_where_there_are_a_few_thousand() {
        place.ipLogs(1, 1, 0, null);
        for (int i = 0; i < 12; i++) {
            place.admin()
                    .update("INSERT INTO " + place.table("ip_log") + " (id, seen_at, service, address) SELECT id + "
                            + (1L << i) + ", seen_at, service, address FROM " + place.table("ip_log"));
        }
        assertThat(said()).isEmpty();
        place.update("ip_log", "service = 'www.exempel.se' WHERE id = 2741");
        refused("ip_log.service holds what looks like");
    }

    @Test
    void a_declared_column_passes_but_what_lies_in_it_is_still_looked_at() {
        column("host", "VARCHAR(60)");
        refused("ip_log.host is named like a page");
        String reason = "host: our own servers, never what a user asked for\n";
        place.change(
                "sources.yml", text -> text.replace(DECLARE, "  not-content:\n    ip_log:\n      " + reason + DECLARE));
        assertThat(said()).isEmpty();

        Scene.IPS.put(place, Spec.of(1, place.today()));
        place.update("ip_log", "host = 'exempel.se/konto'");
        refused("ip_log.host holds what looks like");
        place.change(
                "sources.yml", text -> text.replace(reason, "host: {reason: names of our shares, values: accepted}\n"));
        assertThat(said()).isEmpty();
    }

    @Test
    void a_table_that_cannot_be_read_is_not_waved_through() {
        String job = "'" + place.settings().account(DatabaseRole.JOB).user() + "'@'%'";
        column("note", "VARCHAR(200)");
        rig.execute("REVOKE SELECT ON " + place.table("ip_log") + " FROM " + job);
        rig.execute("GRANT SELECT (id, seen_at, customer_id, user_id, processor_for) ON " + place.table("ip_log")
                + " TO " + job);
        try {
            PreflightReport report = rig.preflight().check(ALL, rig.today(), false);
            assertThat(report.refusals()).anySatisfy(check -> {
                assertThat(check.code()).isEqualTo("content");
                assertThat(check.text()).contains("it is unknown whether the traffic logs contain pages or content");
            });
            assertThat(report.refusals())
                    .as("the missing right itself is refused too")
                    .anySatisfy(check -> assertThat(check.code()).isEqualTo("grants"));
        } finally {
            rig.execute(
                    "REVOKE SELECT (id, seen_at, customer_id, user_id, processor_for) ON " + place.table("ip_log")
                            + " FROM " + job,
                    "GRANT SELECT ON " + place.table("ip_log") + " TO " + job);
        }
    }
}
