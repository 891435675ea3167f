package se.partnersec.gallra.planning.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.limit.LimitViolation;

/**
 * Which limits would stop a run.
 *
 * @param warning days before the last day of a record on which it is an alarm that no run would take it
 * @param approval number of the approval that lets it through all the same, such as A-12; null if there is none
 * @param open the run that takes these records by a limit it has frozen already; null if there is none
 * @param waiting numbers of requests for a run of the category that nobody has approved yet
 */
public record LimitPreviewResult(
        List<LimitViolation> trips,
        int warning,
        @Nullable String approval,
        @Nullable OpenRun open,
        List<String> waiting) {
    public static final LimitPreviewResult NONE = new LimitPreviewResult(List.of(), 0, null, null, List.of());

    /** Whether a run would end without erasing anything. */
    public boolean stop() {
        return !trips.isEmpty() && approval == null && open == null;
    }
}
