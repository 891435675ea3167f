package se.partnersec.gallra.config.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.partnersec.gallra.config.yaml.ConfigException;
import se.partnersec.gallra.policy.limit.ApprovalOccasion;
import se.partnersec.gallra.policy.limit.LimitPolicy;
import se.partnersec.gallra.policy.limit.RunLimits;
import se.partnersec.gallra.policy.rule.DataCategory;

/** Binds the shipped limits and asserts each value of them; what a file does not say is safe. */
class LimitsReaderTest {
    static final List<DataCategory> KNOWN = Stream.of(
                    "call-recordings",
                    "chat-logs",
                    "ip-logs",
                    "traffic-data",
                    "email-traffic",
                    "user-data",
                    "credentials",
                    "newsletter",
                    "marketing-traffic",
                    "invoices")
            .map(DataCategory::new)
            .toList();
    private static final RunLimits SAFE =
            new RunLimits(1_000_000, 5, 50, 3, 1000, Set.of(ApprovalOccasion.FIRST_RUN, ApprovalOccasion.NEW_YEAR));
    private static final LimitPolicy SHIPPED =
            LimitsReader.read(Path.of("..", "..", "job-config", "limits.yml"), KNOWN);

    private static LimitPolicy parse(String text) {
        return LimitsReader.parse("limits.yml", text.getBytes(StandardCharsets.UTF_8), KNOWN);
    }

    private static RunLimits with(int share, int customer) {
        return new RunLimits(1_000_000, share, customer, 3, 1000, SAFE.approve());
    }

    @Test
    void ships_these_limits() {
        Map<DataCategory, RunLimits> own = Map.of(
                new DataCategory("call-recordings"), with(35, 50),
                new DataCategory("ip-logs"), with(5, 100),
                new DataCategory("traffic-data"), with(20, 50),
                new DataCategory("email-traffic"), with(20, 50),
                new DataCategory("user-data"), with(5, 100),
                new DataCategory("credentials"), with(5, 100),
                new DataCategory("marketing-traffic"), with(5, 100),
                new DataCategory("invoices"), with(5, 100));
        assertThat(KNOWN).allSatisfy(each -> assertThat(SHIPPED.of(each)).isEqualTo(own.getOrDefault(each, SAFE)));
        assertThat(SHIPPED.approvalDays()).isEqualTo(14);
        assertThat(SHIPPED.planHours()).isEqualTo(24);
        assertThat(SHIPPED.deadlineDays()).isEqualTo(3);
    }

    @Test
    void without_a_file_and_where_a_file_says_nothing_the_safe_values_hold() {
        assertThat(LimitsReader.read(Path.of("no", "such", "limits.yml"), KNOWN))
                .isEqualTo(LimitPolicy.byDefault(KNOWN));
        assertThat(parse("approval-days: 3\n").of(new DataCategory("ip-logs"))).isEqualTo(SAFE);
        assertThat(parse("approval-days: 3\n").approvalDays()).isEqualTo(3);
    }

    @Test
    void a_category_has_what_it_says_and_else_what_every_category_has() {
        LimitPolicy limits = parse("""
                every-category: {max-records: 10, approve: [new-year]}
                categories:
                  ip-logs: {max-times-median: 9, approve: none}
                """);
        assertThat(limits.of(new DataCategory("ip-logs"))).isEqualTo(new RunLimits(10, 5, 50, 9, 1000, Set.of()));
        assertThat(limits.of(new DataCategory("chat-logs")))
                .isEqualTo(new RunLimits(10, 5, 50, 3, 1000, Set.of(ApprovalOccasion.NEW_YEAR)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "max-recrods: 5             | 2 | unknown key 'max-recrods'",
                "max-records: 0             | 2 | 'max-records' in 'every-category' must lie between 1 and 999999999, was 0",
                "max-percent: 101           | 2 | must lie between 1 and 100, was 101",
                "max-percent: 5%            | 2 | must be a whole number such as 14, was '5%'",
                "max-percent-of-customer: 0 | 2 | must lie between 1 and 100",
                "max-times-median: 1001     | 2 | must lie between 1 and 1000",
                "few: -1                    | 2 | must lie between 0 and",
                "approve: [first-run, jul]  | 2 | 'jul' in 'approve' of 'every-category' is no occasion",
                "approve: never             | 2 | 'never' in 'approve' of 'every-category' is no occasion; write a list",
            })
    void refuses_what_it_does_not_know_with_file_line_and_cure(String line, int at, String says) {
        assertThatThrownBy(() -> parse("every-category:\n  " + line + "\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("limits.yml:" + at + ": ")
                .hasMessageContaining(says);
    }

    @Test
    void says_how_long_plans_hold_and_when_a_deadline_is_near() {
        LimitPolicy limits = parse("plan-hours: 744\ndeadline-days: 31\nevery-category: {approve: [plan]}\n");
        assertThat(limits.planHours()).isEqualTo(744);
        assertThat(limits.deadlineDays()).isEqualTo(31);
        assertThat(limits.of(new DataCategory("ip-logs")).approve()).containsExactly(ApprovalOccasion.PLAN);
        assertThatThrownBy(() -> parse("plan-hours: 745\ndeadline-days: 0\n"))
                .hasMessageContaining("'plan-hours' in the file must lie between 1 and 744, was 745")
                .hasMessageContaining("'deadline-days' in the file must lie between 1 and 31, was 0");
    }

    @Test
    void names_all_faults_at_once_and_no_category_it_does_not_know() {
        assertThatThrownBy(() -> parse("approval-days: 32\ncategories:\n  ip-log: {few: 1}\n"))
                .hasMessageContaining("limits.yml:1: 'approval-days' in the file must lie between 1 and 31, was 32")
                .hasMessageContaining("limits.yml:3: unknown key 'ip-log'");
    }
}
