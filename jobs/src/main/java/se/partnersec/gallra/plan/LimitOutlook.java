package se.partnersec.gallra.plan;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.approval.ApprovalRegister;
import se.partnersec.gallra.engine.BlastRadius;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.policy.LimitPolicy;
import se.partnersec.gallra.policy.LimitTrip;
import se.partnersec.gallra.policy.RunLimits;
import se.partnersec.gallra.store.SourceTable;

/**
 * Tells what the limits would say of a run, by the figures of a plan.
 *
 * @param policy fingerprint the run would be under
 */
public record LimitOutlook(LimitPolicy limits, String policy) {

    LimitsAhead of(JdbcTemplate jdbc, SourceTable source, LocalDate asOf, long going, Map<String, Long> byCustomer) {
        DataCategory category = source.category();
        RunLimits mine = limits.of(category);
        List<LimitTrip> trips =
                mine.trips(new BlastRadius(jdbc, source, mine).of(asOf, going, byCustomer, false), null);
        if (trips.isEmpty()) {
            return LimitsAhead.NONE;
        }
        OpenRun open = OpenRun.find(jdbc, category, policy);
        if (open != null && covers(open, asOf, going, trips)) {
            return new LimitsAhead(trips, limits.deadlineDays(), null, open);
        }
        if (trips.stream().anyMatch(trip -> trip.kind() == LimitTrip.Kind.PLAN)) {
            return new LimitsAhead(trips, limits.deadlineDays(), null, null); // only a plan will do
        }
        boolean raise = trips.stream().anyMatch(trip -> !trip.kind().occasion());
        return new LimitsAhead(
                trips,
                limits.deadlineDays(),
                new ApprovalRegister(jdbc)
                        .forRun(0, category, policy, asOf, going, raise).stream()
                                .findFirst()
                                .map(each -> each.id())
                                .orElse(null),
                null);
    }

    /**
     * Whether nothing waits for an approval: the run may take all of it, or what fell due since it began waits for a run after it,
     * which then is not the first.
     */
    private static boolean covers(OpenRun open, LocalDate asOf, long going, List<LimitTrip> trips) {
        return going <= open.left()
                || (open.asOf().isBefore(asOf)
                        && trips.stream().allMatch(trip -> trip.kind().occasion()));
    }
}
