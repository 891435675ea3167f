package se.partnersec.gallra.run;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.policy.BrakePolicy;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.store.DatabaseClock;
import se.partnersec.gallra.store.Replica;

/**
 * Makes a run wait while the database has too much to do or its replicas cannot follow; a lag that nobody knows counts as too
 * much. Asked between chunks, outside of any transaction, it looks at most once a second.
 */
final class Throttle implements RunBrake.Outside {
    private static final long LOOK = TimeUnit.SECONDS.toNanos(1);

    private final JdbcTemplate jdbc;
    private final DataCategory category;
    private final Conditions conditions;
    private final BrakePolicy policy;
    private final LongSupplier nanos;
    private boolean looked;
    private long lookedAt;
    private long waitingSince;
    private @Nullable String answer;

    /**
     * @param jdbc the run's own
     * @param nanos a clock that only runs forward
     */
    Throttle(JdbcTemplate jdbc, DataCategory category, Conditions conditions, LongSupplier nanos) {
        this.jdbc = jdbc;
        this.category = category;
        this.conditions = conditions;
        this.policy = conditions.policy();
        this.nanos = nanos;
    }

    @Override
    public @Nullable Ending shut() {
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

    private @Nullable String look() {
        if (policy.maxThreads() > 0) {
            Integer running = jdbc.query(
                    "SHOW GLOBAL STATUS LIKE 'Threads_running'", row -> row.next() ? (Integer) row.getInt(2) : null);
            if (running == null || running > policy.maxThreads()) {
                return "waits: " + (running == null ? "an unknown number of" : running) + " threads at work, more than "
                        + policy.maxThreads();
            }
        }
        for (Replica replica : conditions.replicas()) {
            String behind = behind(replica);
            if (behind != null) {
                return behind;
            }
        }
        return null;
    }

    private @Nullable String behind(Replica replica) {
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
