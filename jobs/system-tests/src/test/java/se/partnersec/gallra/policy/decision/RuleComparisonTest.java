package se.partnersec.gallra.policy.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.Period;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.Policies;
import se.partnersec.gallra.policy.rule.PolicyChoices;
import se.partnersec.gallra.policy.rule.RetentionRule;
import se.partnersec.gallra.testing.CategoryIds;

/** What makes a rule shorter than the one before, and what just does not. */
class RuleComparisonTest {
    private static RuleComparison shipped(DataCategory category) {
        return RuleComparison.of(ShippedPolicy.POLICY, category);
    }

    private static RuleComparison with(DataCategory category, RetentionRule.Timing timing, int spread) {
        RetentionRule rule = ShippedPolicy.POLICY.rule(category);
        return RuleComparison.of(
                Policies.with(new RetentionRule(
                        CategoryIds.KNOWN.bounds(category),
                        timing,
                        rule.disposition(),
                        rule.grounds(),
                        rule.reviewBy(),
                        spread)),
                category);
    }

    private static RetentionRule.Timing max(int days, int lead) {
        RetentionRule.Timing timing =
                ShippedPolicy.POLICY.rule(CategoryIds.IP_LOGS).timing();
        return new RetentionRule.Timing(
                timing.kind(), Period.ofDays(days), lead, timing.tolerance(), timing.floor(), timing.ceiling());
    }

    private static boolean ipLogsShorter(int days, int lead) {
        return with(CategoryIds.IP_LOGS, max(days, lead), 0).shorterThan(shipped(CategoryIds.IP_LOGS));
    }

    @Test
    void a_day_less_is_shorter_and_the_same_day_or_one_more_is_not() {
        assertThat(ipLogsShorter(179, 7)).isTrue();
        assertThat(ipLogsShorter(180, 8)).isTrue();
        assertThat(ipLogsShorter(180, 7)).isFalse();
        assertThat(ipLogsShorter(180, 6)).isFalse();
        assertThat(ipLogsShorter(179, 6)).as("due on the same day").isFalse();
    }

    /** Twenty-four months less fourteen days and 716 days: sometimes the one is shorter, sometimes the other. */
    @Test
    void shorter_from_any_start_day_is_shorter() {
        RetentionRule.Timing months =
                ShippedPolicy.POLICY.rule(CategoryIds.USER_DATA).timing();
        RuleComparison days = with(
                CategoryIds.USER_DATA,
                new RetentionRule.Timing(months.kind(), Period.ofDays(730), 14, 0, months.floor(), months.ceiling()),
                0);
        LocalDate leap = LocalDate.of(2023, 3, 1);
        assertThat(days.timing().dates(leap, 0).due())
                .isBefore(months.dates(leap, 0).due());
        assertThat(days.shorterThan(shipped(CategoryIds.USER_DATA))).isTrue();
    }

    @Test
    void a_queue_that_is_kept_for_less_is_shorter() {
        Map<String, Integer> targets = new TreeMap<>(ShippedPolicy.POLICY.queueTargets());
        RuleComparison now = shipped(CategoryIds.CALL_RECORDINGS);
        targets.put("prov", 14);
        RuleComparison named = RuleComparison.of(queues(targets), CategoryIds.CALL_RECORDINGS);
        assertThat(ShippedPolicy.POLICY.unmappedTarget()).isGreaterThan(14);
        assertThat(named.shorterThan(now))
                .as("without a target it had that of any other")
                .isTrue();
        assertThat(now.shorterThan(named)).isFalse();
        targets.put("prov", 13);
        RuleComparison less = RuleComparison.of(queues(targets), CategoryIds.CALL_RECORDINGS);
        assertThat(less.shorterThan(named)).isTrue();
        assertThat(named.shorterThan(less)).isFalse();
    }

    private static RetentionPolicy queues(Map<String, Integer> targets) {
        RetentionPolicy shipped = ShippedPolicy.POLICY;
        return new RetentionPolicy(
                "x",
                CategoryIds.ALL.stream().map(shipped::rule).toList(),
                targets,
                shipped.unmappedTarget(),
                shipped.choices());
    }

    @Test
    void claims_that_keep_less_are_shorter_where_claims_count() {
        PolicyChoices was = ShippedPolicy.POLICY.choices();
        PolicyChoices less = new PolicyChoices(
                PolicyChoices.OpenClaimKeeps.NONE,
                was.timeBar(),
                was.disputeRestartsClock(),
                was.graceAfterHold(),
                was.graceAfterBookkeeping(),
                was.limitation(),
                was.consumerLimitation(),
                was.unbilledReview());
        RetentionPolicy now = Policies.with(less);
        assertThat(RuleComparison.of(now, CategoryIds.USER_DATA).shorterThan(shipped(CategoryIds.USER_DATA)))
                .isTrue();
        assertThat(shipped(CategoryIds.USER_DATA).shorterThan(RuleComparison.of(now, CategoryIds.USER_DATA)))
                .isFalse();
        assertThat(RuleComparison.of(now, CategoryIds.IP_LOGS).shorterThan(shipped(CategoryIds.IP_LOGS)))
                .isFalse();
    }

    @Test
    void fewer_nights_for_a_years_invoices_are_shorter() {
        RetentionRule rule = ShippedPolicy.POLICY.rule(CategoryIds.INVOICES);
        RuleComparison faster = with(CategoryIds.INVOICES, rule.timing(), rule.spread() - 1);
        assertThat(faster.shorterThan(shipped(CategoryIds.INVOICES))).isTrue();
        assertThat(shipped(CategoryIds.INVOICES).shorterThan(faster)).isFalse();
    }

    @Test
    void a_period_where_there_was_none_is_shorter() {
        RuleComparison none = shipped(CategoryIds.LEADS);
        assertThat(none.timed()).isFalse();
        RuleComparison some = new RuleComparison(
                none.start(), max(90, 7), true, none.disposition(), 0, new TreeMap<>(), 0, none.choices());
        assertThat(some.shorterThan(none)).isTrue();
        assertThat(none.shorterThan(some)).isFalse();
    }
}
