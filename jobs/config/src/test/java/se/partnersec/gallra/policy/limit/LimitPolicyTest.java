package se.partnersec.gallra.policy.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.config.rules.LimitsReader;
import se.partnersec.gallra.policy.rule.DataCategory;

class LimitPolicyTest {
    private static final RunLimits USUAL = RunLimits.DEFAULT;

    private static LimitPolicy of(RunLimits limits) {
        return new LimitPolicy(Map.of(new DataCategory("ip-logs"), limits), USUAL, 14, 24, 3);
    }

    private static RunLimits limits(
            long rows, int share, int customer, int ratio, long few, Set<ApprovalOccasion> approve) {
        return new RunLimits(rows, share, customer, ratio, few, approve);
    }

    @Test
    void any_value_that_lets_a_run_erase_more_is_looser_and_the_reverse_is_not() {
        Set<ApprovalOccasion> both = USUAL.approve();
        for (RunLimits looser : new RunLimits[] {
            limits(1_000_001, 5, 50, 3, 1000, both),
            limits(1_000_000, 6, 50, 3, 1000, both),
            limits(1_000_000, 5, 51, 3, 1000, both),
            limits(1_000_000, 5, 50, 4, 1000, both),
            limits(1_000_000, 5, 50, 3, 1001, both),
            limits(1_000_000, 5, 50, 3, 1000, EnumSet.of(ApprovalOccasion.FIRST_RUN)),
            limits(999, 1, 1, 1, 0, EnumSet.of(ApprovalOccasion.PLAN))
        }) {
            assertThat(of(looser).looserThan(of(USUAL))).as(looser.toString()).isTrue();
        }
        assertThat(of(USUAL).looserThan(of(limits(1_000_001, 6, 51, 4, 1001, Set.of()))))
                .isFalse();
        assertThat(of(limits(1, 1, 1, 1, 0, EnumSet.allOf(ApprovalOccasion.class)))
                        .looserThan(of(USUAL)))
                .isFalse();
        assertThat(of(USUAL).looserThan(of(USUAL))).isFalse();
    }

    @Test
    void what_holds_longer_is_looser_and_a_later_alarm_is_not() {
        assertThat(new LimitPolicy(Map.of(), USUAL, 15, 24, 3).looserThan(LimitPolicy.byDefault(Set.of())))
                .isTrue();
        assertThat(new LimitPolicy(Map.of(), USUAL, 14, 25, 3).looserThan(LimitPolicy.byDefault(Set.of())))
                .isTrue();
        assertThat(new LimitPolicy(Map.of(), USUAL, 14, 24, 1).looserThan(LimitPolicy.byDefault(Set.of())))
                .isFalse();
    }

    @Test
    void its_text_reads_back_as_the_same_limits() {
        LimitPolicy policy = of(limits(7, 6, 5, 4, 3, Set.of()));
        LimitPolicy back = LimitsReader.parse("A-1", policy.canonical(), List.of(new DataCategory("ip-logs")));
        assertThat(back.canonical()).isEqualTo(policy.canonical());
        assertThat(back.of(new DataCategory("ip-logs"))).isEqualTo(policy.of(new DataCategory("ip-logs")));
        assertThat(back.of(new DataCategory("invoices"))).isEqualTo(USUAL);
        assertThat(back.looserThan(policy) || policy.looserThan(back)).isFalse();
    }

    @Test
    void names_the_values_that_differ() {
        assertThat(of(limits(1_000_000, 9, 50, 3, 1000, Set.of())).differences(of(USUAL)))
                .containsExactly("ip-logs: max-percent 5 -> 9", "ip-logs: approve [first-run, new-year] -> none");
        assertThat(of(USUAL).differences(of(USUAL))).isEmpty();
        assertThat(of(limits(7, 5, 50, 3, 1000, USUAL.approve())).differences(null))
                .contains("plan-hours 24", "every-category: few 1000", "ip-logs: max-records 1000000 -> 7")
                .hasSize(10);
    }
}
