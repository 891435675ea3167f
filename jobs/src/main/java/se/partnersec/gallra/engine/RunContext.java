package se.partnersec.gallra.engine;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.MaxDelete;

/**
 * What a run is about; the same for every attempt of it.
 *
 * @param policy fingerprint of policy and sources, 64 hex digits
 * @param number counts the runs of the category
 * @param token fencing token of the lease this process holds
 * @param chunk candidates per chunk, 1 to 10 000
 * @param maxDelete what it was told to stop at; null if nothing
 */
public record RunContext(
        Category category,
        LocalDate asOf,
        String policy,
        long number,
        long token,
        int chunk,
        @Nullable MaxDelete maxDelete) {
    /** The same under another number. */
    public RunContext numbered(long other) {
        return new RunContext(category, asOf, policy, other, token, chunk, maxDelete);
    }
}
