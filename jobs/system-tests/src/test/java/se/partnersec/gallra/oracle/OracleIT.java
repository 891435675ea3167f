package se.partnersec.gallra.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.categories.Categories;
import se.partnersec.gallra.oracle.Judgement.Fate;
import se.partnersec.gallra.oracle.Season.Night;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/**
 * What is left of an invented company after every night is what the rule table says, record for record. Small here;
 * {@code scripts/oracle} asks for more, such as {@code -Dseeds=20 -Dcustomers=2000}.
 */
@Tag("full")
class OracleIT {
    private static final int SHOWN = Integer.getInteger("shown", 40);

    @Test
    void what_is_left_is_what_the_rule_table_says() {
        assertThat(differences(false)).isEmpty();
    }

    /** Nothing of the program hangs on a name: more by {@code scripts/oracle -Dmonths=12}. */
    @Test
    void so_it_is_of_a_business_in_which_every_table_and_column_has_another_name() {
        assertThat(differences(true)).isEmpty();
    }

    /** At most as many as are shown. */
    private static List<String> differences(boolean renamed) {
        int first = Integer.getInteger("seed", 1);
        int seeds = Integer.getInteger("seeds", 1);
        List<String> all = new ArrayList<>();
        for (int seed = first; seed < first + seeds; seed++) {
            try (Season season = new Season(
                    seed, Integer.getInteger("customers", 100), Integer.getInteger("months", 3), 1000, renamed)) {
                for (int month = 0; month < season.months(); month++) {
                    for (String difference : season.night(month).differences()) {
                        String line = "seed " + seed + ", month " + (month + 1) + ": " + difference;
                        all.add(line);
                        if (all.size() <= SHOWN) {
                            System.out.println(line);
                        }
                    }
                }
            }
        }
        return all.stream().limit(SHOWN).toList();
    }

    @Test
    void foretells_every_job_and_compares_every_table() {
        assertThat(Oracle.ORDER)
                .isEqualTo(Categories.registry().names().stream()
                        .map(DataCategory::id)
                        .toList());
        try (Workplace work = new Workplace(1000)) {
            Set<String> compared = new HashSet<>(World.TABLES);
            compared.addAll(Counts.TABLES);
            assertThat(work.admin()
                            .queryForList(
                                    "SELECT table_name FROM information_schema.tables WHERE table_schema = ?"
                                            + " AND table_type = 'BASE TABLE'",
                                    String.class,
                                    work.schemas().business()))
                    .containsExactlyInAnyOrderElementsOf(compared);
        }
    }

