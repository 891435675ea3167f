package se.partnersec.gallra.runs.throttle;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.database.jdbc.ReplicaLag;
import se.partnersec.gallra.policy.limit.ThrottlePolicy;
import se.partnersec.gallra.policy.limit.TimeWindow;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.runs.control.StopReason;
import se.partnersec.gallra.support.text.Sentences;

/**
 * Makes a run wait while the database has too much to do or its replicas cannot follow; a lag that nobody knows counts as too
 * much. Says, too, whether sessions wait for locks. Asked between chunks, outside of any transaction, it looks at most once a
 * second.
 */
public final class LoadThrottle implements RunThrottle.Outside {
    private static final Sentences SENTENCES = Sentences.of("runs");
    private static final long LOOK = TimeUnit.SECONDS.toNanos(1);
    private static final String THREADS = "Threads_running";
    private static final String LOCK_WAITS = "Innodb_row_lock_time";

    private final JdbcTemplate jdbc;
    private final DataCategory category;
    private final Conditions conditions;
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
    public LoadThrottle(JdbcTemplate jdbc, DataCategory category, Conditions conditions, LongSupplier nanos) {
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
                return SENTENCES.say(
                        "throttle.waits-threads-work-more-than",
                        (running == null ? SENTENCES.say("throttle.unknown-number") : running),
                        policy.maxThreads());
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
            return SENTENCES.say("throttle.waits-how-far-replica-behind-not", replica.name());
        }
        Duration lag = Duration.between(beat, new DatabaseClock(jdbc).now());
        return lag.compareTo(policy.maxLag()) <= 0
                ? null
                : SENTENCES.say(
                        "throttle.waits-replica-more-than-behind",
                        replica.name(),
                        policy.maxLag().toSeconds());
    }

    /** Whether sessions stand waiting for row locks: on average more than one of them, between two looks at the server's own sum. */
    static final class LockWaitSampler {
        private @Nullable Long before;
        private long lookedAt;
        private boolean crowded;

        /**
         * @param millis all sessions' waits together since the server was started; null if it does not say
         * @param now by a clock that only runs forward, in nanoseconds
         */
        void at(@Nullable Long millis, long now) {
            crowded =
                    before != null && millis != null && millis - before > TimeUnit.NANOSECONDS.toMillis(now - lookedAt);
            before = millis;
            lookedAt = now;
        }

        boolean crowded() {
            return crowded;
        }
    }

    /**
     * What the file of throttling says of runs, with what is needed to know whether it is so.
     *
     * @param replicas those the policy names
     */
    public record Conditions(ThrottlePolicy policy, Clock clock, List<ReplicaLag> replicas) implements AutoCloseable {
        public Conditions {
            replicas = List.copyOf(replicas);
        }

        @Override
        public void close() {
            replicas.forEach(ReplicaLag::close);
        }

        /** Why a run of a category may not be at work now; null if it may. */
        @Nullable
        public StopReason shut(DataCategory category) {
            List<TimeWindow> windows = policy.windows(category);
            Instant now = clock.instant();
            if (windows.isEmpty() || windows.stream().anyMatch(window -> window.contains(now))) {
                return null;
            }
            String all = windows.stream()
                    .map(TimeWindow::toString)
                    .collect(Collectors.joining(SENTENCES.say("throttle.and")));
            Instant opens = windows.stream()
                    .map(window -> window.opens(now))
                    .min(Comparator.naturalOrder())
                    .orElse(now);
            return StopReason.refusing(SENTENCES.say(
                    "throttle.may-run-only-throttle-yml-next", category, all, SwedishCalendar.minute(opens)));
        }
    }
}
