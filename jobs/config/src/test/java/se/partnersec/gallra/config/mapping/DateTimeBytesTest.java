package se.partnersec.gallra.config.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DateTimeBytesTest {

    @ParameterizedTest
    @CsvSource({
        "2026-06-05 22:00:00, 2026-06-05T22:00:00",
        "2024-02-29 23:59:59.9, 2024-02-29T23:59:59.900",
        "2026-06-05 22:00:00.123, 2026-06-05T22:00:00.123",
        "2026-06-05 22:00:00.000001, 2026-06-05T22:00:00.000001",
        "0001-01-01 00:00:00, 0001-01-01T00:00:00",
        "9999-12-31 23:59:59.999999, 9999-12-31T23:59:59.999999",
    })
    void readsWhatTheServerSends(String sent, LocalDateTime time) {
        assertThat(ColumnMapping.DateTimeBytes.read(bytes(sent))).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-06-05",
                "22:00:00",
                "0000-00-00 00:00:00",
                "2026-00-10 00:00:00",
                "2026-02-30 00:00:00",
                "2026-06-05 24:00:00",
                "2026-06-05T22:00:00",
                "2026-06-05 22:00:00.",
                "2026-06-05 22:00:00,5",
                "2026-06-05 22:00:00.1234567",
                "2026-06-05 22:00: 1",
                "-026-06-05 22:00:00",
                "12026-06-05 22:00:0",
            })
    void leavesAllElseToTheDriver(String sent) {
        assertThat(ColumnMapping.DateTimeBytes.read(bytes(sent))).isNull();
    }

    @Test
    void leavesNothingToTheDriverToo() {
        assertThat(ColumnMapping.DateTimeBytes.read(null)).isNull();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
