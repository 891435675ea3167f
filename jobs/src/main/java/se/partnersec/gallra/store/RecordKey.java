package se.partnersec.gallra.store;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * The primary key of a record: an integer up to unsigned 64 bits, or a short string.
 *
 * @param text decimal digits for a number, otherwise the string itself
 */
public record RecordKey(String text, boolean number) {

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

    /** The number as unsigned 64 bits; only for numeric keys that are not negative. */
    public long unsigned() {
        return Long.parseUnsignedLong(text);
    }

    /** Whether the ledger can delta-code it: a number from 0 to 2^64-1. */
    public boolean codable() {
        return number && !text.isEmpty() && text.charAt(0) != '-';
    }

    // Every record of a chunk is looked up by its key many times; what records generate is slow until it is compiled.
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
