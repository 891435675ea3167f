package se.partnersec.gallra.database.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.testing.FreshSchemas;
import se.partnersec.gallra.testing.Golden;
import se.partnersec.gallra.testing.TestServers;

/** Every column, key, constraint and view of the suite's tables as the server knows them, against a text that somebody has looked at. */
@Tag("full")
class SchemaShapeIT {
    private static final String SHAPE = """
            SELECT CONCAT_WS(' | ', 'table', t.table_name, t.table_type, t.engine, t.table_collation)
              FROM information_schema.tables t WHERE t.table_schema = DATABASE() AND t.table_name <> 'flyway_schema_history'
            UNION ALL
            SELECT CONCAT_WS(' | ', 'column', c.table_name, LPAD(c.ordinal_position, 2, '0'), c.column_name, c.column_type, c.is_nullable,
                COALESCE(c.column_default, '-'), c.extra, COALESCE(c.collation_name, '-'))
              FROM information_schema.columns c WHERE c.table_schema = DATABASE() AND c.table_name <> 'flyway_schema_history'
            UNION ALL
            SELECT CONCAT_WS(' | ', 'index', s.table_name, s.index_name, s.seq_in_index, s.column_name, s.non_unique)
              FROM information_schema.statistics s WHERE s.table_schema = DATABASE() AND s.table_name <> 'flyway_schema_history'
            UNION ALL
            SELECT CONCAT_WS(' | ', 'constraint', k.table_name, k.constraint_name, k.constraint_type)
              FROM information_schema.table_constraints k WHERE k.table_schema = DATABASE() AND k.table_name <> 'flyway_schema_history'
            UNION ALL
            SELECT CONCAT_WS(' | ', 'foreign key', f.table_name, f.constraint_name, f.ordinal_position, f.column_name,
                f.referenced_table_name, f.referenced_column_name, r.update_rule, r.delete_rule)
              FROM information_schema.key_column_usage f
                JOIN information_schema.referential_constraints r ON r.constraint_schema = f.constraint_schema
                  AND r.constraint_name = f.constraint_name AND r.table_name = f.table_name
              WHERE f.table_schema = DATABASE() AND f.referenced_table_name IS NOT NULL
            UNION ALL
            SELECT CONCAT_WS(' | ', 'check', h.constraint_name, h.check_clause)
              FROM information_schema.check_constraints h WHERE h.constraint_schema = DATABASE()
            UNION ALL
            SELECT CONCAT_WS(' | ', 'view', v.table_name, v.security_type, REPLACE(v.view_definition, CONCAT('`', DATABASE(), '`.'), ''))
              FROM information_schema.views v WHERE v.table_schema = DATABASE()""";

    @Test
    void is_the_one_that_was_approved() {
        try (FreshSchemas schemas = TestServers.freshSchemas();
                HikariDataSource owner = DataSourceFactory.pool(schemas.settings(), DatabaseRole.OWNER, 2)) {
            new SchemaMigration(owner).migrate();
            JdbcTemplate jdbc = new JdbcTemplate(owner);
            List<String> shape = jdbc.query(SHAPE, (row, i) -> row.getString(1)).stream()
                    .sorted()
                    .toList();
            Golden.check("schema-" + (schemas.database().real() ? "mysql" : "mariadb"), String.join("\n", shape));
        }
    }

    /** Such as that of a program which dumps the schema: a comparison of texts without a collation of their own would fail there. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "utf8mb4 COLLATE utf8mb4_general_ci",
                "utf8mb4 COLLATE utf8mb4_unicode_ci",
                "utf8mb4",
                "utf8mb3",
                "latin1"
            })
    void has_views_that_every_connection_can_read(String names) {
        try (FreshSchemas schemas = TestServers.freshSchemas();
                HikariDataSource owner = DataSourceFactory.pool(schemas.settings(), DatabaseRole.OWNER, 1)) {
            new SchemaMigration(owner).migrate();
            JdbcTemplate jdbc = new JdbcTemplate(owner);
            List<@Nullable String> views = jdbc.queryForList(
                    "SELECT table_name FROM information_schema.views WHERE table_schema = DATABASE()", String.class);
            assertThat(views).contains("valid_approval", "valid_key");
            jdbc.execute("SET NAMES " + names);
            views.forEach(view -> {
                jdbc.execute("SELECT * FROM " + view + " LIMIT 0");
                jdbc.execute("SHOW CREATE TABLE " + view);
            });
        }
    }
}
