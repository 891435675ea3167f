package se.partnersec.gallra.approvals.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static se.partnersec.gallra.testing.assertion.Refusals.refusedWith;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.holds.hold.FiscalYearRepository;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.GateByHand;
import se.partnersec.gallra.testing.PermitPeople;
import se.partnersec.gallra.testing.Workplace;

/** Fiscal years: one person enters and lengthens them, and two agree on what may let records go earlier. */
@GallraTest
@Tag("core")
class YearsIT {
    private final Workplace work;
    private final PermitPeople staff;
    private final FiscalYearService anna;
    private final ApprovalService bo;
    /** Of what is booked on {@code booked}, the last day is this year's by the long one and last year's by the short one. */
    private final FiscalYear longer;

    private final FiscalYear shorter;
    private final LocalDate booked;

    YearsIT(Workplace work, PermitPeople staff) {
        this.work = work;
        this.staff = staff;
        anna = Workplace.approvals(staff.anna).years();
        bo = Workplace.approvals(staff.bo);
        LocalDate start = LocalDate.of(work.today().getYear() - 8, 7, 1);
        longer = new FiscalYear(start, LocalDate.of(start.getYear() + 1, 12, 31));
        shorter = new FiscalYear(start, LocalDate.of(start.getYear(), 12, 31));
        booked = start.plusMonths(2);
    }

    @BeforeEach
    void fill() {
        assumeThat(tomorrow().getYear())
                .as("on 31 December no last day lies between two years: the shorter one is over tomorrow")
                .isEqualTo(work.today().getYear());
        work.fiscalYears(longer);
        work.customer(1);
        long closed = booked.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
        work.insert(
                "chat_conversation",
                "customer_id, topic, closed_ms, last_message_ms, bookkeeping, booked_on",
                1,
                "order",
                closed,
                closed,
                "FULL",
                booked);
    }

    private FiscalYearRepository years() {
        return new FiscalYearRepository(work.admin());
    }

    /** How many chats are left after a night. */
    private long night() {
        work.run(CategoryIds.CHAT_LOGS, work.today());
        return work.count("chat_conversation", "TRUE");
    }

    private Approval asked(FiscalYear year) {
        return Objects.requireNonNull(anna.add(year, "omläggning").asked());
    }

    /** Nobody but the owner could take such a row away, and every run would end at it. */
    @Test
    void a_date_without_a_day_or_a_month_is_refused_whatever_the_session_lets_in() throws SQLException {
        try (Connection session = staff.anna.getConnection();
                Statement statement = session.createStatement()) {
            for (String mode : List.of("", "ALLOW_INVALID_DATES")) {
                statement.execute("SET SESSION sql_mode = '" + mode + "'");
                for (String dates : List.of(
                        "'0000-00-00', '2027-12-31'",
                        "'2026-00-00', '2027-06-30'",
                        "'2026-00-01', '2027-06-30'",
                        "'2027-01-01', '2027-12-00'",
                        "'2027-01-01', '2027-02-31'",
                        "'2027-02-30', '2027-12-31'")) {
                    assertThatThrownBy(() -> statement.execute(
                                    "INSERT INTO fiscal_year_version (start_on, end_on) VALUES (" + dates + ")"))
                            .as(dates)
                            .hasMessageContaining("a fiscal year ends after it starts");
                }
            }
            statement.execute("SET SESSION sql_mode = DEFAULT");
        }
    }

    /** A run at work that has read the shorter year would not see the longer one come back. */
    @Test
    void nobody_ends_the_approval_of_a_year_past_the_gate() {
        Approval asked = asked(shorter);
        bo.approveListed(asked.number(), "");
        assertThatThrownBy(() -> new JdbcTemplate(staff.anna)
                        .update("INSERT INTO approval_end (request_id, reason) VALUES (?, 'x')", asked.number()))
                .rootCause()
                .hasMessageContaining("a later end makes it longer");
        assertThat(years().all()).containsExactly(shorter);
    }

    /** V1: a mistyped end let records of the books go the next night. */
    @Test
    void one_person_cannot_let_records_go_by_a_year_that_ends_earlier() {
        assertThatThrownBy(() -> anna.add(shorter, null))
                .satisfies(refusedWith(ExitCode.USAGE))
                .hasMessageContaining("would be kept for a shorter time if it were " + shorter.text())
                .hasMessageContaining("needs two people");
        Approval asked = asked(shorter);
        assertThat(asked.subject()).isEqualTo(shorter.text());
        assertThat(years().all()).containsExactly(longer);
        assertThat(night()).isOne();
        assertThatThrownBy(() -> Workplace.approvals(staff.anna).approveListed(asked.number(), ""))
                .satisfies(refusedWith(ExitCode.USAGE))
                .hasMessageContaining("another person must approve it");
        assertThat(night()).isOne();

        bo.approveListed(asked.number(), "");
        assertThat(years().all()).containsExactly(shorter);
        assertThat(night()).as("the control").isZero();
        assertThat(work.texts("SELECT CONCAT(subject, ' | ', detail) FROM audit WHERE action = 'fiscal-year'"))
                .containsExactly(shorter.text() + " | changed from " + longer.text()
                        + ", kept through " + FiscalYearRepository.lastDay(longer) + ", to "
                        + shorter.text()
                        + ", kept through " + FiscalYearRepository.lastDay(shorter) + "; " + asked.id()
                        + "; omläggning");
    }

