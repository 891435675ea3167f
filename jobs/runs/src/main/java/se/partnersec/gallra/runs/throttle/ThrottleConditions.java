package se.partnersec.gallra.runs.throttle;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.database.jdbc.ReplicaLag;
import se.partnersec.gallra.policy.limit.ThrottlePolicy;
import se.partnersec.gallra.policy.limit.TimeWindow;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.control.RunOrderDescription;
import se.partnersec.gallra.runs.control.StopReason;

/**
 * Throttling by brakes.yml, with what is needed to evaluate them.
 *
 * @param replicas those the policy names
 */
public record ThrottleConditions(ThrottlePolicy policy, Clock clock, List<ReplicaLag> replicas)
        implements AutoCloseable {
    public ThrottleConditions {
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
        String all = windows.stream().map(TimeWindow::toString).collect(Collectors.joining(" and "));
        Instant opens = windows.stream()
                .map(window -> window.opens(now))
                .min(Comparator.naturalOrder())
                .orElse(now);
        return StopReason.refusing(category + " may run at " + all + " only (brakes.yml), next from "
                + RunOrderDescription.minute(opens) + " on");
    }
}
