package se.partnersec.gallra.books.sie;

import java.time.DateTimeException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Days, amounts and numbers as the standard writes them; null for what is none. */
public final class SieValues {
    /** So that the sum of a voucher's rows never overflows. */
    private static final int MOST_DIGITS = 15;

    private SieValues() {}

    /** Such as 20261124. */
    static @Nullable LocalDate day(String text) {
        if (text.length() != 8 || !digits(text, 0, 8)) {
            return null;
        }
        try {
            return LocalDate.of(number(text, 0, 4), number(text, 4, 6), number(text, 6, 8));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }

    /** In öre: a point, at most two decimals, no blanks. */
    static @Nullable Long ore(String text) {
        int from = text.startsWith("-") ? 1 : 0;
        int point = text.indexOf('.');
        int to = point < 0 ? text.length() : point;
        int decimals = point < 0 ? 0 : text.length() - point - 1;
        boolean sound = to > from
                && to - from <= MOST_DIGITS
                && digits(text, from, to)
                && (point < 0 || (decimals >= 1 && decimals <= 2 && digits(text, point + 1, text.length())));
        if (!sound) {
            return null;
        }
        long ore = Long.parseLong(text, from, to, 10) * 100;
        if (decimals > 0) {
            long part = Long.parseLong(text, point + 1, text.length(), 10);
            ore += decimals == 1 ? part * 10 : part;
        }
        return from == 1 ? -ore : ore;
    }

    /** The number of a voucher. */
    public static @Nullable Long whole(String text) {
        return text.isEmpty() || text.length() > MOST_DIGITS || !digits(text, 0, text.length())
                ? null
                : Long.valueOf(text);
    }

    private static boolean digits(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
