package se.partnersec.gallra.erasure.run;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
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
    private static final String AS_OF = "asOf";
    private static final String POLICY = "policy";
    private static final String NUMBER = "number";
    private static final String MAX_DELETE = "maxDelete";
    private static final String PLAN = "plan";

    /** The records beyond which it lets nothing go; null if it goes by no plan. */
    @Nullable
    public PlannedKeys planned(JdbcTemplate jdbc, Pseudonymizer tags) {
        return plan == null ? null : new PlannedKeys(jdbc, plan, category.category(), tags);
    }

    /** The same under another number. */
    public RunContext numbered(long other) {
        return new RunContext(category, asOf, policy, other, token, chunk, maxDelete, plan);
    }

    /** The parameters of the run: a restart keeps them, so it never widens its own scope, nor its own limits. */
    public JobParameters parameters() {
        JobParametersBuilder parameters = new JobParametersBuilder()
                .addLocalDate(AS_OF, asOf)
                .addString(POLICY, policy)
                .addLong(NUMBER, number);
        // Not such that identify: they are about how, not about what.
        if (maxDelete != null) {
            parameters.addString(MAX_DELETE, maxDelete.toString(), false);
        }
        return (plan == null ? parameters : parameters.addString(PLAN, plan, false)).toJobParameters();
    }

    /** What an execution was started with. */
    public static RunContext of(@Nullable JobExecution execution, Category category, long token, int chunk) {
        Map<String, Object> known = new HashMap<>();
        if (execution != null) {
            execution.getJobParameters().forEach(p -> known.put(p.name(), p.value()));
        }
        if (known.get(AS_OF) instanceof LocalDate asOf
                && known.get(POLICY) instanceof String policy
                && known.get(NUMBER) instanceof Long number) {
            String plan = known.get(PLAN) instanceof String id ? id : null;
            return new RunContext(category, asOf, policy, number, token, chunk, most(known), plan);
        }
        throw new IllegalStateException(
                "a run of " + category.category()
                        + " has no asOf, policy and number: it was not started by this suite. Abandon it in BATCH_JOB_EXECUTION");
    }

    private static @Nullable MaxDelete most(Map<String, Object> known) {
        return known.get(MAX_DELETE) instanceof String most
                ? MaxDelete.parse(most).orElseThrow(() -> new IllegalStateException("not a number: " + most))
                : null;
    }
}
