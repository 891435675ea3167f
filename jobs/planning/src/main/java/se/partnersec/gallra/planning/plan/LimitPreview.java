package se.partnersec.gallra.planning.plan;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.approvals.request.Approval;
import se.partnersec.gallra.approvals.request.ApprovalRepository;
import se.partnersec.gallra.approvals.request.RunTerms;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.erasure.run.RunLimitRepository;
import se.partnersec.gallra.policy.limit.LimitPolicy;
import se.partnersec.gallra.policy.limit.LimitViolation;
import se.partnersec.gallra.policy.limit.RunLimits;
import se.partnersec.gallra.policy.rule.DataCategory;

/**
 * Tells what the limits would say of a run, by the figures of a plan.
 *
 * @param policy fingerprint the run would be under
 */
public record LimitPreview(LimitPolicy limits, String policy) {

    LimitPreviewResult of(
            JdbcTemplate jdbc, CategoryMapping source, LocalDate asOf, long going, Map<String, Long> byCustomer) {
        DataCategory category = source.category();
        RunLimits mine = limits.of(category);
        List<LimitViolation> trips =
                mine.trips(new RunLimitRepository.Impact(jdbc, source, mine).of(asOf, going, byCustomer, false), null);
        if (trips.isEmpty()) {
            return LimitPreviewResult.NONE;
        }
        OpenRun open = OpenRun.find(jdbc, category, policy);
        if (open != null && covers(open, asOf, going, trips)) {
            return new LimitPreviewResult(trips, limits.deadlineDays(), null, open, List.of());
        }
        if (trips.stream().anyMatch(trip -> trip.kind() == LimitViolation.Kind.PLAN)) {
            return new LimitPreviewResult(trips, limits.deadlineDays(), null, null, List.of()); // only a plan will do
        }
        boolean raise = trips.stream().anyMatch(trip -> !trip.kind().occasion());
        ApprovalRepository approvals = new ApprovalRepository(jdbc);
        return new LimitPreviewResult(
                trips,
                limits.deadlineDays(),
                approvals.forRun(0, category, policy, asOf, going, raise).stream()
                        .filter(each -> each.means() != Approval.Means.PASSKEY || going <= mine.rows())
                        .findFirst()
                        .map(each -> each.id())
                        .orElse(null),
                null,
                approvals.waiting(category).stream()
                        .filter(each -> RunTerms.read(each.terms())
                                .filter(terms -> terms.cover(policy, asOf, going, raise))
                                .isPresent())
                        .map(Approval::id)
                        .toList());
    }

    /**
     * Whether nothing waits for an approval: the run may take all of it, or what fell due since it began waits for a run after it,
     * which then is not the first.
     */
    private static boolean covers(OpenRun open, LocalDate asOf, long going, List<LimitViolation> trips) {
        return going <= open.left()
                || (open.asOf().isBefore(asOf)
                        && trips.stream().allMatch(trip -> trip.kind().occasion()));
    }
}
