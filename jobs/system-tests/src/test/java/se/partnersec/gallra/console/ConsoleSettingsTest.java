package se.partnersec.gallra.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.partnersec.gallra.console.settings.ConsoleSettings;
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
}
