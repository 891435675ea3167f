package se.partnersec.gallra.erasure.statistic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.erasure.run.ChunkFailedException;

class GroupCountsTest {
    private static final List<String> INVOICES = List.of("faktura");
    private final StatisticStep.GroupCounts tally = new StatisticStep.GroupCounts(5);

    @Test
    void five_persons_are_counted_and_four_are_left_out() {
        for (int person = 1; person <= 5; person++) {
            tally.add(INVOICES, "p" + person);
            if (person < 5) {
                tally.add(List.of("flytt"), "p" + person);
            }
        }
        assertThat(tally.enough()).isEqualTo(Map.of(INVOICES, 5L));
    }

    @Test
    void many_records_of_one_person_are_left_out() {
        for (int i = 0; i < 50; i++) {
            tally.add(INVOICES, "p1");
        }
        assertThat(tally.enough()).isEmpty();
    }

    @Test
    void records_of_unknown_persons_count_and_do_not_help_to_the_floor() {
        for (int i = 0; i < 10; i++) {
            tally.add(INVOICES, null);
        }
        for (int person = 1; person <= 4; person++) {
            tally.add(INVOICES, "p" + person);
        }
        assertThat(tally.enough()).isEmpty();
        tally.add(INVOICES, "p5");
        assertThat(tally.enough()).isEqualTo(Map.of(INVOICES, 15L));
    }

    @Test
    void something_as_fine_as_an_address_is_refused() {
        assertThatThrownBy(() -> {
                    for (int i = 0; i <= StatisticStep.GroupCounts.MOST_GROUPS; i++) {
                        tally.add(List.of("192.0.2." + i), "p");
                    }
                })
                .isInstanceOf(ChunkFailedException.class)
                .hasMessageContaining("something coarser");
    }
}
