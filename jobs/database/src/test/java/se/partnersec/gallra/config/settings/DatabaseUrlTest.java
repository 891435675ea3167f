package se.partnersec.gallra.config.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;

class DatabaseUrlTest {
    private final List<String> problems = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "allowLoadLocalInfile=true",
                "allowUrlInLocalInfile=true",
                "allowMultiQueries=true",
                "autoDeserialize=true",
                "AUTODESERIALIZE=true",
                "auto%44eserialize=true",
                "queryInterceptors=x.Y",
                "sessionVariables=time_zone='SYSTEM'",
                "connectionTimeZone=LOCAL",
                "useAffectedRows=true",
                "allowPublicKeyRetrieval=true",
                "connectionLifecycleInterceptors=x.Y",
                "socketFactory=x.Y",
                "propertiesTransform=x.Y",
                "useSSL=false",
                "sslMode=NONE",
                "sslMode=REQUIRED&sslMode=VERIFY_CA",
                "sslMode=DISABLED",
                "sslMode=preferred",
            })
    void a_parameter_that_is_not_known_to_be_harmless_is_refused(String parameter) {
        DatabaseUrl.read("jdbc:mysql://db.example.se/gallra?" + parameter, problems);

        assertThat(problems).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mariadb://db/gallra",
                "jdbc:mysql:replication://a,b/gallra",
                "jdbc:mysql:loadbalance://a,b/gallra",
                "jdbc:mysql+srv://db/gallra",
                "mysqlx://db/gallra",
                "jdbc:mysql://a,b/gallra",
                "jdbc:mysql://a:3306,b:3306/gallra",
                "jdbc:mysql://address=(host=a)(port=1)/gallra",
                "jdbc:mysql://(host=a,autoDeserialize=true)/gallra",
                "jdbc:mysql://user:pw@db/gallra",
                "jdbc:mysql:///gallra",
                "jdbc:mysql://db",
                "jdbc:mysql://db/",
                "jdbc:mysql://db/gallra/x",
                "jdbc:mysql://db/gal`lra",
                "jdbc:mysql://db/mysql;x",
                "postgres",
            })
    void only_one_host_and_one_schema_is_an_address(String url) {
        DatabaseUrl.read(url, problems);

        assertThat(problems).hasSize(1).first().asString().contains("GALLRA_DB_URL");
    }

    @Test
    void beyond_loopback_the_server_proves_who_it_is_and_is_never_spoken_to_without_tls() {
        assertThat(properties("jdbc:mysql://db.example.se/gallra"))
                .containsEntry("sslMode", "VERIFY_IDENTITY")
                .doesNotContainKey("allowPublicKeyRetrieval");
        assertThat(properties("jdbc:mysql://db.example.se/gallra?sslMode=REQUIRED"))
                .containsEntry("sslMode", "REQUIRED");
        assertThat(properties("jdbc:mysql://127.0.0.1.example.se/gallra")).containsEntry("sslMode", "VERIFY_IDENTITY");
        for (String loopback : List.of("localhost", "127.0.0.1", "127.1.2.3:3307", "[::1]")) {
            assertThat(properties("jdbc:mysql://" + loopback + "/gallra"))
                    .containsEntry("sslMode", "DISABLED")
                    .containsEntry("allowPublicKeyRetrieval", "true");
        }
        assertThat(properties("jdbc:mysql://127.0.0.1/gallra?sslMode=REQUIRED")).containsEntry("sslMode", "REQUIRED");
        assertThat(properties("jdbc:mysql://127.0.0.1/gallra?sslMode=PREFERRED"))
                .containsEntry("sslMode", "PREFERRED");
        assertThat(problems).isEmpty();
    }

    @Test
    void values_are_decoded_and_kept() {
        DatabaseUrl url = DatabaseUrl.read(
                "jdbc:mysql://db:3307/gallra_1?trustCertificateKeyStoreUrl=file%3A%2Fk%20s.p12&socketTimeout=1",
                problems);

        assertThat(url)
                .isEqualTo(new DatabaseUrl(
                        "db",
                        3307,
                        "gallra_1",
                        Map.of("trustCertificateKeyStoreUrl", "file:/k s.p12", "socketTimeout", "1")));
        assertThat(url.jdbc()).isEqualTo("jdbc:mysql://db:3307/gallra_1");
        assertThat(url).hasToString(url.jdbc());
    }

    private Properties properties(String url) {
        return DataSourceFactory.properties(DatabaseUrl.read(url, problems));
    }
}
