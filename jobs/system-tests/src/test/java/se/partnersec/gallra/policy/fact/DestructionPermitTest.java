package se.partnersec.gallra.policy.fact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.decision.ShippedPolicy;
import se.partnersec.gallra.policy.decision.Verdict;
import se.partnersec.gallra.policy.rule.RetentionRule;
import se.partnersec.gallra.policy.wording.PolicyDescription;
import se.partnersec.gallra.testing.CategoryIds;

/** What a permit lets go before the seven years are over, on the day it may and the day before, and all it does not touch. */
class DestructionPermitTest {
    private static final String YEARS = "|fys=2024-01-01..2024-12-31,2025-01-01..2025-12-31,2026-01-01..2026-12-31";
    private static final String PAID = "|inv1.status=PAID|inv1.issued=2025-03-01|inv1.settled=2025-04-01";
    private static final String INVOICE = "booked=2025-03-01,2025-04-01" + YEARS + PAID;
    private static final String DAY_BEFORE = "2027-05-31T23:59:59+02:00";
    private static final String FROM = "2027-06-01T00:00:00+02:00";
    private static final LocalDate ALLOWED = LocalDate.of(2027, 6, 1);

    private static DestructionPermit record() {
        return new DestructionPermit(3, "8-1234567", null, null, ALLOWED, "anna@%", "bo@%", false);
    }

    private static DestructionPermit year(int year) {
        return new DestructionPermit(
                4, "8-1234567", LocalDate.of(year, 12, 31), FiscalYear.MAIN, ALLOWED, "anna@%", "bo@%", false);
    }

    private static Facts facts(String category, String facts, DestructionPermit... permits) {
        Facts plain = OracleFacts.facts(CategoryIds.ofCode(category), facts);
        return plain.with(plain.circumstances().with(List.of(permits)));
    }

    private static Verdict verdict(Facts facts, String at, Hold... holds) {
        return ShippedPolicy.POLICY.decide(facts, List.of(holds), OracleFacts.instant(at));
    }

    private static String decide(Facts facts, String at, Hold... holds) {
        Verdict verdict = verdict(facts, at, holds);
        StringBuilder text = new StringBuilder(verdict.decision() + " " + verdict.reason());
        if (verdict.retainUntil() != null) {
            text.append(' ').append(verdict.retainUntil());
        }
        verdict.flags().stream()
                .map(Verdict.Flag::name)
                .sorted()
                .forEach(flag -> text.append(' ').append(flag));
        return text.toString();
    }

    private static Hold hold(@Nullable LocalDate until) {
        return new Hold("H-1", HoldType.TAX_AUDIT, Instant.parse("2026-01-01T00:00:00Z"), until, null, null);
    }

    @Test
    void keeps_an_invoice_on_the_day_before_and_lets_it_go_on_the_day_allowed() {
        Facts invoice = facts("INVOICE", INVOICE, record());
        assertThat(decide(invoice, DAY_BEFORE)).isEqualTo("RETAIN BOOKKEEPING 2027-05-31");
        assertThat(decide(invoice, FROM)).isEqualTo("ERASE DUE EARLY_BY_PERMIT");
        assertThat(verdict(invoice, FROM).due()).isEqualTo(ALLOWED);
    }

    @Test
    void allows_and_obliges_nobody_so_the_last_day_stays_that_of_the_law() {
        Verdict without = verdict(facts("INVOICE", INVOICE), FROM);
        assertThat(without.reason()).isEqualTo("BOOKKEEPING");
        assertThat(verdict(facts("INVOICE", INVOICE, record()), FROM).eraseBy())
                .isEqualTo(without.eraseBy())
                .isEqualTo("2033-01-30");
        assertThat(decide(facts("INVOICE", INVOICE, record()), "2033-01-30T23:59:59+01:00"))
                .isEqualTo("ERASE DUE");
        assertThat(decide(facts("INVOICE", INVOICE, record()), "2033-01-31T00:00:00+01:00"))
                .isEqualTo("ERASE DUE OVERDUE");
    }

    @Test
    void has_no_effect_before_another_person_approved_it_or_after_it_was_withdrawn() {
        String as = decide(facts("INVOICE", INVOICE), FROM);
        for (DestructionPermit idle : List.of(
                new DestructionPermit(3, "8-1", null, null, ALLOWED, "anna@%", null, false),
                new DestructionPermit(3, "8-1", null, null, ALLOWED, "anna@%", "anna@%", false),
                new DestructionPermit(3, "8-1", null, null, ALLOWED, "anna@%", "ANNA@10.0.0.7", false),
                new DestructionPermit(3, "8-1", null, null, ALLOWED, "anna@%", "bo@%", true))) {
            assertThat(decide(facts("INVOICE", INVOICE, idle), FROM))
                    .as("%s", idle)
                    .isEqualTo(as);
        }
    }

