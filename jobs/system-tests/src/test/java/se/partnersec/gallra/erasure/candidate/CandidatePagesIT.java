package se.partnersec.gallra.erasure.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/** Pages of candidate keys: every candidate, in the order of keys, and nothing else. */
@GallraTest(share = GallraTest.Share.TEST)
@Tag("full")
class CandidatePagesIT {
    private static final int SIZE = 10;

    private final Workplace work;

    CandidatePagesIT(Workplace work) {
        this.work = work;
    }

    private void log(int id, int daysAgo) {
        work.insert(
                "ip_log",
                "id, seen_at, service, address",
                id,
                LocalDateTime.now(ZoneOffset.UTC).minusDays(daysAgo),
                "portal",
                "192.0.2.7");
    }

    private List<List<String>> pages(String last) {
        try (SuiteContext suite = work.suite()) {
            return pages(suite, last);
        }
    }

    private List<List<String>> pages(SuiteContext suite, String last) {
        JdbcTemplate jdbc = new JdbcTemplate(suite.pool(DatabaseRole.READER));
        CandidateQuery query = new CandidateQuery(
                jdbc,
                suite.sources().table(CategoryIds.IP_LOGS),
                KeyTypes.read(jdbc, suite.sources()),
                suite.category(CategoryIds.IP_LOGS),
                suite.policy(),
                work.today());
        List<List<String>> pages = new ArrayList<>();
        String after = null;
        for (List<RecordKey> page = query.page(null, last, SIZE); !page.isEmpty(); ) {
            pages.add(page.stream().map(RecordKey::text).toList());
            after = page.get(page.size() - 1).text();
            page = query.page(after, last, SIZE);
        }
        return pages;
    }

    private List<List<String>> asTheyLie(String condition) {
        List<String> keys = work
                .admin()
                .queryForList(
                        "SELECT id FROM " + work.table("ip_log") + " WHERE " + condition + " ORDER BY id", Long.class)
                .stream()
                .map(String::valueOf)
                .toList();
        List<List<String>> pages = new ArrayList<>();
        for (int from = 0; from < keys.size(); from += SIZE) {
            pages.add(keys.subList(from, Math.min(keys.size(), from + SIZE)));
        }
        return pages;
    }

    @Test
    void each_page_goes_on_behind_the_one_before() {
        for (int id = 1; id <= 57; id++) {
            log(id, 400);
        }
        assertThat(pages("57")).isEqualTo(asTheyLie("TRUE"));
    }

    @Test
    void a_key_that_is_not_there_is_in_no_page() {
        for (int id = 1; id <= 57; id++) {
            if (id != 34) {
                log(id, 400);
            }
        }
        assertThat(pages("57")).isEqualTo(asTheyLie("TRUE"));
    }

    @Test
    void a_row_that_is_young_is_in_no_page() {
        for (int id = 1; id <= 57; id++) {
            log(id, id == 25 ? 3 : 400);
        }
        assertThat(pages("57")).isEqualTo(asTheyLie("id <> 25"));
    }

    @Test
    void a_key_that_is_there_twice_as_in_partitions_does_not_stand_for_one_that_is_not_there() {
        work.admin()
                .execute("ALTER TABLE " + work.table("ip_log") + " DROP PRIMARY KEY, ADD PRIMARY KEY (id, seen_at)");
        for (int id = 1; id <= 57; id++) {
            log(id == 34 ? 35 : id, id == 34 ? 401 : 400);
        }
        assertThat(pages("57").stream().flatMap(List::stream))
                .doesNotContain("34")
                .hasSize(57);
    }

    @Test
    void a_key_that_is_there_twice_is_met_row_by_row() {
        work.admin()
                .execute("ALTER TABLE " + work.table("ip_log") + " DROP PRIMARY KEY, ADD PRIMARY KEY (id, seen_at)");
        for (int id = 1; id <= 57; id++) {
            log(id, 400);
        }
        log(35, 401);
        assertThat(pages("57")).isEqualTo(asTheyLie("TRUE"));
    }
}
