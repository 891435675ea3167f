package se.partnersec.gallra.engine;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import se.partnersec.gallra.approval.RulesInForce;
import se.partnersec.gallra.ledger.OutcomeCounts;
import se.partnersec.gallra.policy.LimitPolicy;
import se.partnersec.gallra.policy.RetentionPolicy;
import se.partnersec.gallra.store.DeleteGuard;
import se.partnersec.gallra.store.KeyKinds;
import se.partnersec.gallra.store.KeyTags;
import se.partnersec.gallra.store.ObjectBucket;
import se.partnersec.gallra.store.Sources;

/** Resources that outlive a run and that every run of the process uses. */
public record RunResources(
        JdbcTemplate jdbc,
        PlatformTransactionManager manager,
        JobRepository repository,
        RetentionPolicy policy,
        LimitPolicy limits,
        RulesInForce rules,
        Sources sources,
        KeyKinds kinds,
        KeyTags tags,
        @Nullable ObjectBucket bucket,
        DeleteGuard deleteGuard,
        CrashPoint.Witness witness,
        BiConsumer<Long, OutcomeCounts> progress,
        Brake brake) {

    /** The same with what preflight learned of tables and bucket. */
    public RunResources checked(KeyKinds known, DeleteGuard guard) {
        return new RunResources(
                jdbc,
                manager,
                repository,
                policy,
                limits,
                rules,
                sources,
                known,
                tags,
                bucket,
                guard,
                witness,
                progress,
                brake);
    }

    public RunResources with(BiConsumer<Long, OutcomeCounts> told, Brake asked) {
        return new RunResources(
                jdbc,
                manager,
                repository,
                policy,
                limits,
                rules,
                sources,
                kinds,
                tags,
                bucket,
                deleteGuard,
                witness,
                told,
                asked);
    }
}