    @Test
    void the_earliest_of_those_that_stand_counts() {
        DestructionPermit later =
                new DestructionPermit(1, "8-1", null, null, ALLOWED.plusMonths(1), "anna@%", "bo@%", false);
        DestructionPermit idle =
                new DestructionPermit(2, "8-2", null, null, ALLOWED.minusYears(1), "anna@%", null, false);
        Facts invoice = facts("INVOICE", INVOICE, later, idle, record());
        assertThat(decide(invoice, DAY_BEFORE)).isEqualTo("RETAIN BOOKKEEPING 2027-05-31");
        assertThat(decide(invoice, FROM)).isEqualTo("ERASE DUE EARLY_BY_PERMIT");
    }

    /** One person enters a year that begins in the middle of another and ends when the permitted one does. */
    @Test
    void one_for_a_year_is_not_widened_by_a_year_that_overlaps_it() {
        String autumn = "booked=2024-10-01,2024-11-01|inv1.status=PAID|inv1.issued=2024-10-01|inv1.settled=2024-11-01";
        String overlapping = YEARS.replace("2026-01-01", "2024-07-01..2025-12-31,2026-01-01");
        for (String years : List.of(YEARS, overlapping)) {
            assertThat(decide(facts("INVOICE", autumn + years, year(2025)), FROM))
                    .as(years)
                    .startsWith("RETAIN BOOKKEEPING");
        }
        assertThat(decide(facts("INVOICE", INVOICE, year(2025)), FROM))
                .as("the control: without the overlap it goes")
                .isEqualTo("ERASE DUE EARLY_BY_PERMIT");
        assertThat(decide(facts("INVOICE", INVOICE.replace(YEARS, overlapping), year(2025)), FROM))
                .as("in doubt it stays")
                .startsWith("RETAIN BOOKKEEPING");
    }

    @Test
    void one_for_a_year_means_records_whose_latest_year_it_is() {
        assertThat(decide(facts("INVOICE", INVOICE, year(2025)), FROM)).isEqualTo("ERASE DUE EARLY_BY_PERMIT");
        assertThat(decide(facts("INVOICE", INVOICE, year(2024)), FROM)).isEqualTo("RETAIN BOOKKEEPING 2032-12-31");
        assertThat(decide(facts("INVOICE", INVOICE, year(2026)), FROM)).isEqualTo("RETAIN BOOKKEEPING 2032-12-31");
        String paidLater = "booked=2025-03-01,2026-02-01" + YEARS + PAID.replace("2025-04-01", "2026-02-01");
        assertThat(decide(facts("INVOICE", paidLater, year(2025)), FROM)).isEqualTo("RETAIN BOOKKEEPING 2033-12-31");
        assertThat(decide(facts("INVOICE", paidLater, year(2026)), FROM)).isEqualTo("ERASE DUE EARLY_BY_PERMIT");
    }

    /** The years 2025 and 2025/26 both end their seven years on one day; a permit for one is none for the other. */
    @Test
    void one_for_a_year_is_not_for_another_that_ends_in_the_same_calendar_year() {
        String short1 = "booked=2025-03-01|fys=2024-05-01..2025-04-30,2025-05-01..2025-12-31" + PAID;
        DestructionPermit spring = new DestructionPermit(
                4, "8-1", LocalDate.of(2025, 4, 30), FiscalYear.MAIN, ALLOWED, "anna@%", "bo@%", false);
        assertThat(decide(facts("INVOICE", short1, year(2025)), FROM)).isEqualTo("RETAIN BOOKKEEPING 2032-12-31");
        assertThat(decide(facts("INVOICE", short1, spring), FROM)).isEqualTo("ERASE DUE EARLY_BY_PERMIT");
    }

    @Test
    void a_record_whose_years_are_not_all_known_is_under_review_with_a_permit_or_without() {
        for (String unknown : List.of("booked=2025-03-01,2031-01-01" + YEARS + PAID, YEARS.substring(1) + PAID)) {
            assertThat(decide(facts("INVOICE", unknown, year(2025), record()), FROM))
                    .isEqualTo("BLOCKED_REVIEW NO_FISCAL_YEAR");
        }
    }

