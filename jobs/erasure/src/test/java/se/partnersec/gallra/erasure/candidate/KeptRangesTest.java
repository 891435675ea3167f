package se.partnersec.gallra.erasure.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.erasure.candidate.KeptRanges.Quiet;
import se.partnersec.gallra.erasure.candidate.KeptRanges.Stretch;

class KeptRangesTest {
    private static final LocalDate DAY = LocalDate.of(2026, 6, 1);

    private static Quiet quiet(@Nullable Long after, long hi, long arrivals) {
        return new Quiet(after, hi, 10, arrivals, DAY);
    }

    private static Stretch open(@Nullable Long after, @Nullable Long hi) {
        return new Stretch(after, hi, null, false);
    }

    private static Stretch silent(@Nullable Long after, @Nullable Long hi) {
        return new Stretch(after, hi, DAY, true);
    }

    @Test
    void keys_that_are_words_lie_in_the_one_stretch_that_is_met() {
        assertThat(KeptRanges.NONE.from("samtal-17")).hasSize(1);
        assertThat(KeptRanges.NONE.of(new RecordKey("samtal-17", false)).silent())
                .isFalse();
    }

    @Test
    void what_is_not_known_lies_between() {
        KeptRanges ranges = new KeptRanges(List.of(quiet(10L, 20, 0), quiet(30L, 40, 0)));
        assertThat(ranges.from(null))
                .containsExactly(open(null, 10L), silent(10L, 20L), open(20L, 30L), silent(30L, 40L), open(40L, null));
        assertThat(ranges.records()).isEqualTo(20);
    }

    @Test
    void stretches_that_go_on_are_one_and_from_the_beginning_nothing_comes_before() {
        assertThat(new KeptRanges(List.of(quiet(null, 20, 0), quiet(20L, 40, 0))).from(null))
                .containsExactly(silent(null, 40L), open(40L, null));
    }

    @Test
    void one_with_arrivals_is_looked_into() {
        assertThat(new KeptRanges(List.of(quiet(null, 20, 0), quiet(20L, 40, 3))).from(null))
                .containsExactly(silent(null, 20L), new Stretch(20L, 40L, DAY, false), open(40L, null));
    }

    @Test
    void one_that_reaches_into_another_is_not_believed() {
        KeptRanges ranges = new KeptRanges(List.of(quiet(null, 20, 0), quiet(19L, 40, 0), quiet(null, 50, 0)));
        assertThat(ranges.from(null)).containsExactly(silent(null, 20L), open(20L, null));
        assertThat(ranges.records()).isEqualTo(10);
    }

    @Test
    void a_key_is_found_where_it_lies_and_looking_goes_on_behind_it() {
        KeptRanges ranges = new KeptRanges(List.of(quiet(10L, 20, 0), quiet(30L, 40, 0)));
        assertThat(ranges.of(RecordKey.of(10))).isEqualTo(open(null, 10L));
        assertThat(ranges.of(RecordKey.of(11))).isEqualTo(silent(10L, 20L));
        assertThat(ranges.of(RecordKey.of(20))).isEqualTo(silent(10L, 20L));
        assertThat(ranges.of(RecordKey.of(21))).isEqualTo(open(20L, 30L));
        assertThat(ranges.of(RecordKey.of(99))).isEqualTo(open(40L, null));
        assertThat(ranges.from("20").get(0)).isEqualTo(open(20L, 30L));
        assertThat(ranges.from("19").get(0)).isEqualTo(silent(10L, 20L));
        assertThat(ranges.from("40")).containsExactly(open(40L, null));
    }

    @Test
    void keys_go_up_to_the_end_of_unsigned_numbers_and_negative_ones_come_first() {
        long beyond = Long.parseUnsignedLong("18446744073709551610");
        KeptRanges ranges = new KeptRanges(List.of(quiet(5L, beyond, 0)));
        assertThat(ranges.of(new RecordKey("18446744073709551611", true))).isEqualTo(open(beyond, null));
        assertThat(ranges.of(new RecordKey("9223372036854775808", true))).isEqualTo(silent(5L, beyond));
        assertThat(ranges.of(new RecordKey("-7", true))).isEqualTo(open(null, 5L));
        assertThat(KeptRanges.later("-7", 5L)).isEqualTo("5");
        assertThat(KeptRanges.later("-7", null)).isEqualTo("-7");
        assertThat(KeptRanges.later("6", 5L)).isEqualTo("6");
        assertThat(KeptRanges.earlier("18446744073709551615", beyond)).isEqualTo("18446744073709551610");
        assertThat(KeptRanges.earlier(null, 5L)).isEqualTo("5");
        assertThat(KeptRanges.earlier("4", 5L)).isEqualTo("4");
    }

    @Test
    void what_was_met_and_what_was_passed_over_are_counted_together() {
        CandidateQuery.Extent met = new CandidateQuery.Extent(3, "7", "9");
        assertThat(new KeptRanges(List.of(quiet(10L, 20, 0))).with(met))
                .isEqualTo(new CandidateQuery.Extent(13, "7", "20"));
        assertThat(KeptRanges.NONE.with(met)).isEqualTo(met);
    }
}
