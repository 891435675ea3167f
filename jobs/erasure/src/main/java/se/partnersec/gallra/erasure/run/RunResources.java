package se.partnersec.gallra.erasure.run;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import se.partnersec.gallra.approvals.adoption.RulesInForce;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.objectstore.bucket.ObjectBucket;
import se.partnersec.gallra.objectstore.client.DeletePrecondition;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.limit.LimitPolicy;
import se.partnersec.gallra.support.crypto.Pseudonymizer;

/**
 * Resources of a run that other runs of the process share.
 *
 * @param doubt how long after it was last heard of a request to the object store may still be carried out
 */
public record RunResources(
        JdbcTemplate jdbc,
        PlatformTransactionManager manager,
        JobRepository repository,
        RetentionPolicy policy,
        LimitPolicy limits,
        RulesInForce rules,
        SourceMapping sources,
        KeyTypes kinds,
        Pseudonymizer tags,
        @Nullable ObjectBucket bucket,
        DeletePrecondition deleteGuard,
        Duration doubt,
        CrashPoint.Witness witness) {

    /** The same with what preflight learned of tables and bucket. */
    public RunResources checked(KeyTypes known, DeletePrecondition guard, Duration doubtful) {
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
                doubtful,
                witness);
    }
}