    @Test
    void lifts_no_hold_no_claim_no_dispute_and_no_review() {
        assertThat(decide(facts("INVOICE", INVOICE, record()), FROM, hold(null)))
                .isEqualTo("RETAIN TAX_AUDIT");
        assertThat(decide(facts("INVOICE", INVOICE, record()), FROM, hold(ALLOWED)))
                .isEqualTo("RETAIN TAX_AUDIT 2027-06-01");
        String open = INVOICE.replace("PAID", "OPEN").replace("|inv1.settled=2025-04-01", "");
        assertThat(decide(facts("INVOICE", open, record()), FROM)).startsWith("RETAIN OPEN_CLAIM");
        String barred = open.replace("inv1.issued=2025-03-01", "inv1.issued=2010-03-01");
        assertThat(decide(facts("INVOICE", barred, record()), FROM)).isEqualTo("BLOCKED_REVIEW CLAIM_TIME_BARRED");
        Facts.Invoice invoice = (Facts.Invoice) facts("INVOICE", INVOICE, record());
        for (Facts.Dispute dispute : List.of(
                new Facts.Dispute(true, null, null),
                new Facts.Dispute(false, null, null),
                new Facts.Dispute(false, null, Instant.parse("2027-06-01T08:00:00Z")))) {
            assertThat(decide(
                            new Facts.Invoice(
                                    invoice.circumstances(), CategoryIds.INVOICES, invoice.claims(), List.of(dispute)),
                            FROM))
                    .as("%s", dispute)
                    .isEqualTo("RETAIN BOOKKEEPING 2032-12-31");
        }
        Facts.Dispute closed = new Facts.Dispute(false, null, Instant.parse("2027-01-01T08:00:00Z"));
        assertThat(decide(
                        new Facts.Invoice(
                                invoice.circumstances(), CategoryIds.INVOICES, invoice.claims(), List.of(closed)),
                        FROM))
                .isEqualTo("ERASE DUE EARLY_BY_PERMIT");
    }

    @Test
    void a_chat_the_books_have_whole_goes_on_the_later_of_its_own_day_and_the_permits() {
        String chat = "bk=FULL|booked=2027-05-01|fys=2027-01-01..2027-12-31|closed_at=2027-05-01T12:00:00+02:00";
        assertThat(decide(facts("CHAT", chat, record()), "2027-06-29T23:59:59+02:00"))
                .isEqualTo("RETAIN PERIOD 2027-06-29");
        assertThat(decide(facts("CHAT", chat, record()), "2027-06-30T00:00:00+02:00"))
                .isEqualTo("ERASE DUE EARLY_BY_PERMIT");
        String older = chat.replace("2027-05-01T", "2027-02-01T");
        assertThat(decide(facts("CHAT", older, record()), DAY_BEFORE)).isEqualTo("RETAIN BOOKKEEPING 2027-05-31");
        assertThat(decide(facts("CHAT", older, record()), FROM)).isEqualTo("ERASE DUE EARLY_BY_PERMIT");
    }

    /** The permit may still be withdrawn, so what is noted of a reduced record is never its day. */
    @Test
    void fields_the_books_need_are_reduced_until_the_day_and_the_law_keeps_the_rest() {
        String usage = "bk=FIELDS|booked=2025-03-01" + YEARS + PAID;
        assertThat(decide(facts("TRAFFIC", usage, record()), DAY_BEFORE))
                .isEqualTo("ANONYMISE REDUCE_TO_BOOKKEEPING 2032-12-31 OVERDUE");
        assertThat(decide(facts("TRAFFIC", usage, record()), FROM)).isEqualTo("ERASE DUE EARLY_BY_PERMIT OVERDUE");
    }

    /** Of what is left of a user only a day was noted, and a day names no fiscal year. */
    @Test
    void what_was_left_of_a_reduced_record_goes_by_a_permit_for_itself_and_by_none_for_a_year() {
        Facts.User user = new Facts.User(
                new Facts.Circumstances(false, null, Bookkeeping.until(LocalDate.of(2032, 12, 31)), true, null),
                CategoryIds.USER_DATA,
                List.of(new Facts.Contract(LocalDate.of(2020, 1, 1), LocalDate.of(2024, 12, 31), "ENDED")),
                false,
                null);
        assertThat(decide(user.with(user.circumstances().with(List.of(year(2025)))), FROM))
                .isEqualTo("RETAIN BOOKKEEPING 2032-12-31");
        assertThat(decide(user.with(user.circumstances().with(List.of(record()))), FROM))
                .isEqualTo("ERASE DUE EARLY_BY_PERMIT");
    }

