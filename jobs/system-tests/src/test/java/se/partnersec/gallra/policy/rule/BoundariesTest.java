package se.partnersec.gallra.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.decision.ShippedPolicy;
import se.partnersec.gallra.policy.decision.Verdict;
import se.partnersec.gallra.policy.fact.Facts;
import se.partnersec.gallra.policy.fact.Hold;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.policy.fact.OracleFacts;
import se.partnersec.gallra.testing.CategoryIds;

/** Each category on the last day it keeps a record, on the first it erases it, and on the days calendars go wrong. */
class BoundariesTest {

    @Test
    void keeps_a_call_on_the_third_full_day_and_erases_it_on_the_day_after() {
        String facts = "ended_at=2026-11-01T14:20:00+01:00|target=3";
        assertThat(decide("CALL", facts, "2026-11-04T23:59:59+01:00")).isEqualTo("RETAIN PERIOD 2026-11-04");
        assertThat(decide("CALL", facts, "2026-11-05T00:00:00+01:00")).isEqualTo("ERASE DUE");
    }

    @Test
    void a_call_of_the_longest_queue_goes_a_day_before_the_policy_ends() {
        String facts = "ended_at=2026-11-01T23:59:59+01:00|target=28";
        assertThat(decide("CALL", facts, "2026-11-27T23:59:59+01:00")).isEqualTo("RETAIN PERIOD 2026-11-27");
        assertThat(decide("CALL", facts, "2026-11-29T23:59:59+01:00")).isEqualTo("ERASE DUE");
        assertThat(decide("CALL", facts, "2026-11-30T00:00:00+01:00")).isEqualTo("ERASE DUE OVERDUE");
    }

    @Test
    void a_floor_outweighs_whatever_lead_a_limit_is_given() {
        RetentionRule.Timing hasty = new RetentionRule.Timing(
                RetentionRule.Timing.Kind.RANGE, Period.ofDays(28), 27, 0, Period.ofDays(3), Period.ofDays(28));
        LocalDate start = LocalDate.of(2026, 11, 1);
        assertThat(hasty.dates(start, 14).due()).isEqualTo("2026-11-05");
    }

    @Test
    void keeps_a_chat_on_its_sixtieth_day_but_one_and_erases_it_on_the_sixtieth() {
        String facts = "closed_at=2026-01-01T12:00:00+01:00|last_message_at=2026-01-02T00:10:00+01:00";
        assertThat(decide("CHAT", facts, "2026-03-02T23:59:59+01:00")).isEqualTo("RETAIN PERIOD 2026-03-02");
        assertThat(decide("CHAT", facts, "2026-03-03T00:00:00+01:00")).isEqualTo("ERASE DUE");
        assertThat(decide("CHAT", facts, "2026-03-05T23:59:59+01:00")).isEqualTo("ERASE DUE");
        assertThat(decide("CHAT", facts, "2026-03-06T00:00:00+01:00")).isEqualTo("ERASE DUE OVERDUE");
    }

    @Test
    void keeps_an_ip_row_until_a_week_before_its_180_days_and_never_after() {
        String facts = "ts=2025-01-01T10:00:00+01:00";
        assertThat(decide("CLOUD_IP", facts, "2025-06-22T23:59:59+02:00")).isEqualTo("RETAIN PERIOD 2025-06-22");
        assertThat(decide("CLOUD_IP", facts, "2025-06-23T00:00:00+02:00")).isEqualTo("ERASE DUE");
        assertThat(decide("CLOUD_IP", facts, "2025-06-30T23:59:59+02:00")).isEqualTo("ERASE DUE");
        assertThat(decide("CLOUD_IP", facts, "2025-07-01T00:00:00+02:00")).isEqualTo("ERASE DUE OVERDUE");
    }

