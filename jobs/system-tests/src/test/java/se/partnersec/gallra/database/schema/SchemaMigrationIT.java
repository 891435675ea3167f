package se.partnersec.gallra.database.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.testing.FreshSchemas;
import se.partnersec.gallra.testing.GrantedAccounts;
import se.partnersec.gallra.testing.TestServers;

@Tag("core")
class SchemaMigrationIT {
    @Test
    void applies_each_script_once_and_every_table_has_a_primary_key() {
        try (FreshSchemas schemas = TestServers.freshSchemas();
                HikariDataSource owner = DataSourceFactory.pool(schemas.settings(), DatabaseRole.OWNER, 2)) {
            SchemaMigration migrations = new SchemaMigration(owner);
            List<String> all = migrations.state().pending();
            assertThat(all).startsWith("001", "002", "003");
            assertThat(migrations.migrate()).isEqualTo(all);
            assertThat(migrations.migrate()).isEmpty();
            assertThat(migrations.state().pending()).isEmpty();
            assertThat(new JdbcTemplate(owner).queryForList("""
                            SELECT t.table_name FROM information_schema.tables t WHERE t.table_schema = DATABASE()
                              AND t.table_type = 'BASE TABLE' AND (t.engine <> 'InnoDB' OR NOT EXISTS (SELECT 1 FROM information_schema.table_constraints c
                                WHERE c.table_schema = t.table_schema AND c.table_name = t.table_name
                                AND c.constraint_type = 'PRIMARY KEY'))""", String.class)).isEmpty();
        }
    }

    /** As servers under group replication are set up; MariaDB has no such setting. */
    @Test
    void applies_on_a_server_that_demands_primary_keys() {
        try (FreshSchemas schemas = TestServers.freshSchemas()) {
            String demand = schemas.database().real() ? "sql_require_primary_key=ON" : "innodb_strict_mode=ON";
            var owner = new DriverManagerDataSource(
                    "jdbc:mysql://" + schemas.database().host() + ":"
                            + schemas.database().port() + "/" + schemas.suite()
                            + "?allowPublicKeyRetrieval=true&sessionVariables="
                            + demand,
                    schemas.database().admin().user(),
                    schemas.database().admin().password());
            assertThat(new SchemaMigration(owner).migrate()).isNotEmpty();
        }
    }

    @Test
    void refuses_a_schema_of_the_scripts_before_the_release_in_one_sentence() {
        try (FreshSchemas schemas = TestServers.freshSchemas();
                HikariDataSource owner = DataSourceFactory.pool(schemas.settings(), DatabaseRole.OWNER, 2)) {
            SchemaMigration migrations = new SchemaMigration(owner);
            migrations.migrate();
            new JdbcTemplate(owner)
                    .update(
                            "UPDATE flyway_schema_history SET checksum = 1, description = 'suite' WHERE version = '002'");
            String sentence =
                    "These tables were made by a Gallra before 1.0.0, and nothing carries them over: set GALLRA_DB_URL"
                            + " to a new schema.";
            assertThatThrownBy(migrations::migrate).hasMessage(sentence);
            assertThat(migrations.state().differences()).containsExactly(sentence);
        }
    }

    @Test
    void refuses_a_script_whose_text_was_changed() {
        try (FreshSchemas schemas = TestServers.freshSchemas();
                HikariDataSource owner = DataSourceFactory.pool(schemas.settings(), DatabaseRole.OWNER, 2)) {
            SchemaMigration migrations = new SchemaMigration(owner);
            migrations.migrate();
            new JdbcTemplate(owner).update("UPDATE flyway_schema_history SET checksum = 1 WHERE version = '002'");
            assertThatThrownBy(migrations::migrate)
                    .isInstanceOf(MigrationException.class)
                    .hasMessageContaining("V002: was applied with another text")
                    .hasMessageContaining("never edit an applied one");
        }
    }

    @Test
    void refuses_tables_of_a_newer_gallra() {
        try (FreshSchemas schemas = TestServers.freshSchemas();
                HikariDataSource owner = DataSourceFactory.pool(schemas.settings(), DatabaseRole.OWNER, 2)) {
            SchemaMigration migrations = new SchemaMigration(owner);
            migrations.migrate();
            new JdbcTemplate(owner).update("""
                    INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum,
                      installed_by, execution_time, success) VALUES (99, '999', 'later', 'SQL', 'V999__later.sql', 7, 'x', 1, 1)
                    """);
            assertThatThrownBy(migrations::migrate).hasMessageContaining("V999: was applied by a newer Gallra");
        }
    }

    @Test
    void refuses_a_schema_that_holds_other_tables() {
        try (FreshSchemas schemas = TestServers.freshSchemas();
                HikariDataSource owner = DataSourceFactory.pool(schemas.settings(), DatabaseRole.OWNER, 2)) {
            new JdbcTemplate(owner).execute("CREATE TABLE customer (id INT PRIMARY KEY)");
            assertThatThrownBy(() -> new SchemaMigration(owner).migrate())
                    .isInstanceOf(MigrationException.class)
                    .hasMessageContaining("tables that are not Gallra's");
        }
    }

    @Test
    void tells_an_account_without_rights_whose_account_to_use() {
        try (FreshSchemas schemas = TestServers.freshSchemas();
                GrantedAccounts accounts = GrantedAccounts.create(schemas);
                HikariDataSource owner = DataSourceFactory.pool(schemas.settings(), DatabaseRole.OWNER, 2);
                HikariDataSource reader = DataSourceFactory.pool(accounts.settings(null), DatabaseRole.READER, 2)) {
            assertThat(new SchemaMigration(reader).state().pending()).isEmpty();
            new JdbcTemplate(owner).update("DELETE FROM flyway_schema_history WHERE version >= '002'");
            assertThatThrownBy(() -> new SchemaMigration(reader).migrate())
                    .isInstanceOf(MigrationException.class)
                    .hasMessageContaining("Use the owner's account");
        }
    }

    @Test
    void tells_a_wrong_password_and_a_silent_server_apart() {
        var database = TestServers.database();
        String url =
                "jdbc:mysql://" + database.host() + ":" + database.port() + "/nowhere?allowPublicKeyRetrieval=true";
        assertThatThrownBy(() -> new SchemaMigration(new DriverManagerDataSource(url, "nobody", "wrong")).migrate())
                .hasMessageContaining("Check the user name and the password");
        assertThatThrownBy(() -> new SchemaMigration(new DriverManagerDataSource(
                                url, database.admin().user(), database.admin().password()))
                        .migrate())
                .hasMessageContaining("no such schema");
        assertThatThrownBy(() -> new SchemaMigration(
                                new DriverManagerDataSource("jdbc:mysql://127.0.0.1:1/gallra", "nobody", "wrong"))
                        .migrate())
                .hasMessageContaining("does not answer");
    }
}