    /** Whoever compares must be seen to notice what a wrong program would do. */
    @Test
    void notices_what_is_wrongly_gone_left_or_changed() {
        try (Season season = new Season(11, 40, 1, 1000)) {
            Night night = season.night(0);
            assertThat(night.differences()).isEmpty();
            Workplace work = season.work();
            String kept = some(night, "ip-logs", Fate.STAYS);
            String erased = some(night, "ip-logs", Fate.GOES);
            String file = some(night, "ip-log-files", Fate.GOES);
            String party = night.after().table("access_log_party").all().get(0).key();
            String empty = emptyFile(night);
            String reduced = some(night, "user-data", Fate.REDUCED);
            String object = night.after().objects().keySet().iterator().next();
            String sum = night.after().table("sms_usage_sum").all().get(0).key();
            for (String plant : List.of(
                    "DELETE FROM " + work.table("ip_log") + " WHERE id = " + kept,
                    "INSERT INTO " + work.table("ip_log") + " (id, service, address) VALUES (" + erased + ", 'x', 'y')",
                    "DELETE FROM " + work.table("access_log_file") + " WHERE id = " + empty,
                    "DELETE FROM " + work.table("access_log_party") + " WHERE id = " + party,
                    "INSERT INTO " + work.table("access_log_file") + " (id, object_key, entries) VALUES (" + file
                            + ", 'iplogs/x', 1)",
                    "UPDATE " + work.table("user_account") + " SET full_name = 'Namn' WHERE id = " + reduced,
                    "UPDATE " + work.table("sms_usage_sum") + " SET quantity = quantity - 1 WHERE line_id = "
                            + sum.replace("/", " AND month_on = '") + "'",
                    "UPDATE reduced SET keep_until = '2099-12-31' WHERE record_key = '" + reduced + "'")) {
                assertThat(work.admin().update(plant)).as(plant).isEqualTo(1);
            }
            work.bucket().put(object, new byte[] {9});
            assertThat(Comparison.of(night.before(), night.foretold(), World.look(work)))
                    .hasSize(9)
                    .anyMatch(line -> line.startsWith("ip_log " + kept + ": should be there, and is gone"))
                    .anyMatch(line -> line.startsWith("ip_log " + erased + ": should be gone, and is there"))
                    .anyMatch(line -> line.startsWith("access_log_file " + empty + ": should be there, and is gone"))
                    .anyMatch(line -> line.startsWith("access_log_party " + party + ": should be there, and is gone"))
                    .anyMatch(line -> line.startsWith("access_log_file " + file + ": should be gone, and is there"))
                    .anyMatch(line -> line.startsWith("user_account " + reduced + ": full_name should be -, and is"))
                    .anyMatch(line -> line.startsWith("sms_usage_sum " + sum + ": quantity should be"))
                    .anyMatch(line -> line.startsWith("reduced user-data:" + reduced + ": rest kept until"))
                    .anyMatch(line -> line.startsWith("object " + object + ": versions and markers should be"));
        }
    }

    /** Of each record one of the two is wrong. */
    @Test
    void notices_what_is_wrongly_explained() {
        try (Season season = new Season(11, 40, 1, 1000)) {
            Rows.Row[] some = World.look(season.work()).table("ip_log").all().stream()
                    .limit(8)
                    .toArray(Rows.Row[]::new);
            try (SuiteContext suite = season.work().suite()) {
                Explained explained = new Explained(season.work(), suite, 1);
                int differences = 0;
                for (Judgement judgement : List.of(Judgement.goes("x", LocalDate.EPOCH), Judgement.stays("x"))) {
                    Map<String, Judgement> all = new HashMap<>();
                    for (Rows.Row row : some) {
                        all.put(row.key(), judgement);
                    }
                    differences += explained
                            .differences("ip-logs", Map.of("ip-logs", all))
                            .size();
                }
                assertThat(differences).isEqualTo(some.length).isEqualTo(8);
            }
        }
    }

    @Test
    void notices_a_count_that_is_missing_wrong_or_too_much() {
        try (Season season = new Season(11, 40, 1, 1000)) {
            assertThat(season.night(0).differences()).isEmpty();
            Counts counts = season.counts();
            Workplace work = season.work();
            assertThat(counts.size()).isGreaterThan(2);
            assertThat(counts.differences(work)).isEmpty();
            String table = work.table("ip_log_statistic");
            work.admin().update("UPDATE " + table + " SET requests = requests + 1 ORDER BY day_on LIMIT 1");
            work.admin().update("DELETE FROM " + table + " ORDER BY day_on DESC LIMIT 1");
            work.admin()
                    .update("INSERT INTO " + table + " (day_on, service, requests) VALUES ('2020-01-01', 'mail', 4)");
            assertThat(counts.differences(work)).hasSize(3);
        }
    }

    /** A file that stays, and that nobody is in. */
    private static String emptyFile(Night night) {
        Map<String, List<Rows.Row>> parties = Bills.by(night.after().table("access_log_party"), "file_id");
        return night.after().table("access_log_file").all().stream()
                .map(Rows.Row::key)
                .filter(key -> !parties.containsKey(key))
                .findFirst()
                .orElseThrow();
    }

    private static String some(Night night, String category, Fate fate) {
        return night.foretold().judgements().getOrDefault(category, Map.of()).entrySet().stream()
                .filter(each -> each.getValue().fate() == fate)
                .findFirst()
                .orElseThrow()
                .getKey();
    }
}
