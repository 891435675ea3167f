package se.partnersec.gallra.policy.limit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import se.partnersec.gallra.policy.rule.DataCategory;

/**
 * When runs may be at work, and what makes them wait between their chunks.
 *
 * @param windows of the categories that have windows of their own; an empty list: at any time
 * @param byDefault of all others
 * @param replicas hosts whose lag counts, as {@code HOST:PORT}; none where no lag counts
 * @param maxLag a replica that is further behind makes runs wait, 10 s or more
 * @param maxThreads more threads at work in the primary make runs wait; 0 where they do not count
 * @param chunkTime how long a chunk may last before the next one is smaller; eight times as long where objects go too
 * @param patience who has waited so long for one of these stops
 */
public record ThrottlePolicy(
        Map<DataCategory, List<TimeWindow>> windows,
        List<TimeWindow> byDefault,
        List<String> replicas,
        Duration maxLag,
        int maxThreads,
        Duration chunkTime,
        Duration patience) {
    /** Where there is no file: at any time, and nothing makes runs wait. */
    public static final ThrottlePolicy NONE = new ThrottlePolicy(
            Map.of(), List.of(), List.of(), Duration.ofSeconds(30), 0, Duration.ofMillis(250), Duration.ofMinutes(10));

    public ThrottlePolicy {
        windows = Map.copyOf(windows);
        byDefault = List.copyOf(byDefault);
        replicas = List.copyOf(replicas);
    }

    /** When runs of a category may be at work; empty: at any time. */
    public List<TimeWindow> windows(DataCategory category) {
        return windows.getOrDefault(category, byDefault);
    }
}
