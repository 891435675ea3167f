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

/** The bound that SQL selects by, against the decision itself, for every start day of ten years. */
class StartedBeforeTest {

    private static final LocalDate FIRST = LocalDate.of(2018, 1, 1);
    private static final int DAYS = 3660;
    private static final List<DataCategory> TIMED = List.of(
            DataCategory.CALL_RECORDINGS,
            DataCategory.CHAT_LOGS,
            DataCategory.IP_LOGS,
            DataCategory.TRAFFIC_DATA,
            DataCategory.USER_DATA,
            DataCategory.CREDENTIALS,
            DataCategory.FRAUD_ADDRESSES,
            DataCategory.NEWSLETTER,
            DataCategory.MARKETING_TRAFFIC,
            DataCategory.INVOICES);

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
        assertThat(ShippedPolicy.POLICY.startedBefore(DataCategory.TRAFFIC_DATA, asOf))
                .isEqualTo("2025-09-01");
        assertThat(asOf.minusMonths(6)).isEqualTo("2025-08-28");
    }

    @Test
    void of_calls_the_queue_with_the_smallest_target_decides() {
        LocalDate asOf = LocalDate.of(2026, 11, 5);
        assertThat(ShippedPolicy.POLICY.startedBefore(DataCategory.CALL_RECORDINGS, asOf))
                .isEqualTo("2026-11-02");
        RetentionPolicy patient = new RetentionPolicy(
                "x",
                List.of(DataCategory.values()).stream()
                        .map(ShippedPolicy.POLICY::rule)
                        .toList(),
                Map.of("support", 14),
                20,
                PolicyChoices.DEFAULT);
        assertThat(patient.startedBefore(DataCategory.CALL_RECORDINGS, asOf)).isEqualTo("2026-10-22");
    }

    @Test
    void nothing_is_due_of_data_without_a_period() {
        assertThat(ShippedPolicy.POLICY.startedBefore(DataCategory.LEADS, LocalDate.of(2026, 1, 1)))
                .isEqualTo(LocalDate.EPOCH);
    }

    /** Fiscal years end their calendar year: the last start day before a bound is the year's end before it. */
    private static LocalDate lastDue(DataCategory category, LocalDate bound) {
        return category == DataCategory.INVOICES ? bound.withDayOfYear(1).minusDays(1) : bound.minusDays(1);
    }

    private static boolean isDue(DataCategory category, LocalDate start, LocalDate asOf) {
        Instant now = SwedishCalendar.startOfDay(asOf).plusSeconds(4 * 3600);
        Verdict verdict = ShippedPolicy.POLICY.decide(facts(category, start), List.of(), now);
        return verdict.decision() == Verdict.Decision.ERASE;
    }

    private static Facts facts(DataCategory category, LocalDate start) {
        Facts.Circumstances none = Facts.Circumstances.NONE;
        @Nullable Instant at = SwedishCalendar.startOfDay(start);
        switch (category) {
            case CALL_RECORDINGS:
                return new Facts.Call(none, at, 3, null);
            case CHAT_LOGS:
                return new Facts.Chat(none, at, null);
            case IP_LOGS:
                return new Facts.AccessLog(none, at, at);
            case IP_LOG_FILES:
                return new Facts.AccessLog(none, category, at, at);
            case TRAFFIC_DATA, EMAIL_TRAFFIC:
                Facts.Claim paid = new Facts.Claim(ClaimStatus.PAID, null, start, null, false, false);
                return new Facts.Traffic(none, category, List.of(paid), null, List.of());
            case USER_DATA:
                return new Facts.User(none, List.of(new Facts.Contract(null, start, null)), false, null);
            case CREDENTIALS:
                return new Facts.Credentials(none, List.of(new Facts.Contract(null, start, null)));
            case FRAUD_ADDRESSES:
                return new Facts.Fraud(none, Facts.Block.LIFTED, null, null, at);
            case NEWSLETTER, MARKETING_TRAFFIC:
                return new Facts.Consent(none, category, List.of(new Facts.Given(null, at)));
            default:
                Bookkeeping books = new Bookkeeping(Bookkeeping.Extent.FULL, List.of(start), List.of(), List.of());
                return new Facts.Invoice(Facts.Circumstances.of(false, books), List.of());
        }
    }
}
