package se.partnersec.gallra.policy.fact;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.holds.hold.FiscalYearRepository;

/** Until when the books keep something, by the fiscal years of one legal entity or of several. */
class BookkeepingTest {
    private static final LocalDate DAY = LocalDate.of(2018, 8, 15);
    private static final FiscalYear CALENDAR =
            new FiscalYear("ps", LocalDate.of(2018, 1, 1), LocalDate.of(2018, 12, 31));
    private static final FiscalYear BROKEN =
            new FiscalYear("norr", LocalDate.of(2018, 7, 1), LocalDate.of(2019, 6, 30));

    private static Bookkeeping books(FiscalYear... years) {
        return new Bookkeeping(Bookkeeping.Extent.FULL, List.of(), List.of(DAY), List.of(years));
    }

    @Test
    void one_entity_keeps_to_the_end_of_the_seventh_year_after_its_own() {
        assertThat(books(CALENDAR).lastDay()).isEqualTo("2025-12-31");
        assertThat(books(BROKEN).lastDay()).isEqualTo("2026-12-31");
    }

    @Test
    void of_several_the_latest_counts_whatever_their_order() {
        assertThat(books(CALENDAR, BROKEN).lastDay()).isEqualTo("2026-12-31");
        assertThat(books(BROKEN, CALENDAR).lastDay()).isEqualTo("2026-12-31");
    }

    @Test
    void where_one_of_several_has_no_year_for_the_day_nobody_knows() {
        FiscalYear later = new FiscalYear("norr", LocalDate.of(2018, 8, 16), LocalDate.of(2019, 6, 30));
        assertThat(books(CALENDAR, later).lastDay()).isNull();
        assertThat(books().lastDay()).isNull();
    }

    @Test
    void years_of_one_entity_that_overlap_keep_to_the_later_end() {
        assertThat(books(CALENDAR, BROKEN.of("ps")).lastDay()).isEqualTo("2026-12-31");
    }

    @Test
    void a_permit_for_a_year_covers_nothing_where_several_may_keep_it() {
        DestructionPermit permit = new DestructionPermit(
                1, "8-1", CALENDAR.end(), "ps", LocalDate.of(2020, 1, 1), "anna@%", "bo@%", false);
        FiscalYear same = CALENDAR.of("norr");
        assertThat(permit.covers(books(CALENDAR))).isTrue();
        assertThat(permit.covers(books(same))).isFalse();
        assertThat(permit.covers(books(CALENDAR, same))).isFalse();
    }

    @Test
    void an_earlier_end_within_a_calendar_year_names_the_days_that_would_be_in_no_year() {
        LocalDate start = LocalDate.of(2026, 1, 1);
        FiscalYear whole = new FiscalYear(start, LocalDate.of(2026, 12, 31));
        assertThat(FiscalYearRepository.takesTwo(
                        new FiscalYear(start, LocalDate.of(2026, 6, 30)), List.of(whole), LocalDate.of(2026, 12, 1)))
                .contains("kept through 2033-12-31 as before", "2026-07-01 to 2026-12-31 would be in no fiscal year");
        assertThat(FiscalYearRepository.takesTwo(
                        new FiscalYear(start, LocalDate.of(2026, 6, 30)),
                        List.of(new FiscalYear(start, LocalDate.of(2027, 4, 30))),
                        LocalDate.of(2026, 12, 1)))
                .contains("for a shorter time", "through 2033-12-31 at most, and not through 2034-12-31");
    }
}
