package se.partnersec.gallra.erasure.run;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.approvals.plan.PlannedKeys;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.policy.limit.MaxDelete;
import se.partnersec.gallra.support.crypto.Pseudonymizer;

/**
 * What a run is about; the same for every attempt of it.
 *
 * @param policy fingerprint of policy and sources, 64 hex digits
 * @param number counts the runs of the category
 * @param token fencing token of the lease this process holds
 * @param chunk candidates per chunk, 1 to 10 000
 * @param maxDelete what it was told to stop at; null if nothing
 * @param plan the saved plan it goes by, such as p-20261124-0200; null if it goes by none
 */
public record RunContext(
        Category category,
        LocalDate asOf,
        String policy,
        long number,
        long token,
        int chunk,
        @Nullable MaxDelete maxDelete,
        @Nullable String plan) {
    /** The records beyond which it lets nothing go; null if it goes by no plan. */
    @Nullable
    public PlannedKeys planned(JdbcTemplate jdbc, Pseudonymizer tags) {
        return plan == null ? null : new PlannedKeys(jdbc, plan, category.category(), tags);
    }

    /** The same under another number. */
    public RunContext numbered(long other) {
        return new RunContext(category, asOf, policy, other, token, chunk, maxDelete, plan);
    }
}
