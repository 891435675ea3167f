package se.partnersec.gallra.engine;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.engine.CandidateQuery.Extent;

/** Puts together what several statements found of one table. */
final class Extents {
    private Extents() {}

    static Extent both(Extent one, Extent other) {
        return new Extent(
                one.count() + other.count(),
                outer(one.lowest(), other.lowest(), -1),
                outer(one.highest(), other.highest(), 1));
    }

    /** The lower of two keys, or the higher. Of keys that are words one statement asks, and the database compares them. */
    private static @Nullable String outer(@Nullable String one, @Nullable String other, int sign) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return new BigInteger(one).compareTo(new BigInteger(other)) * sign >= 0 ? one : other;
    }
}
