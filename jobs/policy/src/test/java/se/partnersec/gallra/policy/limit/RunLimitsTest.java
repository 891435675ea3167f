package se.partnersec.gallra.policy.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.policy.limit.LimitViolation.Kind;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.wording.LimitDescription;

class RunLimitsTest {
    private static final RunLimits LIMITS =
            new RunLimits(10_000, 5, 50, 3, 100, Set.of(ApprovalOccasion.FIRST_RUN, ApprovalOccasion.NEW_YEAR));

    private static RunLimits.Figures figures(long going, long records, @Nullable Long median) {
        return new RunLimits.Figures(going, records, median, true, true, List.of());
    }

    private static List<Kind> trips(RunLimits.Figures figures) {
        return LIMITS.trips(figures, null).stream().map(LimitViolation::kind).toList();
    }

    @Test
    void stops_one_record_above_the_most_records_and_not_at_them() {
        assertThat(trips(figures(10_000, 1_000_000, null))).isEmpty();
        assertThat(trips(figures(10_001, 1_000_000, null))).containsExactly(Kind.ROWS);
    }

    @Test
    void stops_one_record_above_the_share_and_not_at_it() {
        assertThat(trips(figures(5_000, 100_000, null))).isEmpty();
        assertThat(trips(figures(5_001, 100_000, null))).containsExactly(Kind.SHARE);
        assertThat(LIMITS.most(figures(5_001, 100_000, null))).isEqualTo(5_000);
    }

    private static RunLimits.Figures afterEarlier(long going, long records, long earlier) {
        return new RunLimits.Figures(going, records, null, true, true, List.of(), earlier);
    }

    @Test
    void what_went_earlier_the_same_day_counts_against_rows_and_share_and_a_handful_stops_nothing() {
        assertThat(trips(afterEarlier(6_000, 1_000_000, 4_000))).isEmpty();
        assertThat(trips(afterEarlier(6_001, 1_000_000, 4_000))).containsExactly(Kind.DAY);
        assertThat(trips(afterEarlier(2_001, 100_000, 3_000))).containsExactly(Kind.DAY);
        assertThat(trips(afterEarlier(5_001, 100_000, 3_000)))
                .as("what one run alone would pass is said once")
                .containsExactly(Kind.SHARE);
        assertThat(trips(afterEarlier(40, 500, 60))).isEmpty();
        assertThat(trips(afterEarlier(41, 500, 60))).containsExactly(Kind.DAY);
        assertThat(LIMITS.most(afterEarlier(2_000, 100_000, 3_000))).isEqualTo(2_000);
        assertThat(LIMITS.most(afterEarlier(1, 100_000, 9_000)))
                .as("more went, by an approval, than is left")
                .isZero();
    }

    @Test
    void a_share_rounds_down_also_where_a_product_would_be_too_large() {
        assertThat(new RunLimits(Long.MAX_VALUE, 5, 100, 1, 0, Set.of()).most(figures(1, 139, null)))
                .isEqualTo(6);
        assertThat(new RunLimits(Long.MAX_VALUE, 99, 100, 1, 0, Set.of())
                        .most(figures(1, Long.MAX_VALUE / 100 * 100, null)))
                .isEqualTo(Long.MAX_VALUE / 100 * 99);
    }

    @Test
    void stops_one_record_above_so_many_times_the_median_and_not_at_them() {
        assertThat(trips(figures(3_000, 100_000, 1_000L))).isEmpty();
        assertThat(trips(figures(3_001, 100_000, 1_000L))).containsExactly(Kind.RATIO);
    }

    @Test
    void stops_one_record_above_the_share_of_one_customer_and_not_at_it() {
        assertThat(trips(ofCustomer(500))).isEmpty();
        assertThat(trips(ofCustomer(501))).containsExactly(Kind.CUSTOMER);
    }

    private static RunLimits.Figures ofCustomer(long going) {
        return new RunLimits.Figures(
                going + 200,
                1_000_000,
                null,
                true,
                true,
                List.of(
                        new RunLimits.Figures.Customer("17", going, 1_000),
                        new RunLimits.Figures.Customer("18", 200, 1_000)));
    }

    @Test
    void of_few_records_neither_a_share_nor_a_ratio_stops_any() {
        assertThat(trips(figures(100, 100, 1L))).isEmpty();
        assertThat(trips(figures(101, 101, 1L))).containsExactly(Kind.SHARE, Kind.RATIO);
        assertThat(LIMITS.floor()).isEqualTo(100);
    }

