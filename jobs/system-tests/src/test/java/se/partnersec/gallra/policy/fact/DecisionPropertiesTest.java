package se.partnersec.gallra.policy.fact;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.policy.decision.Verdict;
import se.partnersec.gallra.policy.decision.Verdict.Decision;
import se.partnersec.gallra.policy.decision.Verdict.ReasonClass;
import se.partnersec.gallra.policy.fact.RandomCases.Case;
import se.partnersec.gallra.policy.rule.SwedishCalendar;

/**
 * What must hold for every record, hold and instant; tried on invented ones. A failure names its case; {@code -Dseed=N}
 * brings the same cases again, {@code -Dcases=N} more of them.
 */
class DecisionPropertiesTest {

    private static final long SEED = Long.getLong("seed", 20261124L);
    private static final int CASES = Integer.getInteger("cases", 20_000);

    @BeforeAll
    static void tell_the_seed() {
        System.out.println("properties: seed " + SEED + ", " + CASES + " cases each");
    }

    @Test
    void meets_every_decision_and_every_class_of_reasons() {
        Map<Decision, Integer> decisions = new EnumMap<>(Decision.class);
        Map<ReasonClass, Integer> reasons = new EnumMap<>(ReasonClass.class);
        forAll((c, v) -> {
            decisions.merge(v.decision(), 1, Integer::sum);
            v.because().forEach(b -> reasons.merge(b.kind(), 1, Integer::sum));
        });
        System.out.println("properties: " + decisions + " " + reasons);
        assertThat(decisions).hasSize(Decision.values().length - 1);
        assertThat(reasons.keySet())
                .as("who refers to a record is asked of the database")
                .isEqualTo(EnumSet.complementOf(EnumSet.of(ReasonClass.REFERENCE)));
        assertThat(decisions.values()).allMatch(n -> n > CASES / 100);
    }

    @Test
    void never_lets_go_under_an_active_hold_or_dispute() {
        forAll((c, v) -> {
            if (goes(v)) {
                assertThat(c.holds()).as("%s", c).noneMatch(h -> blocks(h, c));
                assertThat(c.facts() instanceof Facts.Traffic t
                                && t.disputes().stream().anyMatch(d -> disputed(d, c)))
                        .as("%s", c)
                        .isFalse();
            }
        });
    }

    @Test
    void never_erases_what_something_that_stays_refers_to_and_changes_nothing_else() {
        forAll((c, v) -> {
            for (boolean reduces : new boolean[] {false, true}) {
                Facts.Circumstances all = c.facts().circumstances();
                Verdict referred = c.with(c.facts().with(all.with(new Facts.Reference("child.record_id", reduces))))
                        .verdict();
                if (v.decision() != Decision.ERASE) {
                    assertThat(referred).as("%s", c).isEqualTo(v);
                } else {
                    assertThat(referred.reason()).as("%s", c).isEqualTo("REFERRED_TO");
                    assertThat(referred.decision())
                            .as("%s", c)
                            .isEqualTo(reduces && !all.reduced() ? Decision.ANONYMISE : Decision.RETAIN);
                }
            }
        });
    }

    @Test
    void never_lets_go_of_what_bookkeeping_needs() {
        forAll((c, v) -> {
            Facts.Circumstances circumstances = c.facts().circumstances();
            Bookkeeping books = circumstances.bookkeeping();
            boolean invoice = c.facts() instanceof Facts.Invoice;
            if (goes(v) && (invoice || books.extent() != Bookkeeping.Extent.NONE)) {
                int lastYear = books.fiscalYearEnds().stream()
                        .mapToInt(LocalDate::getYear)
                        .max()
                        .orElseThrow();
                boolean needed = c.today().getYear() <= lastYear + 7;
                boolean onlyFields =
                        !invoice && books.extent() == Bookkeeping.Extent.FIELDS && !circumstances.reduced();
                assertThat(v.decision())
                        .as("%s", c)
                        .isEqualTo(needed && onlyFields ? Decision.ANONYMISE : Decision.ERASE);
                assertThat(needed && !onlyFields).as("%s", c).isFalse();
            }
        });
    }

    @Test
    void is_due_before_it_must_be_complete_unless_a_hold_moved_it() {
        forAll((c, v) -> {
            boolean moved = !c.holds().isEmpty()
                    || c.facts().circumstances().request() != null
                    || c.facts() instanceof Facts.Traffic t && !t.disputes().isEmpty();
            if (v.due() != null && !moved) {
                assertThat(v.due()).as("%s", c).isBeforeOrEqualTo(v.eraseBy());
            }
        });
    }

    @Test
    void a_dated_retain_ends_exactly_the_day_after() {
        forAll((c, v) -> {
            if (v.decision() == Decision.RETAIN && v.retainUntil() != null && endIsKnown(c, v)) {
                Instant end = SwedishCalendar.startOfDay(v.retainUntil().plusDays(1));
                Verdict lastSecond = c.at(end.minusSeconds(1)).verdict();
                assertThat(lastSecond.decision()).as("%s", c).isEqualTo(Decision.RETAIN);
                assertThat(lastSecond.retainUntil()).as("%s", c).isEqualTo(v.retainUntil());
                assertThat(c.at(end).verdict().decision()).as("%s", c).isNotEqualTo(Decision.RETAIN);
            }
        });
    }

    @Test
    void once_it_goes_it_goes_on_every_later_day() {
        forAll((c, v) -> {
            boolean laterHold = c.holds().stream().anyMatch(h -> h.placedAt().isAfter(c.now()))
                    || c.facts() instanceof Facts.Traffic t
                            && t.disputes().stream().anyMatch(d -> isAfter(d.openedAt(), c));
            if (goes(v) && !laterHold && !mayComeIntoDoubt(c)) {
                for (int days : new int[] {1, 29, 365, 4000}) {
                    Verdict then = c.at(c.now().plus(Duration.ofDays(days))).verdict();
                    assertThat(then.decision() == Decision.ERASE || then.decision() == v.decision())
                            .as("%s", c)
                            .isTrue();
                }
            }
        });
    }

