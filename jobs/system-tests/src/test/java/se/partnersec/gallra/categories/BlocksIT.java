package se.partnersec.gallra.categories;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Workplace;

/** How a block can end, and what becomes of one that does not. */
@GallraTest(chunk = 100)
@Tag("full")
class BlocksIT {
    private final Workplace work;
    private final LocalDate today;

    BlocksIT(Workplace work, LocalDate today) {
        this.work = work;
        this.today = today;
    }

    private void block(
            long id, @Nullable LocalDate until, @Nullable LocalDateTime lifted, @Nullable LocalDate reviewBy) {
        work.insert(
                "blocked_address",
                "id, address, reason, blocked_at, blocked_until, lifted_at, review_by",
                id,
                "198.51.100.7",
                "Nätfiske",
                LocalDateTime.of(2024, 1, 1, 12, 0),
                until,
                lifted,
                reviewBy);
    }

    private boolean stays(long id) {
        return work.count("blocked_address", "id = " + id) == 1;
    }

    private List<String> findings() {
        return work.texts("SELECT CONCAT(subject, ' ', code) FROM finding ORDER BY subject");
    }

    private void run() {
        RunResult result = work.run(CategoryIds.FRAUD_ADDRESSES, today);
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void an_active_block_stays_on_its_review_day_and_is_reported_the_day_after_never_erased() {
        block(1, null, null, today);
        block(2, null, null, today.minusDays(1));
        block(3, null, null, null);
        block(4, null, null, today.minusYears(3));
        run();
        for (long id = 1; id <= 4; id++) {
            assertThat(stays(id)).as("block %s", id).isTrue();
        }
        assertThat(findings())
                .containsExactly("2 BLOCK_REVIEW_OVERDUE", "3 BLOCK_REVIEW_OVERDUE", "4 BLOCK_REVIEW_OVERDUE");
    }

    @Test
    void a_block_that_ran_out_by_itself_goes_on_the_thirtieth_day_and_not_on_the_twenty_ninth() {
        block(1, today.minusDays(30), null, today.minusDays(90));
        block(2, today.minusDays(29), null, today.minusDays(90));
        run();
        assertThat(stays(1)).isFalse();
        assertThat(stays(2)).isTrue();
        assertThat(findings()).isEmpty();
    }

    @Test
    void a_block_is_in_force_through_its_last_day() {
        block(1, today, null, today.plusDays(10));
        run();
        assertThat(stays(1)).isTrue();
        assertThat(findings()).isEmpty();
    }

    /** The lifting alone would not make it a candidate for weeks. */
    @Test
    void a_block_that_was_lifted_after_it_had_run_out_goes_by_the_day_it_ran_out() {
        block(1, today.minusDays(40), today.minusDays(2).atTime(9, 0), null);
        block(2, today.minusDays(29), today.minusDays(2).atTime(9, 0), null);
        run();
        assertThat(stays(1)).isFalse();
        assertThat(stays(2)).isTrue();
    }

    @Test
    void its_quarantined_messages_go_with_it_and_stay_with_it() {
        block(1, null, today.minusDays(30).atTime(9, 0), null);
        block(2, null, today.minusDays(29).atTime(9, 0), null);
        for (long id = 1; id <= 2; id++) {
            work.insert(
                    "quarantined_message",
                    "id, blocked_id, received_at, indicator, body",
                    id * 10,
                    id,
                    LocalDateTime.of(2024, 1, 1, 11, 0),
                    "paket.example",
                    "Hämta ditt paket");
        }
        run();
        assertThat(work.count("quarantined_message", "blocked_id = 1")).isZero();
        assertThat(work.count("quarantined_message", "blocked_id = 2")).isOne();
    }
}
