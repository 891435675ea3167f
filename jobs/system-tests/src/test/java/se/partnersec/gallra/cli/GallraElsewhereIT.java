package se.partnersec.gallra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.partnersec.gallra.testing.FreshSchemas;
import se.partnersec.gallra.testing.Program;
import se.partnersec.gallra.testing.Program.Answer;
import se.partnersec.gallra.testing.TestDatabase;
import se.partnersec.gallra.testing.TestObjectStore;
import se.partnersec.gallra.testing.TestServers;
import se.partnersec.gallra.testing.TestTagKey;

/** The same program on servers of somebody else's, named by environment variables and nothing more. */
@Tag("once")
@Tag("full")
class GallraElsewhereIT {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path home;

    private final FreshSchemas schemas = TestServers.freshSchemas();

    @AfterEach
    void drop() {
        schemas.close();
    }

    private Program gallra(TestObjectStore store) throws IOException {
        TestDatabase database = schemas.database();
        Path shipped = Path.of("..", "..", "job-config");
        Files.copy(shipped.resolve("policy.yml"), home.resolve("policy.yml"));
        Files.copy(shipped.resolve("limits.yml"), home.resolve("limits.yml"));
        Files.writeString(
                home.resolve("sources.yml"),
                Files.readString(shipped.resolve("sources.yml"))
                        .replace("schema: partnersec", "schema: " + schemas.business()));
        return new Program(Map.of(
                        "GALLRA_HOME", home.toString(),
                        "GALLRA_CONFIG", home.toString(),
                        "GALLRA_DB_URL", database.url(schemas.suite()).jdbc(),
                        "GALLRA_DB_USER", database.admin().user(),
                        "GALLRA_DB_PASSWORD", database.admin().password(),
                        "GALLRA_S3_ENDPOINT", store.endpoint().toString(),
                        "GALLRA_S3_BUCKET", schemas.suite().replace('_', '-'),
                        "GALLRA_S3_ACCESS_KEY", store.accessKey(),
                        "GALLRA_S3_SECRET_KEY", store.secretKey(),
                        "GALLRA_TAG_KEY", TestTagKey.HEX))
                .with("GALLRA_ACCOUNTS", "single")
                .here();
    }

    @Test
    void demonstrates_itself_where_neither_schema_nor_bucket_is_there_yet() throws IOException {
        TestObjectStore store = TestServers.lockingObjectStore().orElseGet(TestServers::objectStore);
        Program gallra = gallra(store);
        schemas.database().execute("", "DROP DATABASE " + schemas.suite(), "DROP DATABASE " + schemas.business());

        Answer before = gallra.run("status");
        assertThat(before.exit()).isEqualTo(3);
        assertThat(before.err()).contains("gallra db migrate");

        Answer demo = gallra.run("demo --rows 400 --json");
        assertThat(demo.exit()).as(demo.err()).isZero();
        assertThat(demo.err())
                .contains("Made schema " + schemas.suite(), "Made bucket ", "Inventing about 400 records");
        assertThat(demo.out())
                .contains("No record is known to be overdue.", "The hash chain of the ledger is unbroken");

        Answer again = gallra.run("run --all --plain");
        assertThat(again.exit()).as(again.err()).isZero();
        assertThat(again.cells())
                .hasSameSizeAs(
                        se.partnersec.gallra.categories.Categories.registry().names())
                .allMatch(row -> row.get(3).equals("0"));
        assertThat(gallra.run("demo --reset").exit()).isEqualTo(8);
        assertThat(gallra.run("status --check").exit()).isZero();
        assertThat(gallra.run("db migrate").out()).contains("up to date");
    }

    @Test
    void invents_nothing_where_a_real_business_lies() throws IOException {
        Program gallra = gallra(TestServers.objectStore());
        schemas.database().execute(schemas.business(), "CREATE TABLE journal (id INT PRIMARY KEY)");

        Answer refused = gallra.run("demo");

        assertThat(refused.exit()).isEqualTo(8);
        assertThat(refused.err()).contains(schemas.business(), "journal");
        // Not even the suite's tables were made.
        assertThat(gallra.run("status").exit()).isEqualTo(3);
        assertThat(gallra.run("db migrate").out()).contains("applied now: 001");
        assertThat(gallra.run("run ip-logs").err()).contains("Refused before anything was touched", "ip_log");
    }

    @Test
    void prints_the_rights_for_an_administrator_to_apply() throws IOException {
        Program gallra = gallra(TestServers.objectStore())
                .with("GALLRA_FINANCE_USER", "ekonomi")
                .with("GALLRA_FINANCE_PASSWORD", "x");

        assertThat(gallra.run("db grants --before").out())
                .contains("CREATE DATABASE IF NOT EXISTS " + schemas.suite())
                .endsWith(";\n");
        assertThat(gallra.run("db grants --host 10.0.0.7").out())
                .contains("ON " + schemas.suite() + ".hold TO 'ekonomi'@'10.0.0.7'")
                .doesNotContain("${");
    }
}
