package se.partnersec.gallra.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.store.RecordKey;

class KeySpanTest {
    private static List<RecordKey> keys(LongStream numbers) {
        return new ArrayList<>(numbers.mapToObj(RecordKey::of).toList());
    }

    @Test
    void spans_keys_that_lie_close_together_in_any_order() {
        List<RecordKey> keys = keys(LongStream.rangeClosed(1, 100));
        java.util.Collections.reverse(keys);
        assertThat(KeySpan.of(keys)).isEqualTo(new KeySpan(1, 100));
    }

    @Test
    void allows_a_fifth_of_the_range_to_be_others() {
        assertThat(KeySpan.of(keys(LongStream.concat(LongStream.rangeClosed(1, 99), LongStream.of(125)))))
                .isEqualTo(new KeySpan(1, 125));
        assertThat(KeySpan.of(keys(LongStream.concat(LongStream.rangeClosed(1, 99), LongStream.of(126)))))
                .isNull();
    }

    @Test
    void asks_for_each_of_few_keys() {
        assertThat(KeySpan.of(keys(LongStream.rangeClosed(1, 99)))).isNull();
    }

    @Test
    void never_spans_keys_that_are_no_plain_numbers() {
        for (RecordKey odd :
                List.of(new RecordKey("50", false), RecordKey.of(-1), new RecordKey("18446744073709551615", true))) {
            List<RecordKey> keys = keys(LongStream.rangeClosed(1, 100));
            keys.add(odd);
            assertThat(KeySpan.of(keys)).as(odd.text()).isNull();
        }
    }
}