    @Test
    void keeps_credentials_for_thirty_days_after_the_last_contract_whoever_still_owes() {
        String facts = "contracts=2020-01-01..2024-01-31|open_claim=true|billing_contact=true";
        assertThat(decide("CREDENTIALS", facts, "2024-01-31T23:59:59+01:00")).isEqualTo("RETAIN ACTIVE_CONTRACT");
        assertThat(decide("CREDENTIALS", facts, "2024-02-29T23:59:59+01:00")).isEqualTo("RETAIN PERIOD 2024-02-29");
        assertThat(decide("CREDENTIALS", facts, "2024-03-01T00:00:00+01:00")).isEqualTo("ERASE DUE");
        assertThat(decide("CREDENTIALS", facts, "2024-03-03T23:59:59+01:00")).isEqualTo("ERASE DUE");
        assertThat(decide("CREDENTIALS", facts, "2024-03-04T00:00:00+01:00")).isEqualTo("ERASE DUE OVERDUE");
        assertThat(decide("CREDENTIALS", facts.replace("31|", "31+2024-02-20..|"), "2024-03-04T00:00:00+01:00"))
                .isEqualTo("RETAIN ACTIVE_CONTRACT");
    }

    @Test
    void a_file_of_ip_rows_goes_with_its_oldest_entry() {
        String facts = "oldest_ts=2025-01-01T10:00:00+01:00|newest_ts=2025-05-01T10:00:00+02:00";
        assertThat(decide("CLOUD_IP", facts, "2025-06-23T00:00:00+02:00")).isEqualTo("ERASE DUE");
        assertThat(decide("CLOUD_IP", "newest_ts=2025-01-01T10:00:00Z", "2026-06-23T00:00:00Z"))
                .isEqualTo("BLOCKED_REVIEW MISSING_START_EVENT");
    }

    @Test
    void keeps_traffic_data_until_six_months_after_the_last_settlement() {
        String facts = "inv1.status=PAID|inv1.settled=2025-01-15|inv2.status=SET_OFF|inv2.settled=2025-02-01";
        assertThat(decide("TRAFFIC", facts, "2025-07-31T23:59:59+02:00")).isEqualTo("RETAIN PERIOD 2025-07-31");
        assertThat(decide("TRAFFIC", facts, "2025-08-01T00:00:00+02:00")).isEqualTo("ERASE DUE");
    }

    @Test
    void thirty_first_of_august_and_six_months_is_the_last_of_february() {
        String facts = "inv1.status=PAID|inv1.settled=2025-08-31";
        assertThat(decide("TRAFFIC", facts, "2026-02-27T23:59:59+01:00")).isEqualTo("RETAIN PERIOD 2026-02-27");
        assertThat(decide("TRAFFIC", facts, "2026-02-28T00:00:00+01:00")).isEqualTo("ERASE DUE");
        assertThat(decide("TRAFFIC", facts.replace("2025", "2027"), "2028-02-28T23:59:59+01:00"))
                .isEqualTo("RETAIN PERIOD 2028-02-28");
        assertThat(decide("TRAFFIC", facts.replace("2025", "2027"), "2028-02-29T00:00:00+01:00"))
                .isEqualTo("ERASE DUE");
    }

    @Test
    void keeps_an_open_claim_on_its_last_day_and_asks_finance_on_the_day_after() {
        String facts = "inv1.status=OPEN|inv1.issued=2015-03-31";
        assertThat(decide("TRAFFIC", facts, "2025-03-31T23:59:59+02:00")).isEqualTo("RETAIN OPEN_CLAIM 2025-03-31");
        assertThat(decide("TRAFFIC", facts, "2025-04-01T00:00:00+02:00")).isEqualTo("BLOCKED_REVIEW CLAIM_TIME_BARRED");
        assertThat(decide("TRAFFIC", facts + "|inv1.consumer=true", "2018-03-31T12:00:00Z"))
                .isEqualTo("RETAIN OPEN_CLAIM 2018-03-31");
        assertThat(decide("TRAFFIC", facts + "|inv1.in_court=true", "2035-01-01T12:00:00Z"))
                .isEqualTo("RETAIN OPEN_CLAIM");
    }

    @Test
    void keeps_unbilled_usage_for_twelve_months_and_then_asks() {
        assertThat(decide("TRAFFIC", "usage=2024-05-10", "2025-05-10T23:59:59+02:00"))
                .isEqualTo("RETAIN UNBILLED 2025-05-10");
        assertThat(decide("TRAFFIC", "usage=2024-05-10", "2025-05-11T00:00:00+02:00"))
                .isEqualTo("BLOCKED_REVIEW UNBILLED_TOO_OLD");
    }

