package se.partnersec.gallra.objectstore.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AdaptiveConcurrencyTest {
    private final AdaptiveConcurrency bound = new AdaptiveConcurrency(8);

    @Test
    void each_wave_of_refusals_halves_it_once_and_never_to_nothing() {
        for (int expected : new int[] {4, 2, 1, 1}) {
            int sentAt = bound.halvings();
            for (int i = 0; i < 8; i++) {
                bound.refused(sentAt);
            }
            assertThat(bound.now()).isEqualTo(expected);
        }
    }

    @Test
    void it_grows_by_one_after_a_while_of_answers_and_no_further_than_it_was() {
        bound.refused(0);
        answers(4 * AdaptiveConcurrency.STEADY - 1);
        assertThat(bound.now()).isEqualTo(4);
        answers(1);
        assertThat(bound.now()).isEqualTo(5);
        answers(100 * AdaptiveConcurrency.STEADY);
        assertThat(bound.now()).isEqualTo(8);
    }

    @Test
    void a_refusal_begins_the_while_anew() {
        bound.refused(0);
        answers(4 * AdaptiveConcurrency.STEADY - 1);
        bound.refused(bound.halvings());
        answers(2 * AdaptiveConcurrency.STEADY - 1);
        assertThat(bound.now()).isEqualTo(2);
    }

    private void answers(int n) {
        for (int i = 0; i < n; i++) {
            bound.answered();
        }
    }
}