    @Test
    void a_later_end_of_a_year_of_this_time_counts_at_once_and_survives_an_approval_of_an_earlier_one() {
        FiscalYear now = year(tomorrow().getYear() - 1);
        FiscalYear later = new FiscalYear(now.start(), now.end().plusMonths(3));
        FiscalYear latest = new FiscalYear(now.start(), now.end().plusMonths(5));
        work.fiscalYears(now);
        Approval asked = asked(new FiscalYear(now.start(), now.end().minusMonths(1)));
        assertThat(anna.add(latest, null).asked()).isNull();
        assertThat(years().all()).containsExactly(latest);
        bo.approveListed(asked.number(), "");
        assertThat(years().all())
                .as("entered after what was agreed on, so nobody agreed that it goes")
                .containsExactly(latest);

        bo.approveListed(asked(now).number(), "");
        assertThat(years().all()).containsExactly(now);
        anna.add(later, null);
        assertThat(years().all()).containsExactly(later);
    }

    @Test
    void what_is_withdrawn_counts_for_nothing_and_can_be_asked_for_anew() {
        Approval asked = asked(shorter);
        assertThatThrownBy(() -> anna.add(shorter, "igen")).hasMessageContaining("is asked for already");
        assertThat(bo.withdraw(asked.number(), "fel slutdag").state()).isEqualTo(Approval.State.WITHDRAWN);
        assertThatThrownBy(() -> bo.approveListed(asked.number(), "")).hasMessageContaining("withdrawn");
        assertThat(years().all()).containsExactly(longer);
        bo.approveListed(asked(shorter).number(), "");
        assertThat(years().all()).containsExactly(shorter);
    }

    /** What was booked in it is kept for want of a year until then. */
    @Test
    void an_old_year_that_was_not_on_record_takes_two_and_one_of_this_time_takes_one() {
        work.fiscalYears();
        FiscalYear over = shorter;
        assertThat(night()).isOne();
        Approval asked = asked(over);
        assertThat(years().all()).isEmpty();
        assertThat(night()).isOne();
        FiscalYear last = year(tomorrow().getYear() - 1);
        FiscalYear older = year(last.start().getYear() - 1);
        assertThat(anna.add(last, null).asked()).isNull();
        assertThatThrownBy(() -> anna.add(older, null))
                .satisfies(refusedWith(ExitCode.USAGE))
                .hasMessageContaining("ended before last year. Records of a day in no known fiscal year are kept");
        hand(older);
        assertThat(years().all()).containsExactly(last);
        bo.approveListed(asked(older).number(), "");
        bo.approveListed(asked.number(), "");
        assertThat(years().all()).containsExactly(over, older, last);
        assertThat(night()).as("the control").isZero();
    }

    /** It covers days of no year, and what was booked on these was kept without an end. */
    @Test
    void a_later_end_of_an_old_year_takes_two() {
        FiscalYear old = year(tomorrow().getYear() - 7);
        FiscalYear later = new FiscalYear(old.start(), old.end().plusMonths(5));
        work.fiscalYears(old);
        assertThatThrownBy(() -> anna.add(later, null))
                .satisfies(refusedWith(ExitCode.USAGE))
                .hasMessageContaining("Records of a day in no known fiscal year are kept");
        hand(later);
        assertThat(years().all()).containsExactly(old);
        bo.approveListed(asked(later).number(), "");
        assertThat(years().all()).containsExactly(later);
    }

    /** One person wrote it by SQL, where it did not count; what somebody else approves is another. */
    @Test
    void an_approval_of_one_version_lets_no_other_count() {
        FiscalYear old = year(tomorrow().getYear() - 7);
        work.fiscalYears();
        Approval asked = asked(old);
        hand(new FiscalYear(old.start(), old.end().plusMonths(5)));
        bo.approveListed(asked.number(), "");
        assertThat(years().all()).containsExactly(old);
    }