    @Test
    void the_first_run_and_the_first_of_a_year_need_approval_however_little_would_go() {
        RunLimits.Figures first = new RunLimits.Figures(1, 0, null, false, false, List.of());
        assertThat(trips(first)).containsExactly(Kind.FIRST_RUN);
        RunLimits.Figures ofYear = new RunLimits.Figures(1, 0, null, true, false, List.of());
        assertThat(trips(ofYear)).containsExactly(Kind.NEW_YEAR);
        assertThat(trips(new RunLimits.Figures(1, 0, null, true, true, List.of())))
                .isEmpty();
        RunLimits newYear = new RunLimits(10_000, 5, 50, 3, 100, Set.of(ApprovalOccasion.NEW_YEAR));
        assertThat(newYear.trips(first, null)).extracting(LimitViolation::kind).containsExactly(Kind.NEW_YEAR);
        RunLimits none = new RunLimits(10_000, 5, 50, 3, 100, Set.of());
        assertThat(none.trips(first, null)).isEmpty();
        assertThat(none.trips(ofYear, null)).isEmpty();
    }

    @Test
    void where_nothing_would_go_nothing_stands_in_the_way() {
        RunLimits.Figures nothing = new RunLimits.Figures(0, 0, null, false, false, List.of());
        assertThat(LIMITS.trips(nothing, new MaxDelete(1, true))).isEmpty();
    }

    @Test
    void what_a_run_was_told_to_stop_at_stops_it_in_records_and_in_percent() {
        assertThat(asked("200", 200)).isEmpty();
        assertThat(asked("199", 200)).containsExactly(Kind.ASKED);
        assertThat(asked("2%", 200)).isEmpty();
        assertThat(asked("2%", 201)).containsExactly(Kind.ASKED);
        assertThat(List.of("0", "-1", "1.5", "101%", "", "5 %", "x", "1000000000000"))
                .allMatch(text -> MaxDelete.parse(text).isEmpty());
    }

    private static List<Kind> asked(String text, long going) {
        return LIMITS.trips(figures(going, 10_000, null), MaxDelete.parse(text).orElseThrow()).stream()
                .map(LimitViolation::kind)
                .toList();
    }

    @Test
    void where_a_plan_is_wanted_every_run_that_would_erase_anything_stops() {
        RunLimits planned = new RunLimits(10_000, 5, 50, 3, 100, Set.of(ApprovalOccasion.PLAN));
        assertThat(planned.trips(figures(1, 100, null), null))
                .extracting(LimitViolation::kind)
                .containsExactly(Kind.PLAN);
        assertThat(planned.trips(figures(0, 100, null), null)).isEmpty();
        assertThat(Kind.PLAN.occasion())
                .as("no approval of any run is one of a plan")
                .isFalse();
    }

    @Test
    void limits_that_say_nothing_are_refused() {
        assertThatThrownBy(() -> new RunLimits(0, 5, 50, 3, 100, Set.of())).hasMessageContaining("0 rows");
        assertThatThrownBy(() -> new RunLimits(1, 101, 50, 3, 100, Set.of())).hasMessageContaining("101 %");
    }

    @Test
    void says_the_limit_the_figure_and_the_command_in_both_languages_and_names_no_customer_by_words() {
        RunLimits.Figures both = new RunLimits.Figures(
                20_000, 100_000, 10L, true, true, List.of(new RunLimits.Figures.Customer("AB-Å1", 900, 1_000)));
        List<LimitViolation> trips = LIMITS.trips(both, null);
        assertThat(trips)
                .extracting(LimitViolation::kind)
                .containsExactly(Kind.ROWS, Kind.SHARE, Kind.RATIO, Kind.CUSTOMER);
        assertThat(new LimitDescription(Locale.ENGLISH, new DataCategory("ip-logs")).all(trips, 20_000))
                .isEqualTo(
                        "20000 records to erase, more than the limit of 10000 for one run; 20000 records to erase, more than"
                                + " the limit of 5000: 5 % of the 100000 records in the category, or 'few' in limits.yml if that is more;"
                                + " 20000 records to erase, more than 3 times the median 10 of earlier runs, or 'few' in limits.yml if that"
                                + " is more: the limit is 100; 900 of the 1000 records of one customer to erase, more than the limit of 500:"
                                + " 50 %, or 'few' in limits.yml if that is more. To"
                                + " allow it for one run: gallra runs allow ip-logs --max-delete 20000 --reason '…', approved by"
                                + " another person: gallra approvals list");
        assertThat(new LimitDescription(new Locale("sv"), new DataCategory("ip-logs")).all(trips, 20_000))
                .contains(
                        "fler än gränsen 10000",
                        "mer än gränsen 5000: 5 % av kategorins",
                        "gånger medianen 10",
                        "900 av en kunds 1000 poster")
                .contains("gallra runs allow ip-logs --max-delete 20000 --reason");
        List<LimitViolation> named = LIMITS.trips(ofCustomer(501), null);
        assertThat(new LimitDescription(Locale.ENGLISH, new DataCategory("ip-logs")).all(named, 701))
                .contains("501 of the 1000 records of customer 17", "--max-delete 701");
    }
}
