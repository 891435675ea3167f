package se.partnersec.gallra.config.mapping;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code 2026-06-05 22:00:00.123} from the bytes in which a server sends it. The driver makes a text of each of its
 * numbers first, and every record of a run has a time.
 */
final class DateTimeBytes {
    private static final int SECONDS = 19;
    private static final int MOST = 26;
    private static final byte[] FORM = "dddd-dd-dd dd:dd:dd".getBytes(StandardCharsets.US_ASCII);

    private DateTimeBytes() {}

    /**
     * Null for whatever has not exactly this form, or is no time: that is for the driver to say. No time has it in the
     * binary protocol, where it is of eleven bytes at most.
     */
    static @Nullable LocalDateTime read(byte @Nullable [] sent) {
        if (sent == null || sent.length < SECONDS || sent.length > MOST || sent.length == SECONDS + 1) {
            return null;
        }
        for (int i = 0; i < sent.length; i++) {
            int sign = i < SECONDS ? FORM[i] : i == SECONDS ? '.' : 'd';
            if (sign == 'd' ? sent[i] < '0' || sent[i] > '9' : sent[i] != sign) {
                return null;
            }
        }
        int nanos = number(sent, SECONDS + 1, sent.length);
        for (int digits = Math.max(0, sent.length - SECONDS - 1); digits < 9; digits++) {
            nanos *= 10;
        }
        try {
            return LocalDateTime.of(
                    number(sent, 0, 4),
                    number(sent, 5, 7),
                    number(sent, 8, 10),
                    number(sent, 11, 13),
                    number(sent, 14, 16),
                    number(sent, 17, SECONDS),
                    nanos);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static int number(byte[] digits, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + digits[i] - '0';
        }
        return number;
    }
}