    @Test
    void keeps_user_data_on_the_last_day_of_the_contract_and_starts_the_next() {
        String facts = "contracts=2020-03-01..2024-01-31";
        assertThat(decide("USER_DATA", facts, "2024-01-31T23:59:59+01:00")).isEqualTo("RETAIN ACTIVE_CONTRACT");
        assertThat(decide("USER_DATA", facts, "2024-02-01T00:00:00+01:00")).isEqualTo("RETAIN PERIOD 2026-01-16");
        assertThat(decide("USER_DATA", facts, "2026-01-16T23:59:59+01:00")).isEqualTo("RETAIN PERIOD 2026-01-16");
        assertThat(decide("USER_DATA", facts, "2026-01-17T00:00:00+01:00")).isEqualTo("ERASE DUE");
        assertThat(decide("USER_DATA", facts, "2026-01-31T23:59:59+01:00")).isEqualTo("ERASE DUE");
        assertThat(decide("USER_DATA", facts, "2026-02-01T00:00:00+01:00")).isEqualTo("ERASE DUE OVERDUE");
    }

    @Test
    void a_contract_ended_on_a_leap_day_is_gone_by_the_last_of_february() {
        String facts = "contracts=2020-03-01..2024-02-29";
        assertThat(decide("USER_DATA", facts, "2026-02-13T23:59:59+01:00")).isEqualTo("RETAIN PERIOD 2026-02-13");
        assertThat(decide("USER_DATA", facts, "2026-02-28T23:59:59+01:00")).isEqualTo("ERASE DUE");
        assertThat(decide("USER_DATA", facts, "2026-03-01T00:00:00+01:00")).isEqualTo("ERASE DUE OVERDUE");
    }

    @Test
    void keeps_a_blocked_address_while_reviewed_and_thirty_days_after() {
        String facts = "block=ACTIVE|review_by=2027-01-31";
        assertThat(decide("FRAUD_IP", facts, "2027-01-31T23:59:59+01:00")).isEqualTo("RETAIN ACTIVE_BLOCK 2027-01-31");
        assertThat(decide("FRAUD_IP", facts, "2027-02-01T00:00:00+01:00"))
                .isEqualTo("BLOCKED_REVIEW BLOCK_REVIEW_OVERDUE");
        String lifted = "block=LIFTED|lifted=2026-10-01T08:00:00+02:00";
        assertThat(decide("FRAUD_IP", lifted, "2026-10-30T23:59:59+01:00")).isEqualTo("RETAIN PERIOD 2026-10-30");
        assertThat(decide("FRAUD_IP", lifted, "2026-10-31T00:00:00+01:00")).isEqualTo("ERASE DUE");
        String runsOut = facts + "|blocked_until=2026-10-01";
        assertThat(decide("FRAUD_IP", runsOut, "2026-10-01T23:59:59+02:00"))
                .isEqualTo("RETAIN ACTIVE_BLOCK 2027-01-31");
        assertThat(decide("FRAUD_IP", runsOut, "2026-10-02T00:00:00+02:00")).isEqualTo("RETAIN PERIOD 2026-10-30");
    }

    @Test
    void erases_a_subscription_in_the_very_moment_consent_is_withdrawn() {
        String facts = "subscribed=2024-01-01|withdrawn=2026-11-20T17:55:00+01:00";
        assertThat(decide("NEWSLETTER", "subscribed=2024-01-01", "2026-11-20T17:54:59+01:00"))
                .isEqualTo("RETAIN ACTIVE_CONSENT");
        assertThat(decide("NEWSLETTER", facts, "2026-11-20T17:55:00+01:00")).isEqualTo("ERASE DUE");
        assertThat(decide("NEWSLETTER", facts, "2026-11-23T23:59:59+01:00")).isEqualTo("ERASE DUE");
        assertThat(decide("NEWSLETTER", facts, "2026-11-24T00:00:00+01:00")).isEqualTo("ERASE DUE OVERDUE");
    }

