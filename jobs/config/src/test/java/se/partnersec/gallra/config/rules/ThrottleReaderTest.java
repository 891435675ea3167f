package se.partnersec.gallra.config.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.partnersec.gallra.config.yaml.ConfigException;
import se.partnersec.gallra.policy.limit.ThrottlePolicy;
import se.partnersec.gallra.policy.limit.TimeWindow;
import se.partnersec.gallra.policy.rule.DataCategory;

/** What throttle.yml may say, and what is refused with its line and a cure. */
class ThrottleReaderTest {
    private static ThrottlePolicy parse(String text) {
        return ThrottleReader.parse("throttle.yml", text.getBytes(StandardCharsets.UTF_8), LimitsReaderTest.KNOWN);
    }

    private static List<TimeWindow> windows(String... texts) {
        return List.of(texts).stream()
                .map(text -> TimeWindow.parse(text).orElseThrow())
                .toList();
    }

    @Test
    void ships_a_file_that_stops_nothing_and_so_does_none() {
        assertThat(ThrottleReader.read(Path.of("..", "..", "job-config", "throttle.yml"), LimitsReaderTest.KNOWN))
                .isEqualTo(ThrottlePolicy.NONE);
        assertThat(ThrottleReader.read(Path.of("no", "such", "throttle.yml"), LimitsReaderTest.KNOWN))
                .isEqualTo(ThrottlePolicy.NONE);
    }

    @Test
    void reads_all_that_can_be_said() {
        ThrottlePolicy throttle = parse("""
                every-category: {windows: ["22:00-06:00"]}
                categories:
                  ip-logs: {windows: ["20:00-23:00", "01:00-05:00"]}
                  newsletter: {windows: any}
                  invoices: {}
                replicas: [replica1.example.se:3307, replica2]
                max-lag: 10
                max-threads-running: 25
                chunk-time: 90
                patience: 1
                """);
        assertThat(throttle)
                .isEqualTo(new ThrottlePolicy(
                        Map.of(
                                new DataCategory("ip-logs"), windows("20:00-23:00", "01:00-05:00"),
                                new DataCategory("newsletter"), List.of(),
                                new DataCategory("invoices"), windows("22:00-06:00")),
                        windows("22:00-06:00"),
                        List.of("replica1.example.se:3307", "replica2:3306"),
                        Duration.ofSeconds(10),
                        25,
                        Duration.ofMillis(90),
                        Duration.ofSeconds(1)));
        assertThat(throttle.windows(new DataCategory("chat-logs"))).isEqualTo(windows("22:00-06:00"));
        assertThat(throttle.windows(new DataCategory("newsletter"))).isEmpty();
    }

    /** Without brackets it can mean one thing only. */
    @Test
    void takes_a_single_window_or_host_without_brackets() {
        assertThat(parse("every-category: {windows: '22:00-06:00'}\n").byDefault())
                .isEqualTo(windows("22:00-06:00"));
        assertThat(parse("replicas: replica1\n").replicas()).containsExactly("replica1:3306");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            window: any                                  | unknown key 'window' in the file
            every-category: {window: any}                | unknown key 'window' in 'every-category'
            every-category: {windows: always}            | 'always' in 'windows' of 'every-category' is no part of a day
            every-category: {windows: ['22-06']}         | '22-06' in 'windows' of 'every-category' is no part of a day; write a list like
            every-category: {windows: ['06:00-06:00']}   | '06:00-06:00' in 'windows'
            every-category: {windows: ['22:00-24:00']}   | '22:00-24:00' in 'windows'
            every-category: {windows: []}                | must be a list with at least one entry
            every-category: any                          | must be a block
            categories: {sms: {windows: any}}            | unknown key 'sms' in 'categories'
            replicas: [replica1/gallra]                  | 'replica1/gallra' in 'replicas' is no host
            replicas: [replica1:99999]                   | 'replica1:99999' in 'replicas' is no host
            replicas: replica1!                          | 'replica1!' in 'replicas' is no host
            max-lag: 9                                   | 'max-lag' must be 10 to 86400 seconds, was 9
            max-lag: 10s                                 | 'max-lag' in the file must be a whole number
            max-threads-running: 0                       | 'max-threads-running' must be 1 to 100000, was 0
            max-threads-running: [5]                     | 'max-threads-running' in the file must be one value
            chunk-time: 19                               | 'chunk-time' must be 20 to 10000 milliseconds, was 19
            chunk-time: 1s                               | 'chunk-time' in the file must be a whole number
            patience: 0                                  | 'patience' must be 1 to 86400 seconds, was 0
            """)
    void refuses_the_rest_naming_file_line_and_cure(String line, String says) {
        assertThatThrownBy(() -> parse("# a comment\n" + line + "\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("throttle.yml:2: ")
                .hasMessageContaining(says);
    }
}
