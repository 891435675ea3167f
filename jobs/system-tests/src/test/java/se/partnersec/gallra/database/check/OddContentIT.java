package se.partnersec.gallra.database.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.ColumnMapping;
import se.partnersec.gallra.config.mapping.ColumnMapping.EpochUnit;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.testing.FreshSchemas;
import se.partnersec.gallra.testing.TestServers;

/** Times as they are really found in business tables: what cannot be a time is no time, and never an error. */
@Tag("full")
class OddContentIT {
    private static FreshSchemas schemas;
    private static HikariDataSource pool;

    @BeforeAll
    static void fill() {
        schemas = TestServers.freshSchemas();
        schemas.database()
                .execute(
                        schemas.business(),
                        "SET SESSION sql_mode = ''",
                        "CREATE TABLE odd (id INT PRIMARY KEY, wall DATETIME(6), day DATE, ts TIMESTAMP NULL, n BIGINT,"
                                + " big BIGINT UNSIGNED)",
                        "INSERT INTO odd VALUES (1, '0000-00-00 00:00:00', '0000-00-00', '0000-00-00 00:00:00', 0, 0)",
                        "INSERT INTO odd VALUES (2, '9999-12-31 23:59:59.999999', '9999-12-31', NULL,"
                                + " 9223372036854775807, 18446744073709551615)",
                        "INSERT INTO odd VALUES (3, '2026-03-29 02:30:00', '2026-03-29', NULL, -9223372036854775808, 9)",
                        "INSERT INTO odd VALUES (4, '2026-10-25 02:30:00', '2026-00-00', NULL, -1, 9)",
                        "INSERT INTO odd VALUES (5, NULL, NULL, NULL, NULL, NULL)");
        pool = DataSourceFactory.pool(schemas.settings(), DatabaseRole.JOB, 1);
    }

    @AfterAll
    static void drop() {
        pool.close();
        schemas.close();
    }

    @Test
    void a_wall_clock_that_shows_no_time_is_none_and_the_others_are_exact() {
        assertThat(read("wall", "Europe/Stockholm", null))
                .containsExactly(
                        "null", "9999-12-31T22:59:59.999999Z", "2026-03-29T01:30:00Z", "2026-10-25T01:30:00Z", "null");
        assertThat(read("ts", "UTC", null)).containsOnly("null");
    }

    @Test
    void a_day_begins_at_midnight_in_sweden() {
        assertThat(read("day", "Europe/Stockholm", null))
                .containsExactly("null", "9999-12-30T23:00:00Z", "2026-03-28T23:00:00Z", "null", "null");
    }

    @Test
    void a_counter_beyond_all_times_is_none() {
        assertThat(read("n", null, EpochUnit.SECONDS))
                .containsExactly("1970-01-01T00:00:00Z", "null", "null", "1969-12-31T23:59:59Z", "null");
        assertThat(read("big", null, EpochUnit.MILLISECONDS))
                .containsExactly(
                        "1970-01-01T00:00:00Z", "null", "1970-01-01T00:00:00.009Z", "1970-01-01T00:00:00.009Z", "null");
    }

    private static List<String> read(String name, @Nullable String zone, @Nullable EpochUnit unit) {
        ColumnMapping column = new ColumnMapping(name, zone == null ? null : ZoneId.of(zone), unit, 1);
        return new JdbcTemplate(pool)
                .query(
                        "SELECT " + name + " FROM " + schemas.business() + ".odd ORDER BY id",
                        (row, i) -> String.valueOf(column.instant(row, 1)));
    }
}