    @Test
    void keeps_an_invoice_to_the_last_second_of_the_seventh_year() {
        String facts = "fy_end=2025-06-30,2025-12-31";
        assertThat(decide("INVOICE", facts, "2032-12-31T23:59:59+01:00")).isEqualTo("RETAIN BOOKKEEPING 2032-12-31");
        assertThat(decide("INVOICE", facts, "2033-01-01T00:00:00+01:00")).isEqualTo("ERASE DUE");
        assertThat(decide("INVOICE", facts, "2033-01-30T23:59:59+01:00")).isEqualTo("ERASE DUE");
        assertThat(decide("INVOICE", facts, "2033-01-31T00:00:00+01:00")).isEqualTo("ERASE DUE OVERDUE");
    }

    @Test
    void counts_from_the_local_day_on_the_nights_the_clock_is_changed() {
        assertThat(decide("CHAT", "closed_at=2026-03-28T23:30:00Z", "2026-05-27T21:59:59Z"))
                .isEqualTo("RETAIN PERIOD 2026-05-27");
        assertThat(decide("CHAT", "closed_at=2026-03-28T23:30:00Z", "2026-05-27T22:00:00Z"))
                .isEqualTo("ERASE DUE");
        for (String halfPastTwo : List.of("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z")) {
            assertThat(decide("CHAT", "closed_at=" + halfPastTwo, "2026-12-23T22:59:59Z"))
                    .isEqualTo("RETAIN PERIOD 2026-12-23");
            assertThat(decide("CHAT", "closed_at=" + halfPastTwo, "2026-12-23T23:00:00Z"))
                    .isEqualTo("ERASE DUE");
        }
    }

    @Test
    void a_clock_five_minutes_ahead_is_skew_and_later_a_doubt() {
        assertThat(decide("CLOUD_IP", "ts=2026-01-01T00:05:00Z", "2026-01-01T00:00:00Z"))
                .startsWith("RETAIN PERIOD");
        assertThat(decide("CLOUD_IP", "ts=2026-01-01T00:05:01Z", "2026-01-01T00:00:00Z"))
                .isEqualTo("BLOCKED_REVIEW FUTURE_START");
    }

    @Test
    void a_default_date_is_a_doubt_and_no_event() {
        for (String fact : List.of("ts=1970-01-01T00:00:00Z", "ts=1900-01-01", "ts=1989-12-31")) {
            assertThat(decide("CLOUD_IP", fact, "2026-01-01T00:00:00Z")).isEqualTo("BLOCKED_REVIEW INCONSISTENT_START");
        }
        assertThat(decide("USER_DATA", "contracts=1900-01-01..1900-01-01", "2026-01-01T00:00:00Z"))
                .isEqualTo("BLOCKED_REVIEW INCONSISTENT_START");
        assertThat(decide("CLOUD_IP", "ts=9999-12-31T00:00:00Z", "2026-01-01T00:00:00Z"))
                .isEqualTo("BLOCKED_REVIEW FUTURE_START");
    }

    @Test
    void leads_and_visits_wait_for_a_review_date_and_then_for_the_review() {
        String facts = "collected=2026-01-01T00:00:00Z";
        assertThat(decide("LEAD", facts, "2026-11-01T00:00:00Z")).isEqualTo("BLOCKED_REVIEW REVIEW_OVERDUE");
        assertThat(decide("WEB_VISIT", facts, "2026-11-01T00:00:00Z")).isEqualTo("BLOCKED_REVIEW REVIEW_OVERDUE");
        RetentionRule shipped = ShippedPolicy.POLICY.rule(CategoryIds.LEADS);
        RetentionPolicy reviewed = Policies.with(new RetentionRule(
                CategoryIds.KNOWN.bounds(CategoryIds.LEADS),
                shipped.timing(),
                shipped.disposition(),
                shipped.grounds(),
                LocalDate.of(2027, 1, 31)));
        assertThat(decide(reviewed, "LEAD", facts, "2027-01-31T22:59:59Z"))
                .isEqualTo("RETAIN ACTIVE_REVIEW 2027-01-31");
        assertThat(decide(reviewed, "LEAD", facts, "2027-01-31T23:00:00Z")).isEqualTo("BLOCKED_REVIEW REVIEW_OVERDUE");
        RetentionRule.Timing year = new RetentionRule.Timing(
                RetentionRule.Timing.Kind.AFTER, Period.ofMonths(12), 0, 2, Period.ZERO, Period.ofMonths(24));
        RetentionPolicy timed = Policies.with(new RetentionRule(
                CategoryIds.KNOWN.bounds(CategoryIds.LEADS), year, shipped.disposition(), shipped.grounds(), null));
        assertThat(decide(timed, "LEAD", facts, "2026-12-31T22:59:59Z")).isEqualTo("RETAIN PERIOD 2026-12-31");
        assertThat(decide(timed, "LEAD", facts, "2026-12-31T23:00:00Z")).isEqualTo("ERASE DUE");
    }

