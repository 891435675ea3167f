package se.partnersec.gallra.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.LimitTrip;

/**
 * Which limits would stop a run.
 *
 * @param approval number of the approval that lets it through all the same, such as A-12; null if there is none
 */
public record LimitsAhead(List<LimitTrip> trips, @Nullable String approval) {
    public static final LimitsAhead NONE = new LimitsAhead(List.of(), null);

    /** Whether a run would end without erasing anything. */
    public boolean stop() {
        return !trips.isEmpty() && approval == null;
    }
}
