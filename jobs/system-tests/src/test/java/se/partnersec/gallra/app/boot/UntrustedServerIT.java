package se.partnersec.gallra.app.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.config.settings.DatabaseUrl;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.testing.FreshSchemas;
import se.partnersec.gallra.testing.TestServers;

/** A server whose certificate nobody vouches for: both of the tests' made their own. */
@Tag("full")
class UntrustedServerIT {

    @ParameterizedTest
    @ValueSource(strings = {"VERIFY_CA", "VERIFY_IDENTITY"})
    void it_is_told_nothing_where_it_has_to_prove_who_it_is(String mode) {
        try (FreshSchemas schemas = TestServers.freshSchemas()) {
            RefusedException refused = RefusalTranslator.read(catchThrowable(() -> ask(schemas, mode)))
                    .orElseThrow();

            assertThat(refused.exit()).isEqualTo(ExitCode.CONFIGURATION);
            assertThat(refused.problems())
                    .singleElement()
                    .asString()
                    .startsWith("The database server does not prove who it is (")
                    .contains("trustCertificateKeyStoreUrl")
                    .contains("sslMode=REQUIRED");
        }
    }

    @Test
    void it_answers_where_nobody_asks_for_proof() {
        try (FreshSchemas schemas = TestServers.freshSchemas()) {
            assertThat(ask(schemas, "REQUIRED")).as("the control").isNotBlank();
        }
    }

    /** The cipher the connection has; empty without TLS. */
    private static String ask(FreshSchemas schemas, String mode) {
        GallraSettings plain = schemas.settings();
        DatabaseUrl url =
                new DatabaseUrl(plain.url().host(), plain.url().port(), plain.schema(), Map.of("sslMode", mode));
        GallraSettings settings =
                new GallraSettings(url, plain.accounts(), plain.bucket(), plain.config(), plain.tags(), plain.chunk());
        try (HikariDataSource pool = DataSourceFactory.pool(settings, DatabaseRole.JOB, 1)) {
            return String.valueOf(new JdbcTemplate(pool)
                    .query("SHOW SESSION STATUS LIKE 'Ssl_cipher'", (row, i) -> row.getString(2))
                    .get(0));
        }
    }
}
