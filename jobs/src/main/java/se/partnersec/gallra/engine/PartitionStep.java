package se.partnersec.gallra.engine;

import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.interceptor.DefaultTransactionAttribute;
import se.partnersec.gallra.policy.RetentionPolicy;
import se.partnersec.gallra.store.PartitionMapping;
import se.partnersec.gallra.store.SourceTable;

/** Makes the step that lets whole partitions go, before what is left goes row by row. */
final class PartitionStep {
    private PartitionStep() {}

    /**
     * Null where the table is not partitioned, where nothing falls due by a period, and for a run that goes by a plan, which
     * names its records one by one.
     */
    static @Nullable Step of(
            RunResources resources, Run run, Lease lease, Assessor assessor, EngineParts parts, Allowance allowance) {
        RunContext context = run.context();
        Category category = context.category();
        SourceTable source = resources.sources().table(category.category());
        RetentionPolicy policy = resources.policy();
        PartitionMapping partitions = source.partitions();
        SourceTable taken = source.staged();
        if (partitions == null
                || taken == null
                || context.plan() != null
                || !policy.rule(category.category()).hasPeriod()) {
            return null;
        }
        StartCondition.Sql due = new StartCondition(category, source.record(), true)
                .before(policy.startedBefore(category.category(), context.asOf()));
        StagedRows staged = new StagedRows(resources, source, partitions, lease, context.token(), parts.progress());
        StagedDecision decision = new StagedDecision(
                staged,
                new RowReader(resources.jdbc(), taken.record(), true),
                assessor,
                parts,
                resources.jdbc(),
                resources.manager(),
                lease,
                resources.brake(),
                run);
        PartitionList list = new PartitionList(
                resources.jdbc(),
                source.record(),
                partitions,
                category.category().id(),
                due);
        WholePartitions whole = new WholePartitions(
                staged,
                decision,
                list,
                parts,
                new RunScopes(resources.jdbc()),
                resources.manager(),
                lease,
                allowance,
                run);
        // Nothing here lasts from one statement to the next but what is committed: a partition may take long, and a
        // connection that stands still meanwhile is ended by the server.
        DefaultTransactionAttribute none =
                new DefaultTransactionAttribute(TransactionDefinition.PROPAGATION_NOT_SUPPORTED);
        return new StepBuilder("partitions", resources.repository())
                        .<String, String>chunk(1)
                        .transactionManager(resources.manager())
                        .transactionAttribute(none)
                        .reader(whole)
                        .writer(whole)
                        .stream(whole)
                        .interruptionPolicy(new BetweenChunks(resources.brake()))
                        .build();
    }
}
