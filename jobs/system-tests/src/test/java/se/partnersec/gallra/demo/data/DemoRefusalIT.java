package se.partnersec.gallra.demo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.demo.company.DemoException;
import se.partnersec.gallra.demo.company.DemoSummary;
import se.partnersec.gallra.testing.FreshSchemas;
import se.partnersec.gallra.testing.TestServers;

@Tag("full")
class DemoRefusalIT {
    private static final LocalDate AS_OF = LocalDate.of(2026, 11, 24);

    private final FreshSchemas schemas = TestServers.freshSchemas();
    private HikariDataSource owner;
    private JdbcTemplate jdbc;

    @BeforeEach
    void open() {
        owner = DataSourceFactory.pool(schemas.settings(), DatabaseRole.OWNER, 2);
        jdbc = new JdbcTemplate(owner);
    }

    @AfterEach
    void drop() {
        owner.close();
        schemas.close();
    }

    private DemoRows.Order order(LocalDate asOf, long seed) {
        return new DemoRows.Order(schemas.business(), asOf, 400, seed);
    }

    /** The sum over every row of every table, and over every object. */
    private Map<String, Long> fill(DemoRows.Order order, boolean reset) {
        RememberedObjects objects = new RememberedObjects();
        DemoSummary summary = new DemoRows(owner, objects, said -> {}).fill(order, reset);
        Map<String, Long> sums = new TreeMap<>();
        for (String table : summary.rows().keySet()) {
            List<String> columns = jdbc.query(
                    "SELECT column_name FROM information_schema.columns WHERE table_schema = ? AND table_name = ?"
                            + " ORDER BY ordinal_position",
                    (row, i) -> row.getString(1),
                    schemas.business(),
                    table);
            sums.put(
                    table,
                    jdbc.queryForObject(
                            "SELECT SUM(CRC32(CONCAT_WS('|', "
                                    + String.join(
                                            ", ",
                                            columns.stream()
                                                    .map(c -> "COALESCE(" + c + ", '~')")
                                                    .toList())
                                    + "))) FROM " + schemas.business() + "." + table,
                            Long.class));
        }
        sums.put("objects", (long) objects.contents.hashCode());
        sums.put("markers", (long) objects.hidden.keySet().hashCode());
        return sums;
    }

    @Test
    void the_same_order_gives_the_same_rows_and_objects_and_another_seed_others() {
        Map<String, Long> first = fill(order(AS_OF, 1), false);
        assertThat(fill(order(AS_OF, 1), true)).isEqualTo(first);
        Map<String, Long> other = fill(order(AS_OF, 2), true);
        assertThat(other.get("ip_log")).isNotEqualTo(first.get("ip_log"));
        assertThat(other.get("call_recording")).isNotEqualTo(first.get("call_recording"));
        assertThat(fill(order(AS_OF.plusDays(1), 1), true).get("ip_log")).isNotEqualTo(first.get("ip_log"));
    }

    @Test
    void will_not_fill_twice_without_being_told_to() {
        fill(order(AS_OF, 1), false);
        jdbc.update("DELETE FROM " + schemas.business() + ".ip_log");
        assertThatThrownBy(() -> fill(order(AS_OF, 1), false))
                .isInstanceOf(DemoException.class)
                .hasMessageContaining("demo-2026-11-24-400-1")
                .hasMessageContaining("--reset");
        assertThat(jdbc.queryForObject("SELECT COUNT(*) FROM " + schemas.business() + ".ip_log", Long.class))
                .isZero();
    }

    @Test
    void touches_no_schema_with_a_table_of_somebody_else_not_even_to_reset() {
        fill(order(AS_OF, 1), false);
        jdbc.execute("CREATE TABLE " + schemas.business() + ".payroll (id INT PRIMARY KEY)");
        for (boolean reset : new boolean[] {false, true}) {
            assertThatThrownBy(() -> fill(order(AS_OF, 1), reset))
                    .isInstanceOf(DemoException.class)
                    .hasMessageContaining("not the demo's (payroll)");
        }
        assertThat(jdbc.queryForObject("SELECT COUNT(*) FROM " + schemas.business() + ".customer", Long.class))
                .isPositive();
    }

    @Test
    void drops_no_rows_that_no_marker_calls_invented() {
        fill(order(AS_OF, 1), false);
        jdbc.execute("DROP TABLE " + schemas.business() + ".demo_marker");
        assertThatThrownBy(() -> fill(order(AS_OF, 1), true))
                .isInstanceOf(DemoException.class)
                .hasMessageContaining("no demo_marker says that they are invented");
    }

    @Test
    void refuses_a_name_that_is_no_plain_identifier_and_too_few_rows() {
        assertThatThrownBy(() -> new DemoRows(owner, ObjectSink.NOWHERE, said -> {})
                        .fill(new DemoRows.Order("a`; DROP", AS_OF, 400, 1), false))
                .isInstanceOf(DemoException.class);
        assertThatThrownBy(() -> new DemoRows.Order("demo", AS_OF, 10, 1)).hasMessageContaining("at least 200");
    }

    @Test
    void says_which_object_could_not_be_put() {
        ObjectSink broken = new ObjectSink() {
            @Override
            public void put(String key, byte[] body) {
                throw new IllegalStateException("no bucket for " + key);
            }

            @Override
            public void hide(String key) {}
        };
        assertThatThrownBy(() -> new DemoRows(owner, broken, said -> {}).fill(order(AS_OF, 1), false))
                .hasMessageContaining("no bucket for calls/");
    }
}
