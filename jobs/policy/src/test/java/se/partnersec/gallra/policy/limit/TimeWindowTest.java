package se.partnersec.gallra.policy.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts of a day by the clock on the wall in Sweden, also in the two nights when it jumps. */
class TimeWindowTest {
    private static TimeWindow window(String text) {
        return TimeWindow.parse(text).orElseThrow();
    }

    /** A minute before, its first and last minute, and the one after; in winter Sweden is an hour ahead, in summer two. */
    @ParameterizedTest
    @CsvSource({
        "22:00-06:00, 2026-11-24T20:59:59Z, false",
        "22:00-06:00, 2026-11-24T21:00:00Z, true",
        "22:00-06:00, 2026-11-24T23:00:00Z, true",
        "22:00-06:00, 2026-11-25T04:59:59Z, true",
        "22:00-06:00, 2026-11-25T05:00:00Z, false",
        "22:00-06:00, 2026-07-01T19:59:59Z, false",
        "22:00-06:00, 2026-07-01T20:00:00Z, true",
        "01:00-05:00, 2026-11-24T23:59:59Z, false",
        "01:00-05:00, 2026-11-25T00:00:00Z, true",
        "01:00-05:00, 2026-11-25T03:59:59Z, true",
        "01:00-05:00, 2026-11-25T04:00:00Z, false",
        "22:00-00:00, 2026-11-25T22:59:59Z, true",
        "22:00-00:00, 2026-11-25T23:00:00Z, false",
        // 29 March: 01:59:59 is followed by 03:00:00
        "02:00-03:00, 2026-03-29T00:59:59Z, false",
        "02:00-03:00, 2026-03-29T01:00:00Z, false",
        "02:30-05:00, 2026-03-29T01:00:00Z, true",
        // 25 October: 02:00 to 03:00 comes twice
        "02:00-03:00, 2026-10-25T00:00:00Z, true",
        "02:00-03:00, 2026-10-25T00:59:59Z, true",
        "02:00-03:00, 2026-10-25T01:00:00Z, true",
        "02:00-03:00, 2026-10-25T02:00:00Z, false",
    })
    void holds_its_first_moment_and_not_the_one_it_ends_on(String text, Instant at, boolean in) {
        assertThat(window(text).contains(at)).isEqualTo(in);
    }

    @ParameterizedTest
    @CsvSource({
        "22:00-06:00, 2026-11-25T05:00:00Z, 2026-11-25T21:00:00Z",
        "22:00-06:00, 2026-11-25T20:59:59Z, 2026-11-25T21:00:00Z",
        "01:00-05:00, 2026-11-25T04:00:00Z, 2026-11-26T00:00:00Z",
        // what the night skips does not come; what begins in it begins when it is over
        "02:00-03:00, 2026-03-29T00:30:00Z, 2026-03-30T00:00:00Z",
        "02:30-05:00, 2026-03-29T00:30:00Z, 2026-03-29T01:00:00Z",
        "01:00-05:00, 2026-03-28T23:30:00Z, 2026-03-29T00:00:00Z",
        // 02:50 for the first time: it comes once more
        "02:30-02:45, 2026-10-25T00:50:00Z, 2026-10-25T01:30:00Z",
        "02:30-02:45, 2026-10-25T01:50:00Z, 2026-10-26T01:30:00Z",
        "22:00-06:00, 2026-10-25T05:00:00Z, 2026-10-25T21:00:00Z",
        // shut at 02:30, and open once more when 03:00 becomes 02:00
        "22:00-02:30, 2026-10-25T00:40:00Z, 2026-10-25T01:00:00Z",
    })
    void knows_when_it_opens_next(String text, Instant now, Instant opens) {
        assertThat(window(text).contains(now)).isFalse();
        assertThat(window(text).opens(now)).isEqualTo(opens);
        assertThat(window(text).contains(opens)).isTrue();
    }

    /** Minute by minute through two days around each jump: shut until it opens, and open then. */
    @ParameterizedTest
    @ValueSource(strings = {"2026-03-28T12:00:00Z", "2026-10-24T12:00:00Z", "2026-11-24T12:00:00Z"})
    void is_shut_at_every_minute_until_it_opens(Instant from) {
        for (String text :
                new String[] {"22:00-06:00", "02:00-03:00", "02:30-02:45", "00:00-12:00", "22:00-02:30", "23:59-00:00"
                }) {
            TimeWindow window = window(text);
            for (int i = 0; i < 2880; i += 7) {
                Instant now = from.plus(Duration.ofMinutes(i));
                if (!window.contains(now)) {
                    Instant opens = window.opens(now);
                    for (Instant t = now; t.isBefore(opens); t = t.plus(Duration.ofMinutes(1))) {
                        assertThat(window.contains(t)).as(text + " at " + t).isFalse();
                    }
                }
            }
        }
    }

    @Test
    void refuses_what_is_no_part_of_a_day() {
        for (String wrong :
                new String[] {"", "22-06", "22:00", "24:00-06:00", "22:00-24:00", "22:60-06:00", "06:00-06:00"}) {
            assertThat(TimeWindow.parse(wrong)).as(wrong).isEmpty();
        }
        assertThatThrownBy(() -> new TimeWindow(LocalTime.NOON, LocalTime.NOON))
                .hasMessageContaining("has no time in it");
    }
}
