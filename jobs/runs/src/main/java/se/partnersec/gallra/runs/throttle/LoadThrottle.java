package se.partnersec.gallra.runs.throttle;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.database.jdbc.ReplicaLag;
import se.partnersec.gallra.policy.limit.ThrottlePolicy;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.control.StopReason;

/**
 * Makes a run wait while the database has too much to do or its replicas cannot follow; a lag that nobody knows counts as too
 * much. Says, too, whether sessions wait for locks. Asked between chunks, outside of any transaction, it looks at most once a
 * second.
 */
public final class LoadThrottle implements RunThrottle.Outside {
    private static final long LOOK = TimeUnit.SECONDS.toNanos(1);
    private static final String THREADS = "Threads_running";
    private static final String LOCK_WAITS = "Innodb_row_lock_time";

    private final JdbcTemplate jdbc;
    private final DataCategory category;
    private final ThrottleConditions conditions;
    private final ThrottlePolicy policy;
    private final LongSupplier nanos;
    private final LockWaitSampler locks = new LockWaitSampler();
    private boolean looked;
    private long lookedAt;
    private long waitingSince;
    private @Nullable String answer;

    /**
     * @param jdbc the run's own
     * @param nanos a clock that only runs forward
     */
    public LoadThrottle(JdbcTemplate jdbc, DataCategory category, ThrottleConditions conditions, LongSupplier nanos) {
        this.jdbc = jdbc;
        this.category = category;
        this.conditions = conditions;
        this.policy = conditions.policy();
        this.nanos = nanos;
    }

    @Override
    public @Nullable StopReason shut() {
        return conditions.shut(category);
    }

    @Override
    public @Nullable String waits() {
        long now = nanos.getAsLong();
        if (!looked || now - lookedAt >= LOOK) {
            String before = answer;
            answer = look();
            looked = true;
            lookedAt = nanos.getAsLong();
            waitingSince = before == null ? now : waitingSince;
        }
        return answer;
    }

    @Override
    public boolean tired() {
        return answer != null
                && nanos.getAsLong() - waitingSince >= policy.patience().toNanos();
    }

    @Override
    public boolean crowded() {
        return locks.crowded();
    }

    private @Nullable String look() {
        Map<String, Long> status = status();
        locks.at(status.get(LOCK_WAITS), nanos.getAsLong());
        if (policy.maxThreads() > 0) {
            Long running = status.get(THREADS);
            if (running == null || running > policy.maxThreads()) {
                return "waits: " + (running == null ? "an unknown number of" : running) + " threads at work, more than "
                        + policy.maxThreads();
            }
        }
        for (ReplicaLag replica : conditions.replicas()) {
            String behind = behind(replica);
            if (behind != null) {
                return behind;
            }
        }
        return null;
    }

    private Map<String, Long> status() {
        Map<String, Long> status = new HashMap<>();
        jdbc.query("SHOW GLOBAL STATUS WHERE Variable_name IN ('" + THREADS + "', '" + LOCK_WAITS + "')", row -> {
            status.put(row.getString(1), row.getLong(2));
        });
        return status;
    }

    private @Nullable String behind(ReplicaLag replica) {
        Instant beat = replica.beat(category.id());
        if (beat == null) {
            return "waits: how far replica " + replica.name() + " is behind is not known";
        }
        Duration lag = Duration.between(beat, new DatabaseClock(jdbc).now());
        return lag.compareTo(policy.maxLag()) <= 0
                ? null
                : "waits: replica " + replica.name() + " is more than "
                        + policy.maxLag().toSeconds() + " s behind";
    }
}
