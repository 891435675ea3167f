package se.partnersec.gallra.engine;

import java.util.Collection;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.store.RecordKey;

/** The range of keys that lie so close together that reading it whole costs less than asking for each. */
record KeySpan(long low, long high) {
    private static final int FEWEST = 100;
    /** Digits that always fit in a long. */
    private static final int DIGITS = 18;

    /** Null if the keys are few, no plain numbers, or far apart: at most a fifth of the range may be somebody else's. */
    static @Nullable KeySpan of(Collection<RecordKey> keys) {
        if (keys.size() < FEWEST) {
            return null;
        }
        long low = Long.MAX_VALUE;
        long high = Long.MIN_VALUE;
        for (RecordKey key : keys) {
            if (!key.codable() || key.text().length() > DIGITS) {
                return null;
            }
            low = Math.min(low, key.unsigned());
            high = Math.max(high, key.unsigned());
        }
        return high - low < keys.size() + keys.size() / 4 ? new KeySpan(low, high) : null;
    }
}
