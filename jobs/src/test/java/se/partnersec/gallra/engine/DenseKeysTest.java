package se.partnersec.gallra.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.engine.KeptRanges.Stretch;
import se.partnersec.gallra.store.RecordKey;

class DenseKeysTest {
    private static final Stretch ALL = new Stretch(null, null, null, false);

    private final DenseKeys dense = new DenseKeys();
    private final List<String> asked = new ArrayList<>();

    private @Nullable List<RecordKey> page(Stretch stretch, @Nullable String after, @Nullable String last, long there) {
        return dense.page(stretch, after, last, 10, to -> {
            asked.add(to);
            return there;
        });
    }

    private static List<RecordKey> keys(long from, long to) {
        return LongStream.rangeClosed(from, to).mapToObj(RecordKey::of).toList();
    }

    @Test
    void as_many_candidates_as_numbers_are_all_of_them() {
        assertThat(page(ALL, "40", "50", 10)).isEqualTo(keys(41, 50));
        assertThat(asked).containsExactly("50");
    }

    @Test
    void a_page_with_one_less_is_read_and_the_next_one_counted() {
        assertThat(page(ALL, "40", "500", 9)).isNull();
        assertThat(page(ALL, "50", "500", 10)).isEqualTo(keys(51, 60));
    }

    @Test
    void the_more_pages_have_gaps_the_more_are_read_uncounted_but_no_more_than_sixteen() {
        List<Integer> counted = new ArrayList<>();
        for (int i = 0; i < 70; i++) {
            int before = asked.size();
            assertThat(page(ALL, "40", "500", 9)).isNull();
            if (asked.size() > before) {
                counted.add(i);
            }
        }
        assertThat(counted).containsExactly(0, 1, 3, 7, 15, 31, 48, 65);
    }

    @Test
    void a_page_without_a_gap_halves_the_rest_after_the_next_one_with_gaps() {
        for (int i = 0; i < 7; i++) {
            page(ALL, "40", "500", 9);
        }
        assertThat(page(ALL, "50", "500", 10)).isEqualTo(keys(51, 60));
        assertThat(page(ALL, "60", "500", 9)).isNull();
        for (int i = 0; i < 3; i++) {
            assertThat(page(ALL, "70", "500", 10)).isNull();
        }
        assertThat(page(ALL, "70", "500", 10)).isEqualTo(keys(71, 80));
    }

    @Test
    void where_a_key_is_there_twice_it_is_read() {
        assertThat(page(ALL, "40", "50", -1)).isNull();
    }

    @Test
    void a_page_lies_within_the_bounds_of_the_run_and_of_its_stretch() {
        assertThat(page(ALL, "40", "49", 10)).isNull();
        assertThat(page(new Stretch(null, 49L, null, false), "40", "500", 10)).isNull();
        assertThat(asked).isEmpty();
        assertThat(page(new Stretch(45L, 55L, null, false), "40", "500", 10)).isEqualTo(keys(46, 55));
    }

    @Test
    void where_nothing_bounds_it_it_is_read() {
        assertThat(page(ALL, null, "50", 10)).isNull();
        assertThat(page(ALL, "40", null, 10)).isNull();
        assertThat(asked).isEmpty();
    }

    @Test
    void numbers_that_are_shown_with_zeros_or_a_sign_or_are_too_long_are_read() {
        for (String after : List.of("0000000040", "-5", "0")) {
            assertThat(page(ALL, after, "500", 10)).as(after).isNull();
        }
        assertThat(page(ALL, "9999999999999999999", "18446744073709551615", 10)).isNull();
        assertThat(page(ALL, "40", "18446744073709551615", 10)).isNull();
        assertThat(asked).isEmpty();
    }
}
