package se.partnersec.gallra.config.mapping;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** The primary key of a record: an integer up to unsigned 64 bits, or a short string. */
public final class RecordKey {
    /** Digits that always fit in a long. */
    private static final int DIGITS = 18;

    private final String text;
    private final boolean number;
    /** The number, read once: a chunk asks for it several times of each key. -1 where it is read when asked for. */
    private final long small;

    /** @param text decimal digits for a number, otherwise the string itself */
    public RecordKey(String text, boolean number) {
        this.text = text;
        this.number = number;
        this.small = number ? small(text) : -1;
    }

    /** The number that these decimal digits are; -1 if they are none, or more than 18. */
    public static long small(String text) {
        long value = text.isEmpty() || text.length() > DIGITS ? -1 : 0;
        for (int i = 0; i < text.length() && value >= 0; i++) {
            int digit = text.charAt(i) - '0';
            value = digit >= 0 && digit <= 9 ? value * 10 + digit : -1;
        }
        return value;
    }

    public static RecordKey of(long value) {
        return new RecordKey(Long.toString(value), true);
    }

    public static RecordKey number(BigInteger value) {
        return new RecordKey(value.toString(), true);
    }

    /** The value to bind in a statement; a string never stands in for a number, MySQL would compare as doubles. */
    public Object bind() {
        if (!number) {
            return text;
        }
        return text.length() < 19 ? (Object) Long.valueOf(text) : new BigInteger(text);
    }

    /** Decimal digits for a number, otherwise the string itself. */
    public String text() {
        return text;
    }

    public boolean number() {
        return number;
    }

    /** The number as unsigned 64 bits; only for numeric keys that are not negative. */
    public long unsigned() {
        return small >= 0 ? small : Long.parseUnsignedLong(text);
    }

    /** Whether the ledger can delta-code it: a number from 0 to 2^64-1. */
    public boolean codable() {
        return number && !text.isEmpty() && text.charAt(0) != '-';
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RecordKey key && number == key.number && text.equals(key.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
