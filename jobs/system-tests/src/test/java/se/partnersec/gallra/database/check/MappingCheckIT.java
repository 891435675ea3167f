package se.partnersec.gallra.database.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.FreshSchemas;
import se.partnersec.gallra.testing.GrantedAccounts;
import se.partnersec.gallra.testing.TestServers;

@Tag("full")
class MappingCheckIT {
    @Test
    void the_shipped_mapping_fits_the_shipped_schema() {
        try (DriftedSchema shipped = DriftedSchema.after(List.of("SELECT 1"))) {
            MappingCheck.Result result = shipped.check();
            assertThat(result.problems()).isEmpty();
            assertThat(result.notes()).isEmpty();
        }
    }

    @Test
    void tells_integer_keys_and_indexed_columns() {
        try (DriftedSchema drifted =
                DriftedSchema.after(List.of("ALTER TABLE ip_log MODIFY id VARCHAR(40) NOT NULL"))) {
            SourceMapping sources = drifted.sources();
            KeyTypes kinds = drifted.check().kinds();
            assertThat(kinds.numeric(sources.table(CategoryIds.IP_LOGS).record()))
                    .isFalse();
            TableMapping calls = sources.table(CategoryIds.CALL_RECORDINGS).record();
            assertThat(kinds.numeric(calls)).isTrue();
            assertThat(kinds.indexed(calls, "ended_at")).isTrue();
            assertThat(kinds.indexed(calls, "caller_no")).isFalse();
            sources.identities().values().forEach(identity -> {
                assertThat(kinds.numeric(identity.table())).isTrue();
                assertThat(kinds.indexed(identity.table(), "id")).isTrue();
            });
        }
    }