    /** Neither while it waits nor when it was taken back, though one person could have entered it alone. */
    @Test
    void a_version_that_was_asked_for_counts_only_once_it_is_approved() {
        FiscalYear year = year(work.today().getYear());
        work.fiscalYears();
        FiscalYearTerms terms = new FiscalYearTerms(year, false);
        long number = bo.ask("by-hand", FiscalYearTerms.KIND, terms.subject(), terms.text(), "x");
        new JdbcTemplate(staff.bo)
                .update(
                        "INSERT INTO fiscal_year_version (start_on, end_on, request_id) VALUES (?, ?, ?)",
                        year.start(),
                        year.end(),
                        number);
        assertThat(years().all()).isEmpty();
        bo.withdraw(number, "fel");
        assertThat(years().all()).isEmpty();
    }

    /** A broken year that was entered for the calendar year in advance: no other first day fitted beside it. */
    @Test
    void a_year_with_a_wrong_first_day_is_removed_by_two_and_entered_anew() {
        FiscalYear wrong = year(tomorrow().getYear() + 1);
        FiscalYear right =
                new FiscalYear(wrong.start().minusMonths(6), wrong.end().minusMonths(6));
        anna.add(wrong, null);
        assertThatThrownBy(() -> anna.add(right, null))
                .satisfies(refusedWith(ExitCode.USAGE))
                .hasMessageContaining(
                        "overlaps " + wrong.text() + ". Correct the new one or, if the one on record is wrong");
        assertThatThrownBy(() -> anna.remove(right, "fel"))
                .satisfies(refusedWith(ExitCode.USAGE))
                .hasMessageContaining("no fiscal year on record is " + right.text());
        Approval asked = anna.remove(wrong, "brutet år");
        assertThat(asked.subject()).isEqualTo(wrong.text() + " removed");
        assertThat(years().all()).containsExactly(longer, wrong);
        assertThatThrownBy(() -> anna.remove(wrong, "igen")).hasMessageContaining("is asked for already");
        assertThatThrownBy(() -> Workplace.approvals(staff.anna).approveListed(asked.number(), ""))
                .satisfies(refusedWith(ExitCode.USAGE))
                .hasMessageContaining("another person must approve it");

        bo.approveListed(asked.number(), "");
        assertThat(years().all()).containsExactly(longer);
        anna.add(right, null);
        assertThat(years().all()).containsExactly(longer, right);
        anna.add(
                wrong.start().isAfter(right.end())
                        ? wrong
                        : new FiscalYear(right.end().plusDays(1), wrong.end()),
                null);
        assertThat(years().earlierEnds().get(right)).isEmpty();
        assertThat(work.texts("SELECT CONCAT(subject, ' | ', detail) FROM audit WHERE action = 'fiscal-year'"))
                .contains(wrong.text() + " removed | changed from " + wrong.text() + ", kept through "
                        + FiscalYearRepository.lastDay(wrong) + ", to none, kept until a year is entered; " + asked.id()
                        + "; brutet år");
    }

    @Test
    void what_was_booked_in_a_removed_year_is_kept_until_a_year_is_entered() {
        bo.approveListed(asked(shorter).number(), "");
        bo.approveListed(anna.remove(shorter, "fel").number(), "");
        assertThat(years().all()).isEmpty();
        assertThat(night()).isOne();
        bo.approveListed(asked(shorter).number(), "");
        assertThat(night()).as("the control").isZero();
    }

    /** Nobody agreed on its removal. */
    @Test
    void a_later_end_entered_after_the_removal_was_asked_for_stays() {
        FiscalYear now = year(tomorrow().getYear());
        FiscalYear later = new FiscalYear(now.start(), now.end().plusMonths(3));
        anna.add(now, null);
        Approval asked = anna.remove(now, "fel");
        anna.add(later, null);
        bo.approveListed(asked.number(), "");
        assertThat(years().all()).containsExactly(longer, later);
    }

    /** It changed nothing, and the answer named an end that was on no record. */
    @Test
    void a_request_asked_for_before_the_year_was_removed_can_no_longer_be_approved() {
        FiscalYear now = year(tomorrow().getYear());
        anna.add(now, null);
        Approval asked = asked(new FiscalYear(now.start(), now.end().minusMonths(6)));
        bo.approveListed(anna.remove(now, "fel").number(), "");
        assertThatThrownBy(() -> bo.approveListed(asked.number(), ""))
                .satisfies(refusedWith(ExitCode.USAGE))
                .hasMessageContaining("two people have since agreed");
        assertThat(years().all()).containsExactly(longer);
    }