    @Test
    void another_hold_never_makes_anything_go_earlier() {
        RandomCases cases = new RandomCases(SEED);
        for (int i = 0; i < CASES; i++) {
            Case without = cases.next();
            List<Hold> more = new ArrayList<>(without.holds());
            more.add(
                    cases.chance(more.size() + 1) ? more.size() : 0,
                    cases.hold(without.today().minusDays(200)));
            Case with = without.withHolds(more);
            Verdict verdict = with.verdict();
            Verdict before = without.verdict();
            assertThat(goes(verdict) && !goes(before)).as("%s", with).isFalse();
            if (verdict.due() != null && before.due() != null) {
                assertThat(verdict.due()).as("%s", with).isAfterOrEqualTo(before.due());
            }
        }
    }

    @Test
    void a_missing_start_fact_never_lets_go() {
        forAll((c, v) -> {
            if (goes(v) && c.facts().circumstances().request() == null) {
                for (Facts poorer : MissingFacts.each(c.facts())) {
                    assertThat(goes(c.with(poorer).verdict()))
                            .as("%s", c.with(poorer))
                            .isFalse();
                }
            }
        });
    }

    @Test
    void a_second_run_changes_nothing() {
        forAll((c, v) -> {
            if (goes(v)) {
                Verdict again = c.with(MissingFacts.after(c.facts(), v.decision(), c.now()))
                        .verdict();
                assertThat(again.reason())
                        .as("%s", c)
                        .isEqualTo(v.decision() == Decision.ERASE ? "ALREADY_ERASED" : "BOOKKEEPING");
            }
        });
    }

    @Test
    void answers_alike_wherever_the_machine_stands() {
        TimeZone home = TimeZone.getDefault();
        try {
            forAll((c, v) -> {
                for (String zone : List.of("UTC", "Asia/Tokyo", "America/Los_Angeles", "Europe/Stockholm")) {
                    TimeZone.setDefault(TimeZone.getTimeZone(zone));
                    assertThat(c.verdict()).as("%s in %s", c, zone).isEqualTo(v);
                }
            });
        } finally {
            TimeZone.setDefault(home);
        }
    }

    @Test
    void answers_alike_for_the_same_instant_in_any_offset() {
        Instant instant = Instant.parse("2026-03-28T23:30:00Z");
        for (String same :
                List.of("2026-03-29T00:30:00+01:00", "2026-03-28T16:30:00-07:00", "2026-03-29T08:30:00+09:00")) {
            assertThat(OracleFacts.instant(same)).isEqualTo(instant);
            assertThat(OracleFacts.date(same)).isEqualTo("2026-03-29");
        }
    }

    @Test
    void a_processor_record_is_never_touched() {
        forAll((c, v) -> {
            if (c.facts().circumstances().processor()) {
                assertThat(v.reason()).as("%s", c).isEqualTo("OUT_OF_SCOPE_PROCESSOR");
            }
        });
    }

    private static void forAll(BiConsumer<Case, Verdict> property) {
        RandomCases cases = new RandomCases(SEED);
        for (int i = 0; i < CASES; i++) {
            Case next = cases.next();
            property.accept(next, next.verdict());
        }
    }

    private static boolean goes(Verdict verdict) {
        return verdict.decision() == Decision.ERASE || verdict.decision() == Decision.ANONYMISE;
    }

    /** Said anew here, from the words of the rule book, so that a slip in the rule is seen. */
    private static boolean blocks(Hold hold, Case c) {
        boolean placed = hold.placedAt().compareTo(c.now()) <= 0;
        boolean released = hold.releasedAt() != null && hold.releasedAt().compareTo(c.now()) <= 0;
        return placed && !released && (hold.until() == null || c.today().compareTo(hold.until()) <= 0);
    }

    private static boolean disputed(Facts.Dispute dispute, Case c) {
        boolean opened = dispute.openedAt() == null || dispute.openedAt().compareTo(c.now()) <= 0;
        return opened
                && (dispute.open()
                        || dispute.closedAt() == null
                        || dispute.closedAt().compareTo(c.now()) > 0);
    }

    /**
     * Not so when something else is known to happen before: a hold comes or goes, a block runs out before its review, one
     * of several claims is time-barred before the last, or a doubt comes back that was only outranked.
     */
    private static boolean endIsKnown(Case c, Verdict v) {
        if (c.facts() instanceof Facts.Traffic t
                && t.disputes().stream().anyMatch(d -> isAfter(d.openedAt(), c) || isAfter(d.closedAt(), c))) {
            return false;
        }
        return !(c.facts() instanceof Facts.Fraud f && f.blockedUntil() != null)
                && !mayComeIntoDoubt(c)
                && c.holds().stream().noneMatch(h -> h.placedAt().isAfter(c.now()) || isAfter(h.releasedAt(), c))
                && v.because().stream()
                                .filter(b -> b.kind() == ReasonClass.OPEN_CLAIM)
                                .count()
                        < 2
                && v.flags().stream().noneMatch(f -> f.name().startsWith("WARN_"));
    }

    /** A request lets go in spite of an active block or contract; when that ends, a doubt that it hid may show. */
    private static boolean mayComeIntoDoubt(Case c) {
        return c.facts().circumstances().request() != null
                && (c.facts() instanceof Facts.Fraud || c.facts() instanceof Facts.User);
    }

    private static boolean isAfter(@Nullable Instant instant, Case c) {
        return instant != null && instant.isAfter(c.now());
    }
}