    @Test
    void names_all_problems_at_once_and_those_of_other_categories_only_when_asked() {
        try (DriftedSchema drifted = DriftedSchema.after(
                        List.of("DROP TABLE sales_lead", "ALTER TABLE chat_message DROP COLUMN sent_ms"));
                HikariDataSource pool = DataSourceFactory.pool(drifted.schemas().settings(), DatabaseRole.JOB, 1)) {
            assertThat(drifted.check().problems()).hasSize(2);
            assertThat(MappingCheck.check(pool, drifted.sources(), Set.of(CategoryIds.LEADS))
                            .problems())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.message()).contains("there is no table"));
            assertThat(MappingCheck.check(pool, drifted.sources(), Set.of(CategoryIds.CALL_RECORDINGS))
                            .problems())
                    .isEmpty();
        }
    }

    /** The job for users would look there, after its run, for pointers it left behind. */
    @Test
    void a_table_that_points_at_the_records_must_be_there_and_should_have_an_index() {
        try (DriftedSchema gone = DriftedSchema.after(List.of("DROP TABLE sms_usage"));
                HikariDataSource pool = DataSourceFactory.pool(gone.schemas().settings(), DatabaseRole.JOB, 1)) {
            assertThat(MappingCheck.check(pool, gone.sources(), Set.of(CategoryIds.INVOICES))
                            .problems())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.message())
                            .contains("there is no", "sms_usage.invoice_id", "correct the mapping"));
        }
        try (DriftedSchema slow = DriftedSchema.after(List.of(
                        "ALTER TABLE sms_usage DROP FOREIGN KEY usage_invoice",
                        "DROP INDEX usage_invoice ON sms_usage"));
                HikariDataSource pool = DataSourceFactory.pool(slow.schemas().settings(), DatabaseRole.JOB, 1)) {
            assertThat(MappingCheck.check(pool, slow.sources(), Set.of(CategoryIds.INVOICES))
                            .notes())
                    .anyMatch(note ->
                            note.contains("sms_usage.invoice_id points at records of invoices and has no index"));
        }
    }

    @Test
    void a_table_that_only_refuses_is_a_note() {
        try (DriftedSchema drifted = DriftedSchema.after(List.of("CREATE TABLE ticket (id INT PRIMARY KEY, c BIGINT,"
                + " CONSTRAINT ticket_call FOREIGN KEY (c) REFERENCES call_recording (id))"))) {
            MappingCheck.Result result = drifted.check();
            assertThat(result.problems()).isEmpty();
            assertThat(result.notes())
                    .hasSize(1)
                    .anySatisfy(note -> assertThat(note).contains("ticket_call", "cannot go"));
        }
    }

    @Test
    void the_rights_of_the_job_show_everything_and_lesser_rights_say_what_they_hide() {
        try (FreshSchemas schemas = TestServers.freshSchemas();
                GrantedAccounts accounts = GrantedAccounts.create(schemas)) {
            SourceMapping sources = DriftedSchema.of(schemas).sources();
            for (DatabaseRole role : List.of(DatabaseRole.JOB, DatabaseRole.READER)) {
                try (HikariDataSource pool = DataSourceFactory.pool(accounts.settings(null), role, 1)) {
                    MappingCheck.Result result = MappingCheck.check(pool, sources);
                    assertThat(result.problems()).as(role.name()).isEmpty();
                    assertThat(result.notes()).as(role.name()).isEmpty();
                }
            }
            schemas.database()
                    .execute(
                            schemas.business(),
                            "CREATE TRIGGER copier BEFORE DELETE ON ip_log FOR EACH ROW SET @gone = OLD.id");
            try (HikariDataSource pool = DataSourceFactory.pool(accounts.settings(null), DatabaseRole.JOB, 1)) {
                assertThat(MappingCheck.check(pool, sources).problems())
                        .singleElement()
                        .satisfies(problem -> assertThat(problem.message()).contains("DELETE trigger copier"));
            }
            String job = "'" + accounts.account(DatabaseRole.JOB).user() + "'@'%'";
            schemas.database()
                    .execute(
                            schemas.suite(),
                            "REVOKE REFERENCES ON *.* FROM " + job,
                            "REVOKE EXECUTE ON PROCEDURE source_triggers FROM " + job);
            try (HikariDataSource pool = DataSourceFactory.pool(accounts.settings(null), DatabaseRole.JOB, 1)) {
                MappingCheck.Result unknown = MappingCheck.check(pool, sources);
                assertThat(unknown.notes())
                        .anySatisfy(note -> assertThat(note).contains("cannot tell whether a table"));
                assertThat(unknown.problems())
                        .anySatisfy(problem -> assertThat(problem.message())
                                .contains("cannot tell whether tables of", "sql/grants.sql"));
            }
        }
    }

    @Test
    void triggers_are_seen_in_each_schema_that_is_mapped() {
        try (FreshSchemas schemas = TestServers.freshSchemas();
                GrantedAccounts accounts = GrantedAccounts.create(schemas);
                FreshSchemas other = TestServers.freshSchemas()) {
            SourceMapping sources = DriftedSchema.of(schemas)
                    .mapping("    table: sales_lead\n", "    table: sales_lead\n    schema: " + other.business() + "\n")
                    .sources();
            schemas.database()
                    .execute(
                            other.business(),
                            "CREATE TABLE sales_lead LIKE " + schemas.business() + ".sales_lead",
                            "GRANT SELECT, DELETE ON sales_lead TO '"
                                    + accounts.account(DatabaseRole.JOB).user() + "'@'%'");
            try (HikariDataSource pool = DataSourceFactory.pool(accounts.settings(null), DatabaseRole.JOB, 1)) {
                assertThat(MappingCheck.check(pool, sources).problems()).isEmpty();
                schemas.database()
                        .execute(
                                other.business(),
                                "CREATE TRIGGER copier BEFORE DELETE ON sales_lead FOR EACH ROW SET @gone = OLD.id");
                assertThat(MappingCheck.check(pool, sources).problems())
                        .singleElement()
                        .satisfies(problem -> assertThat(problem.message())
                                .contains(other.business() + ".sales_lead has DELETE trigger copier"));
            }
        }
    }
}
