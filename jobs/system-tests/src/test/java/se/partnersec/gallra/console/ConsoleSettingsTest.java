package se.partnersec.gallra.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import se.partnersec.gallra.console.settings.ConsoleSettings;
import se.partnersec.gallra.console.settings.SingleSignOn;
import se.partnersec.gallra.support.exit.RefusedException;

class ConsoleSettingsTest {

    @Test
    void without_settings_only_browsers_of_this_machine_reach_it() {
        ConsoleSettings settings = ConsoleSettings.from(Map.of());
        assertThat(settings.address()).isEqualTo("127.0.0.1");
        assertThat(settings.port()).isEqualTo(8484);
        assertThat(settings.secure()).isFalse();
        assertThat(settings.hosts()).containsExactly("localhost:8484", "127.0.0.1:8484", "[::1]:8484");
        assertThat(settings.monitoring()).isEqualTo(new ConsoleSettings.Monitoring("127.0.0.1", 8485));
    }

    @Test
    void behind_a_proxy_it_answers_under_the_name_of_the_site_alone() {
        ConsoleSettings settings = ConsoleSettings.from(
                Map.of("GALLRA_CONSOLE_ADDRESS", "0.0.0.0", "GALLRA_CONSOLE_SITE", "https://Gallra.example.com/"));
        assertThat(settings.secure()).isTrue();
        assertThat(settings.hosts()).containsExactly("gallra.example.com");
        assertThat(ConsoleSettings.from(Map.of("GALLRA_CONSOLE_SITE", "https://gallra.example.com:8443"))
                        .hosts())
                .containsExactly("gallra.example.com:8443");
    }

    @Test
    void through_a_forwarded_port_it_answers_under_the_name_of_the_own_machine_alone() {
        ConsoleSettings settings = ConsoleSettings.from(
                Map.of("GALLRA_CONSOLE_ADDRESS", "0.0.0.0", "GALLRA_CONSOLE_SITE", "http://localhost:9000"));
        assertThat(settings.secure()).isFalse();
        assertThat(settings.hosts()).containsExactly("localhost:9000");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GALLRA_CONSOLE_PORT            | 84840                     | GALLRA_CONSOLE_PORT must be a number
            GALLRA_CONSOLE_PORT            | -1                        | GALLRA_CONSOLE_PORT must be a number
            GALLRA_CONSOLE_PORT            | 8485                      | are both 8485
            GALLRA_CONSOLE_MONITORING_PORT | http                      | GALLRA_CONSOLE_MONITORING_PORT must be a number
            GALLRA_CONSOLE_SITE            | http://gallra.example.com | must look like
            GALLRA_CONSOLE_SITE            | https://example.com/path  | must look like
            GALLRA_CONSOLE_SITE            | ftp://localhost           | must look like
            GALLRA_CONSOLE_SITE            | nonsense with blanks      | must look like
            GALLRA_CONSOLE_ADDRESS         | 0.0.0.0                   | passwords would cross the network unencrypted
            """)
    void refuses(String name, String value, String why) {
        assertThatThrownBy(() -> ConsoleSettings.from(Map.of(name, value)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(why);
    }

    private static Map<String, String> singleSignOn(String issuer) {
        return new HashMap<>(Map.of(
                "GALLRA_CONSOLE_OIDC_ISSUER", issuer,
                "GALLRA_CONSOLE_OIDC_CLIENT", "gallra",
                "GALLRA_CONSOLE_OIDC_SECRET", "a secret",
                "GALLRA_CONSOLE_SSO_USER", "gallra_sso",
                "GALLRA_CONSOLE_SSO_PASSWORD", "a password"));
    }

    @Test
    void single_sign_on_takes_all_of_its_settings_and_shows_no_secret() {
        assertThat(ConsoleSettings.from(Map.of()).sso()).isNull();
        SingleSignOn sso = Objects.requireNonNull(ConsoleSettings.from(singleSignOn("https://login.example.com/tenant"))
                .sso());
        assertThat(sso.issuer()).isEqualTo("https://login.example.com/tenant");
        assertThat(sso.toString()).contains("gallra").doesNotContain("secret", "password");
        singleSignOn("").keySet().forEach(name -> {
            Map<String, String> some = singleSignOn("https://login.example.com");
            some.remove(name);
            assertThatThrownBy(() -> ConsoleSettings.from(some))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("Single sign-on also needs " + name)
                    .hasMessageNotContainingAny("a secret", "a password");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://login.example.com",
                "login.example.com",
                "https://login.example.com?tenant=1",
                "https://login.example.com#x",
                "https:///x",
                "nonsense with blanks"
            })
    void a_provider_needs_an_address_with_tls(String issuer) {
        assertThatThrownBy(() -> ConsoleSettings.from(singleSignOn(issuer)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("GALLRA_CONSOLE_OIDC_ISSUER must be an address with https");
    }
}
