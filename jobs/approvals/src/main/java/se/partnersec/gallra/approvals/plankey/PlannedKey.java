package se.partnersec.gallra.approvals.plankey;

import java.nio.ByteBuffer;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.crypto.Pseudonymizer;

/**
 * A key as plans know it, 128 bits in unsigned order: a number as it is, anything else as its keyed tag, so that no word of a
 * record is saved.
 */
public record PlannedKey(long high, long low) implements Comparable<PlannedKey> {
    /** Numbers from 0 to 2^64-1. */
    public static final String NUMBERS = "N";

    public static final String TAGS = "T";

    public static PlannedKey number(long unsigned) {
        return new PlannedKey(0, unsigned);
    }

    public static PlannedKey tag(Pseudonymizer tags, DataCategory category, RecordKey key) {
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
