package se.partnersec.gallra.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When and how long, as people type it; by the clock in Sweden, whatever the machine's is. */
class LocalTimeConverterTest {
    @ParameterizedTest
    @CsvSource({
        // it is 02:07
        "06:00,             2026-11-25T01:07:00Z, 2026-11-25T05:00:00Z",
        "02:07,             2026-11-25T01:07:00Z, 2026-11-26T01:07:00Z",
        "01:00,             2026-11-25T01:07:00Z, 2026-11-26T00:00:00Z",
        // 23:30, and the day begins earlier in Sweden
        "06:00,             2026-11-24T22:30:00Z, 2026-11-25T05:00:00Z",
        "2026-12-01 06:00,  2026-11-25T01:07:00Z, 2026-12-01T05:00:00Z",
        "2026-12-01T06:00,  2026-11-25T01:07:00Z, 2026-12-01T05:00:00Z",
        // the night that skips 02:00 to 03:00
        "02:30,             2026-03-28T22:00:00Z, 2026-03-29T01:30:00Z",
        "04:00,             2026-03-29T00:30:00Z, 2026-03-29T02:00:00Z",
        // the night that has 02:30 twice: the first
        "02:30,             2026-10-24T22:00:00Z, 2026-10-25T00:30:00Z",
        "06:00,             2026-10-25T00:30:00Z, 2026-10-25T05:00:00Z",
    })
    void knows_when_the_clock_shows_it_next(String typed, Instant now, Instant then) {
        assertThat(new LocalTimeConverter().convert(typed).after(now)).isEqualTo(then);
    }

    @ParameterizedTest
    @CsvSource({"45m, PT45M", "2h, PT2H", "1h30m, PT1H30M", "90s, PT90S", "3d, PT72H", "1d2h3m4s, PT26H3M4S"})
    void knows_how_long(String typed, Duration length) {
        assertThat(new DurationConverter().convert(typed)).isEqualTo(length);
    }
}
