package se.partnersec.gallra.category;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.ledger.Outcome;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.run.RunResult;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Scene.Spec;
import se.partnersec.gallra.testing.Workplace;

/** A year of invoices comes free on one day, and goes a share a night. */
@Tag("full")
class YearSpreadIT {
    private static final int YEAR = 210;

    private static void put(Workplace work, int from, int count, int bookedIn) {
        work.insert("customer", "id, customer_no, org_no, name", 1, "K-1", "559900-0001", "Första AB");
        for (int id = from; id < from + count; id++) {
            Scene.INVOICES.put(work, Spec.of(id, LocalDate.of(bookedIn, 3, 1)).customer(1));
        }
    }

    private static long erased(Workplace work, LocalDate asOf) {
        RunResult result = work.run(DataCategory.INVOICES, asOf);
        return result.counts().of(Outcome.ERASED);
    }

    @Test
    void a_year_goes_over_twenty_days_and_no_night_takes_much_more_than_its_share() {
        try (Workplace work = new Workplace(50, UnaryOperator.identity())) {
            LocalDate free = LocalDate.of(work.today().getYear(), 1, 1);
            put(work, 1000, YEAR, free.getYear() - 8);
            long first = erased(work, free);
            assertThat(first).isBetween(1L, YEAR / 21 * 3L);
            long half = first + erased(work, free.plusDays(10));
            assertThat(half).isBetween(YEAR / 3L, YEAR * 2L / 3);
            // The last turn, ten days before the promise is broken.
            assertThat(half + erased(work, free.plusDays(20))).isEqualTo(YEAR);
        }
    }

    @Test
    void what_is_left_of_an_earlier_year_goes_at_once() {
        try (Workplace work = new Workplace(50, UnaryOperator.identity())) {
            LocalDate free = LocalDate.of(work.today().getYear(), 1, 1);
            put(work, 1000, 20, free.getYear() - 9);
            assertThat(erased(work, free)).isEqualTo(20);
        }
    }

    @Test
    void without_a_spread_a_year_goes_in_one_night() {
        try (Workplace work = new Workplace(50)) {
            LocalDate free = LocalDate.of(work.today().getYear(), 1, 1);
            put(work, 1000, 30, free.getYear() - 8);
            assertThat(erased(work, free)).isEqualTo(30);
        }
    }
}
