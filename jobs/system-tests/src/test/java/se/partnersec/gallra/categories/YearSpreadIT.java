package se.partnersec.gallra.categories;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.CategoryScene.Spec;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.GallraTest.PolicyVariant;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

/** A year of invoices comes free on one day, and goes a share a night. */
@GallraTest(chunk = 50, policy = PolicyVariant.SHIPPED)
@Tag("full")
class YearSpreadIT {
    private static final int YEAR = 210;

    private final Workplace work;

    YearSpreadIT(Workplace work) {
        this.work = work;
    }

    private void put(int from, int count, int bookedIn) {
        work.customer(1);
        for (int id = from; id < from + count; id++) {
            Scene.INVOICES.put(work, Spec.of(id, LocalDate.of(bookedIn, 3, 1)).customer(1));
        }
    }

    private long erased(LocalDate asOf) {
        RunResult result = work.run(CategoryIds.INVOICES, asOf);
        return result.counts().of(Outcome.ERASED);
    }

    @Test
    void a_year_goes_over_twenty_days_and_no_night_takes_much_more_than_its_share() {
        LocalDate free = LocalDate.of(work.today().getYear(), 1, 1);
        put(1000, YEAR, free.getYear() - 8);
        long first = erased(free);
        assertThat(first).isBetween(1L, YEAR / 21 * 3L);
        long half = first + erased(free.plusDays(10));
        assertThat(half).isBetween(YEAR / 3L, YEAR * 2L / 3);
        // The last turn, ten days before the promise is broken.
        assertThat(half + erased(free.plusDays(20))).isEqualTo(YEAR);
    }

    @Test
    void what_is_left_of_an_earlier_year_goes_at_once() {
        LocalDate free = LocalDate.of(work.today().getYear(), 1, 1);
        put(1000, 20, free.getYear() - 9);
        assertThat(erased(free)).isEqualTo(20);
    }

    @Test
    void without_a_spread_a_year_goes_in_one_night() {
        work.change("policy.yml", Workplace::allAtOnce);
        LocalDate free = LocalDate.of(work.today().getYear(), 1, 1);
        put(1000, 30, free.getYear() - 8);
        assertThat(erased(free)).isEqualTo(30);
    }
}
