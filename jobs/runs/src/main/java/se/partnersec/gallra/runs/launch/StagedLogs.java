package se.partnersec.gallra.runs.launch;

import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.erasure.partition.StagingRecovery;
import se.partnersec.gallra.erasure.run.LeaseCheck;
import se.partnersec.gallra.erasure.run.RunResources;
import se.partnersec.gallra.erasure.scope.StagedChildren;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.lease.CategoryLease;
import se.partnersec.gallra.runs.lease.Heartbeat;

/**
 * Partitions that a run of a log left out of its table when it died. Until they are settled nobody can say what hangs on records
 * of other categories, so a run of those settles them first, under the lease of the log.
 */
final class StagedLogs {
    private final CategoryLease lease;
    private final RunResources resources;

    StagedLogs(CategoryLease lease, RunResources resources) {
        this.lease = lease;
        this.resources = resources;
    }

    /** Before the lease of the category itself is asked for. What a living run has taken out comes back by itself. */
    void settle(DataCategory category) {
        CategoryMapping source = resources.sources().table(category);
        JdbcTemplate jdbc = resources.jdbc();
        for (DataCategory log : new StagedChildren(jdbc, source, resources.sources()).staged()) {
            CategoryLease.Token token;
            try {
                token = lease.take(log, Set.of());
            } catch (CategoryLease.Taken e) {
                continue;
            }
            try (Heartbeat heartbeat = new Heartbeat(lease, log, token.value())) {
                LeaseCheck check = new LeaseCheck(jdbc, log.id(), token.taking(), heartbeat::publish);
                StagingRecovery.settle(resources, log, check, token.value());
            } finally {
                lease.release(log, token);
            }
        }
    }
}
