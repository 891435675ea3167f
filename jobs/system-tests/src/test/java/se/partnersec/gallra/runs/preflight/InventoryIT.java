package se.partnersec.gallra.runs.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.categories.Categories;
import se.partnersec.gallra.config.mappingfile.SourceMappingReader;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Workplace;

/** What nobody mapped is found: a table, a column, objects. */
@GallraTest
@Tag("full")
class InventoryIT {
    private final Workplace place;

    InventoryIT(Workplace place) {
        this.place = place;
    }

    @AfterEach
    void drop() {
        place.admin().execute("DROP TABLE IF EXISTS " + place.table("bonus"));
    }

    private PreflightReport look() {
        // A session knows only the global rights there were when it began.
        try (HikariDataSource reader = DataSourceFactory.pool(place.settings(), DatabaseRole.READER, 1)) {
            return new InventoryChecks(
                            SourceMappingReader.read(
                                    place.configFolder().resolve("sources.yml"),
                                    Categories.registry().requirements().roles()),
                            () -> reader,
                            place::bucket)
                    .look();
        }
    }

    private List<String> unknown() {
        PreflightReport report = look();
        assertThat(report.exit()).isEqualTo(ExitCode.DIFFERENCES);
        return report.refusals().stream().map(Check::what).toList();
    }

    private void put(String key) {
        place.bucket().put(key, "x".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void the_schema_of_the_demo_is_known_to_its_last_column() {
        put("calls/2026/a.wav");
        put("chats/1/b.png");
        PreflightReport report = look();
        assertThat(report.refusals()).isEmpty();
        assertThat(report.exit()).isEqualTo(ExitCode.DONE);
        assertThat(report.checks())
                .anyMatch(check -> check.what().matches("all \\d{3} columns are mapped or declared"));
        assertThat(report.checks())
                .anyMatch(check -> check.what().equals("all 2 prefixes of the bucket are mapped or declared"));
    }

    @Test
    void a_new_table_is_found_once_until_it_is_declared() {
        place.admin().execute("CREATE TABLE " + place.table("bonus") + " (id INT PRIMARY KEY, full_name VARCHAR(90))");
        assertThat(unknown()).containsExactly("table " + place.schemas().business() + ".bonus is not mapped");
        place.change(
                "sources.yml", text -> text.replace("    tables:\n", "    tables:\n      bonus: no persons in it\n"));
        assertThat(look().refusals()).isEmpty();
    }

    @Test
    void a_new_column_of_a_mapped_table_is_found_until_it_is_declared() {
        place.admin().execute("ALTER TABLE " + place.table("user_account") + " ADD COLUMN Shoe_Size INT NULL");
        try {
            assertThat(unknown())
                    .containsExactly("column " + place.schemas().business() + ".user_account.Shoe_Size is not mapped");
            place.change(
                    "sources.yml",
                    text -> text.replace("  plain-columns:\n", "  plain-columns:\n    user_account: [shoe_size]\n"));
            assertThat(look().refusals()).isEmpty();
        } finally {
            place.admin().execute("ALTER TABLE " + place.table("user_account") + " DROP COLUMN Shoe_Size");
        }
    }

    @Test
    void objects_under_another_prefix_are_found_until_they_are_declared() {
        put("exports/2026/kunder.csv");
        put("calls/2026/a.wav");
        assertThat(unknown()).containsExactly("objects under 'exports/' are not mapped");
        place.change(
                "sources.yml",
                text -> text.replace(
                        "  out-of-scope:\n", "  out-of-scope:\n    prefixes:\n      exports/: sums, no persons\n"));
        assertThat(look().refusals()).isEmpty();
    }

    @Test
    void an_object_that_only_looks_deleted_is_found_too() {
        put("exports/kunder.csv");
        place.bucket().hide("exports/kunder.csv");
        assertThat(unknown()).containsExactly("objects under 'exports/' are not mapped");
    }

    @Test
    void an_object_beside_every_prefix_is_found() {
        put("kunder.csv");
        assertThat(unknown()).containsExactly("objects lie directly under '', beside every prefix");
    }

    @Test
    void a_prefix_that_is_mapped_further_down_is_looked_into() {
        place.change("sources.yml", text -> text.replace("prefix: calls/", "prefix: ljud/calls/"));
        put("ljud/calls/a.wav");
        assertThat(look().refusals()).isEmpty();
        put("ljud/other/a.wav");
        assertThat(unknown()).containsExactly("objects under 'ljud/other/' are not mapped");
    }

    @Test
    void an_account_that_may_not_see_every_table_does_not_say_that_all_is_known() {
        String name = "'" + place.settings().account(DatabaseRole.READER).user() + "'@'%'";
        place.admin().execute("REVOKE REFERENCES ON *.* FROM " + name);
        try {
            assertThat(unknown()).anyMatch(what -> what.startsWith("not looked through: tables"));
        } finally {
            place.admin().execute("GRANT REFERENCES ON *.* TO " + name);
        }
    }
}
