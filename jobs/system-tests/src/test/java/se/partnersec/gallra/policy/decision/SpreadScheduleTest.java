package se.partnersec.gallra.policy.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.policy.fact.Bookkeeping;
import se.partnersec.gallra.policy.fact.Facts;
import se.partnersec.gallra.policy.fact.Hold;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.policy.rule.RetentionRule;
import se.partnersec.gallra.testing.CategoryIds;

/** What the law frees on one 1 January goes a share a night; all else on its own day. */
class SpreadScheduleTest {
    private static final RetentionPolicy POLICY = ShippedPolicy.POLICY;
    private static final RetentionRule RULE = POLICY.rule(CategoryIds.INVOICES);
    private static final LocalDate FREE = LocalDate.of(2026, 1, 1);
    private static final Instant NOW = Instant.parse("2026-06-01T04:00:00Z");
    private static final Facts INVOICE = new Facts.Invoice(
            Facts.Circumstances.of(
                    false,
                    new Bookkeeping(Bookkeeping.Extent.FULL, List.of(LocalDate.of(2018, 6, 30)), List.of(), List.of())),
            CategoryIds.INVOICES,
            List.of());

    private static LocalDate turn(int key, Hold... holds) {
        Verdict verdict = POLICY.decide(INVOICE, List.of(holds), NOW);
        return Objects.requireNonNull(RetentionPolicy.SpreadSchedule.of(RULE, INVOICE, verdict, String.valueOf(key)));
    }

    @Test
    void every_turn_comes_within_the_spread_and_each_night_has_some() {
        List<LocalDate> turns =
                IntStream.range(0, 2000).mapToObj(key -> turn(key)).toList();
        assertThat(turns).allMatch(day -> !day.isBefore(FREE) && !day.isAfter(FREE.plusDays(20)));
        for (int night = 0; night <= 20; night++) {
            LocalDate day = FREE.plusDays(night);
            assertThat(turns.stream().filter(day::equals).count()).as("%s", day).isBetween(50L, 150L);
        }
    }

    @Test
    void the_turn_of_a_record_is_the_same_every_time() {
        assertThat(turn(17)).isEqualTo(turn(17));
    }

    @Test
    void what_a_hold_let_go_goes_on_the_day_of_its_release() {
        Instant placed = Instant.parse("2025-12-01T08:00:00Z");
        Instant released = Instant.parse("2026-03-03T08:00:00Z");
        Hold hold = new Hold("H-1", HoldType.LEGAL_CLAIM, placed, null, released, null);
        for (int key = 0; key < 50; key++) {
            assertThat(turn(key, hold)).isEqualTo("2026-03-03");
        }
    }

    @Test
    void a_rule_without_a_spread_takes_all_on_their_day() {
        RetentionRule at = new RetentionRule(
                CategoryIds.KNOWN.bounds(CategoryIds.INVOICES),
                RULE.timing(),
                RULE.disposition(),
                RULE.grounds(),
                RULE.reviewBy());
        Verdict verdict = POLICY.decide(INVOICE, List.of(), NOW);
        for (int key = 0; key < 50; key++) {
            assertThat(RetentionPolicy.SpreadSchedule.of(at, INVOICE, verdict, "" + key))
                    .isEqualTo(FREE);
        }
    }

    @Test
    void a_spread_as_long_as_the_tolerance_is_refused() {
        assertThatThrownBy(() -> new RetentionRule(
                        CategoryIds.KNOWN.bounds(CategoryIds.INVOICES),
                        RULE.timing(),
                        RULE.disposition(),
                        RULE.grounds(),
                        null,
                        30))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("shorter than the tolerance of 30 days, was 30");
    }
}
