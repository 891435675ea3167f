package se.partnersec.gallra.planning.census;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Records that one hold keeps in one category.
 *
 * @param highest the greatest key among them; null where there are none, or keys are no numbers
 */
record HeldCount(long records, @Nullable BigInteger highest) {
    static final HeldCount NONE = new HeldCount(0, null);

    HeldCount and(HeldCount other) {
        BigInteger mine = highest;
        BigInteger theirs = other.highest;
        return new HeldCount(records + other.records, mine == null ? theirs : theirs == null ? mine : mine.max(theirs));
    }
}
