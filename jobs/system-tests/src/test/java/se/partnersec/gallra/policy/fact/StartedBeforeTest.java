package se.partnersec.gallra.policy.fact;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.decision.ShippedPolicy;
import se.partnersec.gallra.policy.decision.Verdict;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.PolicyChoices;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.testing.CategoryIds;

/** The bound that SQL selects by, against the decision itself, for every start day of ten years. */
class StartedBeforeTest {

    private static final LocalDate FIRST = LocalDate.of(2018, 1, 1);
    private static final int DAYS = 3660;
    private static final List<DataCategory> TIMED = List.of(
            CategoryIds.CALL_RECORDINGS,
            CategoryIds.CHAT_LOGS,
            CategoryIds.IP_LOGS,
            CategoryIds.TRAFFIC_DATA,
            CategoryIds.USER_DATA,
            CategoryIds.CREDENTIALS,
            CategoryIds.FRAUD_ADDRESSES,
            CategoryIds.NEWSLETTER,
            CategoryIds.MARKETING_TRAFFIC,
            CategoryIds.INVOICES);

    @Test
    void selects_exactly_the_start_days_that_the_decision_lets_go() {
        for (DataCategory category : TIMED) {
            for (int i = 0; i < DAYS; i++) {
                LocalDate asOf = FIRST.plusDays(i);
                LocalDate bound = ShippedPolicy.POLICY.startedBefore(category, asOf);
                assertThat(isDue(category, bound, asOf))
                        .as("%s: first kept on %s", category, asOf)
                        .isFalse();
                assertThat(isDue(category, lastDue(category, bound), asOf))
                        .as("%s: last due on %s", category, asOf)
                        .isTrue();
            }
        }
    }

    @Test
    void a_later_start_is_never_due_earlier() {
        for (DataCategory category : TIMED) {
            LocalDate before = LocalDate.MIN;
            for (int i = 0; i < DAYS; i++) {
                LocalDate due = ShippedPolicy.POLICY
                        .rule(category)
                        .timing()
                        .dates(FIRST.plusDays(i), 3)
                        .due();
                assertThat(due).isAfterOrEqualTo(before);
                before = due;
            }
        }
    }

    @Test
    void subtracting_months_from_today_would_miss_start_days() {
        LocalDate asOf = LocalDate.of(2026, 2, 28);
        assertThat(ShippedPolicy.POLICY.startedBefore(CategoryIds.TRAFFIC_DATA, asOf))
                .isEqualTo("2025-09-01");
        assertThat(asOf.minusMonths(6)).isEqualTo("2025-08-28");
    }

    @Test
    void of_calls_the_queue_with_the_smallest_target_decides() {
        LocalDate asOf = LocalDate.of(2026, 11, 5);
        assertThat(ShippedPolicy.POLICY.startedBefore(CategoryIds.CALL_RECORDINGS, asOf))
                .isEqualTo("2026-11-02");
        RetentionPolicy patient = new RetentionPolicy(
                "x",
                CategoryIds.ALL.stream().map(ShippedPolicy.POLICY::rule).toList(),
                Map.of("support", 14),
                20,
                PolicyChoices.DEFAULT);
        assertThat(patient.startedBefore(CategoryIds.CALL_RECORDINGS, asOf)).isEqualTo("2026-10-22");
    }

    @Test
    void nothing_is_due_of_data_without_a_period() {
        assertThat(ShippedPolicy.POLICY.startedBefore(CategoryIds.LEADS, LocalDate.of(2026, 1, 1)))
                .isEqualTo(LocalDate.EPOCH);
    }

    /** Fiscal years end their calendar year: the last start day before a bound is the year's end before it. */
    private static LocalDate lastDue(DataCategory category, LocalDate bound) {
        return category.equals(CategoryIds.INVOICES) ? bound.withDayOfYear(1).minusDays(1) : bound.minusDays(1);
    }

    private static boolean isDue(DataCategory category, LocalDate start, LocalDate asOf) {
        Instant now = SwedishCalendar.startOfDay(asOf).plusSeconds(4 * 3600);
        Verdict verdict = ShippedPolicy.POLICY.decide(facts(category, start), List.of(), now);
        return verdict.decision() == Verdict.Decision.ERASE;
    }

    private static Facts facts(DataCategory category, LocalDate start) {
        Facts.Circumstances none = Facts.Circumstances.NONE;
        @Nullable Instant at = SwedishCalendar.startOfDay(start);
        switch (category.id()) {
            case "call-recordings":
                return new Facts.Call(none, CategoryIds.CALL_RECORDINGS, at, 3, null);
            case "chat-logs":
                return new Facts.Chat(none, CategoryIds.CHAT_LOGS, at, null);
            case "ip-logs":
                return new Facts.AccessLog(none, CategoryIds.IP_LOGS, at, at);
            case "ip-log-files":
                return new Facts.AccessLog(none, category, at, at);
            case "traffic-data", "email-traffic":
                Facts.Claim paid = new Facts.Claim(ClaimStatus.PAID, null, start, null, false, false);
                return new Facts.Traffic(none, category, List.of(paid), null, List.of());
            case "user-data":
                return new Facts.User(
                        none, CategoryIds.USER_DATA, List.of(new Facts.Contract(null, start, null)), false, null);
            case "credentials":
                return new Facts.Credentials(
                        none, CategoryIds.CREDENTIALS, List.of(new Facts.Contract(null, start, null)));
            case "fraud-addresses":
                return new Facts.Fraud(none, CategoryIds.FRAUD_ADDRESSES, Facts.Block.LIFTED, null, null, at);
            case "newsletter", "marketing-traffic":
                return new Facts.Consent(none, category, List.of(new Facts.Given(null, at)));
            default:
                Bookkeeping books = new Bookkeeping(Bookkeeping.Extent.FULL, List.of(start), List.of(), List.of());
                return new Facts.Invoice(Facts.Circumstances.of(false, books), CategoryIds.INVOICES, List.of());
        }
    }
}
