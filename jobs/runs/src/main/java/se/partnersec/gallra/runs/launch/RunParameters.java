package se.partnersec.gallra.runs.launch;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.erasure.run.RunContext;
import se.partnersec.gallra.policy.limit.MaxDelete;

/** The parameters of a run: a restart keeps them, so it never widens its own scope, nor its own limits. */
final class RunParameters {
    private static final String AS_OF = "asOf";
    private static final String POLICY = "policy";
    private static final String NUMBER = "number";
    private static final String MAX_DELETE = "maxDelete";
    private static final String PLAN = "plan";

    private RunParameters() {}

    static JobParameters of(RunContext context) {
        JobParametersBuilder parameters = new JobParametersBuilder()
                .addLocalDate(AS_OF, context.asOf())
                .addString(POLICY, context.policy())
                .addLong(NUMBER, context.number());
        MaxDelete most = context.maxDelete();
        // Not such that identify: they are about how, not about what.
        if (most != null) {
            parameters.addString(MAX_DELETE, most.toString(), false);
        }
        String plan = context.plan();
        return (plan == null ? parameters : parameters.addString(PLAN, plan, false)).toJobParameters();
    }

    static Map<String, Object> read(@Nullable JobExecution execution) {
        Map<String, Object> known = new HashMap<>();
        if (execution != null) {
            execution.getJobParameters().forEach(p -> known.put(p.name(), p.value()));
        }
        return known;
    }

    private static @Nullable MaxDelete most(Map<String, Object> known) {
        return known.get(MAX_DELETE) instanceof String most
                ? MaxDelete.parse(most).orElseThrow(() -> new IllegalStateException("not a number: " + most))
                : null;
    }

    static RunContext context(Map<String, Object> known, Category category, long token, int chunk) {
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
}