    /** Who asks why it is kept would otherwise be told that its release changes nothing. */
    @Test
    void a_hold_that_outlasts_the_period_is_its_only_reason_from_the_day_the_period_is_over() {
        Facts ip = OracleFacts.facts(CategoryIds.ofCode("CLOUD_IP"), "ts=2025-01-01T10:00:00+01:00");
        Hold hold = new Hold(
                "H-1",
                HoldType.SECURITY_INCIDENT,
                OracleFacts.instant("2025-02-01T10:00:00+01:00"),
                LocalDate.of(2025, 9, 30),
                null,
                null);
        for (String over : List.of("2025-06-23T00:00:00+02:00", "2025-09-30T23:59:59+02:00")) {
            Verdict verdict = ShippedPolicy.POLICY.decide(ip, List.of(hold), OracleFacts.instant(over));
            assertThat(verdict.because())
                    .as(over)
                    .extracting(each -> each.kind() + " " + each.until())
                    .containsExactly("HOLD 2025-09-30");
            assertThat(verdict.retainUntil()).isEqualTo("2025-09-30");
            assertThat(verdict.due()).isEqualTo("2025-10-01");
        }
        Verdict running =
                ShippedPolicy.POLICY.decide(ip, List.of(hold), OracleFacts.instant("2025-06-22T23:59:59+02:00"));
        assertThat(running.because())
                .extracting(each -> each.kind() + " " + each.until())
                .containsExactly("HOLD 2025-09-30", "PERIOD 2025-06-22");
        assertThat(ShippedPolicy.POLICY
                        .decide(ip, List.of(hold), OracleFacts.instant("2025-10-01T00:00:00+02:00"))
                        .decision())
                .isEqualTo(Verdict.Decision.ERASE);
    }

    /** Its period is the Act's own: no second reason names another last day. */
    @Test
    void an_invoice_has_one_reason_to_stay_until_the_last_day_of_the_act() {
        Facts invoice =
                OracleFacts.facts(CategoryIds.ofCode("INVOICE"), "booked=2018-03-01|fys=2018-01-01..2018-12-31");
        Verdict last =
                ShippedPolicy.POLICY.decide(invoice, List.of(), OracleFacts.instant("2025-12-31T23:59:59+01:00"));
        assertThat(last.because())
                .extracting(each -> each.kind() + " " + each.until())
                .containsExactly("BOOKKEEPING 2025-12-31");
        assertThat(last.due()).isEqualTo("2026-01-01");
    }

    private static String decide(String category, String facts, String asOf) {
        return decide(ShippedPolicy.POLICY, category, facts, asOf);
    }

    private static String decide(RetentionPolicy policy, String category, String facts, String asOf) {
        Verdict verdict = policy.decide(
                OracleFacts.facts(CategoryIds.ofCode(category), facts), List.of(), OracleFacts.instant(asOf));
        StringBuilder text = new StringBuilder(verdict.decision() + " " + verdict.reason());
        if (verdict.retainUntil() != null) {
            text.append(' ').append(verdict.retainUntil());
        }
        verdict.flags().forEach(flag -> text.append(' ').append(flag.name()));
        return text.toString();
    }
}