    @Test
    void one_person_removes_no_year_by_sql() {
        JdbcTemplate hand = new JdbcTemplate(staff.anna);
        String removed = "INSERT INTO fiscal_year_version (start_on, end_on, removed) VALUES ('" + longer.start()
                + "', '" + longer.end() + "', %s)";
        for (int value : List.of(1, 2, -1)) {
            assertThatThrownBy(() -> hand.update(removed.formatted(value)))
                    .rootCause()
                    .hasMessageContaining("asked for first");
        }
        FiscalYear now = year(tomorrow().getYear());
        anna.add(now, null);
        Approval shorterOnly = asked(new FiscalYear(now.start(), now.end().minusMonths(1)));
        assertThatThrownBy(() -> hand.update(
                        "INSERT INTO fiscal_year_version (start_on, end_on, removed, request_id) VALUES (?, ?, TRUE, ?)",
                        now.start(),
                        now.end().minusMonths(1),
                        shorterOnly.number()))
                .rootCause()
                .hasMessageContaining("asked for first");

        // Where the trigger is not there, it is the view that does not believe it.
        GateByHand.withoutGuard(work.admin(), "year_entered", () -> {
            hand.update(removed.formatted(1));
            work.admin().update("UPDATE fiscal_year_version SET epoch = 1000000 WHERE epoch = 0");
        });
        assertThat(years().all()).containsExactly(longer, now);
    }

    private LocalDate tomorrow() {
        return work.today().plusDays(1);
    }

    private static FiscalYear year(int number) {
        return new FiscalYear(LocalDate.of(number, 1, 1), LocalDate.of(number, 12, 31));
    }

    private void hand(FiscalYear year) {
        new JdbcTemplate(staff.anna)
                .update("INSERT INTO fiscal_year_version (start_on, end_on) VALUES (?, ?)", year.start(), year.end());
    }

    /** Years that lie over one another get on record by SQL, or are left from before the service refused them. */
    @Test
    void where_years_overlap_a_day_belongs_to_that_which_ends_last() {
        FiscalYear within = new FiscalYear(booked.minusDays(1), booked.plusDays(1));
        work.fiscalYears(longer, within);
        hand(shorter);
        assertThat(years().all()).containsExactly(longer, within);
        assertThat(night()).isOne();
        assertThatThrownBy(() -> anna.add(new FiscalYear(booked, booked.plusYears(1)), "x"))
                .satisfies(refusedWith(ExitCode.USAGE))
                .hasMessageContaining("overlaps " + longer.text());
    }

    /** A request that was agreed on once stands for one version and no other. */
    @Test
    void an_approval_is_not_used_again_for_another_version() {
        Approval asked = asked(shorter);
        bo.approveListed(asked.number(), "");
        bo.approveListed(asked(longer).number(), "");
        String again = "INSERT INTO fiscal_year_version (start_on, end_on, request_id) VALUES ('" + shorter.start()
                + "', '" + shorter.end() + "', " + asked.number() + ")";
        JdbcTemplate hand = new JdbcTemplate(staff.anna);
        assertThatThrownBy(() -> hand.update(again)).rootCause().hasMessageContaining("asked for first");
        assertThat(years().all()).containsExactly(longer);

        // Where neither trigger nor key is there, it is the view that believes it once.
        work.admin().execute("ALTER TABLE fiscal_year_version DROP FOREIGN KEY version_was_asked, DROP KEY request_id");
        try {
            GateByHand.withoutGuard(work.admin(), "year_entered", () -> {
                hand.update(again);
                work.admin().update("UPDATE fiscal_year_version SET epoch = 1000000 WHERE epoch = 0");
            });
            assertThat(years().all()).containsExactly(longer);
        } finally {
            work.fiscalYears(longer);
            work.admin()
                    .execute(
                            "ALTER TABLE fiscal_year_version ADD UNIQUE KEY request_id (request_id),"
                                    + " ADD CONSTRAINT version_was_asked FOREIGN KEY (request_id) REFERENCES approval_request (id)");
        }
    }

    @Test
    void a_year_inserted_by_hand_passes_the_gate_and_has_its_name_and_time_from_the_database() {
        long before = work.number("SELECT v FROM gate WHERE name = 'holds'");
        FiscalYear year = year(tomorrow().getYear());
        hand(year);
        assertThat(years().all()).containsExactly(longer, year);
        assertThat(work.number("SELECT MAX(epoch) FROM fiscal_year_version"))
                .isEqualTo(work.number("SELECT v FROM gate WHERE name = 'holds'"))
                .isGreaterThan(before);
        assertThat(work.texts("SELECT entered_by FROM fiscal_year_version ORDER BY id DESC LIMIT 1"))
                .first()
                .asString()
                .contains("finance");
        assertThatThrownBy(
                        () -> work.admin()
                                .update(
                                        "INSERT INTO fiscal_year_version (start_on, end_on) VALUES ('2026-01-01', '2028-12-31')"))
                .rootCause()
                .hasMessageContaining("18 months");
    }
}