    @Test
    void what_a_voucher_needs_of_the_user_it_names_goes_by_no_permit_but_the_vouchers() {
        String user = "contracts=2020-01-01..2024-12-31|bk=FIELDS|booked=2025-03-01" + YEARS;
        assertThat(decide(facts("USER_DATA", user, record(), year(2025)), FROM))
                .isEqualTo("ANONYMISE REDUCE_TO_BOOKKEEPING 2032-12-31 OVERDUE");
        assertThat(decide(facts("USER_DATA", user + "|state=REDUCED", record()), FROM))
                .isEqualTo("RETAIN BOOKKEEPING 2032-12-31");
    }

    @Test
    void one_that_begins_after_the_laws_last_day_changes_nothing() {
        DestructionPermit late =
                new DestructionPermit(3, "8-1", null, null, LocalDate.of(2040, 1, 1), "anna@%", "bo@%", false);
        for (String at : List.of(FROM, "2033-01-01T00:00:00+01:00", "2034-01-01T00:00:00+01:00")) {
            assertThat(verdict(facts("INVOICE", INVOICE, late), at)).isEqualTo(verdict(facts("INVOICE", INVOICE), at));
        }
    }

    @Test
    void a_request_that_was_granted_later_sets_the_first_day_and_not_before() {
        String asked = INVOICE + "|request_received=2027-07-01|request_accepted=2027-07-10";
        assertThat(verdict(facts("INVOICE", asked, record()), "2027-08-01T00:00:00Z")
                        .due())
                .isEqualTo("2027-07-10");
        String before = INVOICE + "|request_received=2026-07-01|request_accepted=2026-07-10";
        assertThat(verdict(facts("INVOICE", before, record()), FROM).due()).isEqualTo(ALLOWED);
    }

    @Test
    void data_processed_for_a_customer_is_not_touched() {
        assertThat(decide(facts("INVOICE", "role=PROCESSOR|" + INVOICE, record()), FROM))
                .isEqualTo("RETAIN OUT_OF_SCOPE_PROCESSOR");
    }

    /** Its night is its own day, not one of the nights over which a year is spread. */
    @Test
    void what_it_lets_go_is_not_spread() {
        RetentionRule rule = ShippedPolicy.POLICY.rule(CategoryIds.INVOICES);
        Facts invoice = facts("INVOICE", INVOICE, record());
        for (int key = 0; key < 50; key++) {
            assertThat(RetentionPolicy.SpreadSchedule.of(rule, invoice, verdict(invoice, FROM), "" + key))
                    .isEqualTo(ALLOWED);
        }
    }

    @Test
    void without_a_reference_there_is_none() {
        assertThatThrownBy(() -> new DestructionPermit(3, " ", null, null, ALLOWED, "anna@%", null, false))
                .hasMessageContaining("permit P-3 must name Skatteverket's reference");
    }

    @Test
    void the_explanation_says_what_the_act_would_do_and_from_when_the_permit_lets_it_go() {
        Facts invoice = facts("INVOICE", INVOICE, record(), year(2024));
        String english = explain(invoice, Locale.ENGLISH);
        assertThat(english)
                .contains(
                        "P-3, Skatteverket's 8-1234567: may be destroyed from 2027-06-01 (Bookkeeping Act, BFL 7 kap. 7 §);"
                                + " without it kept through 2032-12-31",
                        "accounting information, through 2027-05-31, where Skatteverket's permit P-3 lets it be destroyed")
                .doesNotContain("P-4");
        assertThat(explain(invoice, new Locale("sv")))
                .contains("P-3, Skatteverket 8-1234567: får förstöras från 2027-06-01 (bokföringslagen 7 kap. 7 §);"
                        + " utan medgivandet sparas den till och med 2032-12-31");
        DestructionPermit waiting = new DestructionPermit(5, "8-9", null, null, ALLOWED, "anna@%", null, false);
        assertThat(explain(facts("INVOICE", INVOICE, waiting), Locale.ENGLISH))
                .contains("P-5, Skatteverket's 8-9: waits for approval by another person than anna@%, without effect");
    }

    private static String explain(Facts facts, Locale language) {
        return new PolicyDescription(ShippedPolicy.POLICY, language)
                .explain(facts, List.of(), OracleFacts.instant(DAY_BEFORE))
                .replaceAll("\\s+", " ");
    }
}
