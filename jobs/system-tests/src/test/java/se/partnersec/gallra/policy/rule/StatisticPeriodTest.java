package se.partnersec.gallra.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.decision.ShippedPolicy;
import se.partnersec.gallra.testing.CategoryIds;

class StatisticPeriodTest {
    @ParameterizedTest
    @CsvSource({
        "DAY,   2026-03-29, 2026-03-29, 2026-03-30",
        "DAY,   2025-12-31, 2025-12-31, 2026-01-01",
        "MONTH, 2026-02-01, 2026-02-01, 2026-03-01",
        "MONTH, 2024-02-29, 2024-02-01, 2024-03-01",
        "MONTH, 2025-12-31, 2025-12-01, 2026-01-01"
    })
    void a_day_lies_in_the_period_that_began_and_before_the_next_one(
            StatisticPeriod length, LocalDate day, LocalDate start, LocalDate after) {
        assertThat(length.startOf(day)).isEqualTo(start);
        assertThat(length.after(day)).isEqualTo(after);
    }

    @Test
    void the_shipped_rules_leave_a_month_of_chats_whole_and_only_a_day_of_recordings() {
        RetentionPolicy shipped = ShippedPolicy.POLICY;
        assertThat(shipped.outlives(CategoryIds.CHAT_LOGS, StatisticPeriod.MONTH))
                .isTrue();
        assertThat(shipped.outlives(CategoryIds.IP_LOGS, StatisticPeriod.MONTH)).isTrue();
        assertThat(shipped.outlives(CategoryIds.CALL_RECORDINGS, StatisticPeriod.MONTH))
                .isFalse();
        assertThat(shipped.outlives(CategoryIds.CALL_RECORDINGS, StatisticPeriod.DAY))
                .isTrue();
        assertThat(shipped.outlives(CategoryIds.NEWSLETTER, StatisticPeriod.DAY))
                .isFalse();
        assertThat(shipped.outlives(CategoryIds.LEADS, StatisticPeriod.MONTH))
                .as("without a period nothing goes by rule")
                .isTrue();
    }

    /** Due on the first of the next month is after the month, due on its last day is in it. */
    @Test
    void a_month_needs_thirty_one_days_before_anything_is_due() {
        assertThat(ipLogs(32).outlives(CategoryIds.IP_LOGS, StatisticPeriod.MONTH))
                .isTrue();
        assertThat(ipLogs(31).outlives(CategoryIds.IP_LOGS, StatisticPeriod.MONTH))
                .isFalse();
        assertThat(ipLogs(2).outlives(CategoryIds.IP_LOGS, StatisticPeriod.DAY)).isTrue();
    }

    private static RetentionPolicy ipLogs(int days) {
        RetentionRule.Timing timing = new RetentionRule.Timing(
                RetentionRule.Timing.Kind.MAX,
                Period.ofDays(days),
                1,
                0,
                Period.ZERO,
                Period.ofDays(Math.max(days, 3)));
        return Policies.with(new RetentionRule(
                CategoryIds.KNOWN.bounds(CategoryIds.IP_LOGS),
                timing,
                RetentionRule.Disposition.ERASE,
                new RetentionRule.Grounds(List.of("6(1)(f)"), List.of(), "max"),
                null));
    }
}
