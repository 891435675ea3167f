package se.partnersec.gallra.operations.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://hc-ping.com/0f1e",
                "https://hc-ping.com/0f1e/",
                "http://127.0.0.1:8000/x",
                "http://localhost/x",
                "http://[::1]:9/x"
            })
    void takes_what_is_encrypted_or_stays_on_this_machine(String text) {
        assertThat(WebhookAddress.read("--ping", text).below("start").uri().toString())
                .isEqualTo(text.replaceFirst("/$", "") + "/start");
    }

    @ParameterizedTest
    @CsvSource({
        "http://hc-ping.com/0f1e, in the clear",
        "http://192.0.2.1/x, in the clear",
        "http://127.0.0.1.example/x, in the clear",
        "http://localhost.example/x, in the clear",
        "ftp://hc-ping.com/x, is no address",
        "hc-ping.com/x, is no address",
        "https:///x, is no address",
        "https://a b/x, is no address",
        "https://anna:hemlig@hc-ping.com/x, must have no user",
        "https://hc-ping.com/x?a=b, must have no user",
        "https://hc-ping.com/x#y, must have no user"
    })
    void refuses_everything_else_without_showing_it(String text, String why) {
        assertThatThrownBy(() -> WebhookAddress.read("GALLRA_PING_URL", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("GALLRA_PING_URL")
                .hasMessageContaining(why)
                .hasMessageNotContaining("hemlig");
    }

    @Test
    void never_shows_its_path() {
        assertThat(WebhookAddress.read("x", "https://hc-ping.com/0f1e-secret")).hasToString("https://hc-ping.com/…");
    }

    @Test
    void a_summary_has_whole_lines_and_at_most_10_000_bytes() {
        String line = "ip-logs DONE erased=1 å\n";
        String shortened = HealthcheckPing.shortened("gallra run ended with 0\n" + line.repeat(2_000));
        assertThat(shortened.getBytes(StandardCharsets.UTF_8).length).isBetween(9_970, HealthcheckPing.MOST);
        assertThat(shortened).startsWith("gallra run ended with 0\n").endsWith(line);
        assertThat(HealthcheckPing.shortened("a")).isEqualTo("a\n");
    }

    @Test
    void a_room_is_told_in_json() {
        assertThat(WebhookNotifier.json("å \"x\"\n\\")).isEqualTo("{\"text\":\"å \\\"x\\\"\\n\\\\\"}");
    }
}
