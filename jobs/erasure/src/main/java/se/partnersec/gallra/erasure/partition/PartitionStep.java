package se.partnersec.gallra.erasure.partition;

import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.core.step.tasklet.TaskletStep;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.interceptor.DefaultTransactionAttribute;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.PartitionMapping;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.erasure.category.StartCondition;
import se.partnersec.gallra.erasure.chunk.DisposeTasklet;
import se.partnersec.gallra.erasure.decide.Assessor;
import se.partnersec.gallra.erasure.limit.LimitStep;
import se.partnersec.gallra.erasure.record.RowReader;
import se.partnersec.gallra.erasure.run.LeaseCheck;
import se.partnersec.gallra.erasure.run.RunContext;
import se.partnersec.gallra.erasure.run.RunIdentity;
import se.partnersec.gallra.erasure.run.RunResources;
import se.partnersec.gallra.erasure.run.RunScopeRepository;
import se.partnersec.gallra.policy.decision.RetentionPolicy;

/** Makes the step that lets whole partitions go, before what is left goes row by row. */
public final class PartitionStep {
    private PartitionStep() {}

    /**
     * Null where the table is not partitioned, where nothing falls due by a period, and for a run that goes by a plan, which
     * names its records one by one.
     */
    public static @Nullable Step of(
            RunResources resources,
            RunIdentity run,
            LeaseCheck lease,
            Assessor assessor,
            DisposeTasklet.Parts parts,
            LimitStep.Allowance allowance) {
        RunContext context = run.context();
        Category category = context.category();
        CategoryMapping source = resources.sources().table(category.category());
        RetentionPolicy policy = resources.policy();
        PartitionMapping partitions = source.partitions();
        CategoryMapping taken = source.staged();
        if (partitions == null
                || taken == null
                || context.plan() != null
                || !policy.rule(category.category()).hasPeriod()) {
            return null;
        }
        StartCondition.Sql due = new StartCondition(category, source.record(), true)
                .before(policy.startedBefore(category.category(), context.asOf()));
        StagingRecovery staged =
                new StagingRecovery(resources, source, partitions, lease, context.token(), parts.progress());
        StagedAssessment decision = new StagedAssessment(
                staged,
                new RowReader(resources.jdbc(), taken.record(), resources.kinds(), true),
                assessor,
                parts,
                resources.jdbc(),
                resources.manager(),
                lease,
                run.control(),
                run);
        PartitionCandidates list = new PartitionCandidates(
                resources.jdbc(),
                source.record(),
                partitions,
                category.category().id(),
                due);
        PartitionEraser whole = new PartitionEraser(
                staged,
                decision,
                list,
                parts,
                new RunScopeRepository(resources.jdbc()),
                resources.manager(),
                lease,
                allowance,
                run);
        // Nothing here lasts from one statement to the next but what is committed: a partition may take long, and a
        // connection that stands still meanwhile is ended by the server.
        DefaultTransactionAttribute none =
                new DefaultTransactionAttribute(TransactionDefinition.PROPAGATION_NOT_SUPPORTED);
        TaskletStep step = new StepBuilder("partitions", resources.repository())
                .tasklet(whole, resources.manager()).transactionAttribute(none).stream(whole)
                        .build();
        step.setInterruptionPolicy(run.control().betweenChunks());
        return step;
    }
}
