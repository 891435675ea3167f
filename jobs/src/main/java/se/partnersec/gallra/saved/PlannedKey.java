package se.partnersec.gallra.saved;

import java.nio.ByteBuffer;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.store.KeyTags;
import se.partnersec.gallra.store.RecordKey;

/**
 * A key as plans know it, 128 bits in unsigned order: a number as it is, anything else as its keyed tag, so that no word of a
 * record is saved.
 */
record PlannedKey(long high, long low) implements Comparable<PlannedKey> {
    /** Numbers from 0 to 2^64-1. */
    static final String NUMBERS = "N";

    static final String TAGS = "T";

    static PlannedKey number(long unsigned) {
        return new PlannedKey(0, unsigned);
    }

    static PlannedKey tag(KeyTags tags, DataCategory category, RecordKey key) {
        return read(ByteBuffer.wrap(tags.tag(category.id(), key.text())));
    }

    static PlannedKey read(ByteBuffer in) {
        return new PlannedKey(in.getLong(), in.getLong());
    }

    @Override
    public int compareTo(PlannedKey other) {
        int high = Long.compareUnsigned(this.high, other.high);
        return high == 0 ? Long.compareUnsigned(low, other.low) : high;
    }
}
