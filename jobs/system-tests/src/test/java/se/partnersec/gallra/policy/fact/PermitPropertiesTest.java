package se.partnersec.gallra.policy.fact;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.policy.decision.Verdict;
import se.partnersec.gallra.policy.decision.Verdict.Because;
import se.partnersec.gallra.policy.decision.Verdict.Decision;
import se.partnersec.gallra.policy.decision.Verdict.ReasonClass;
import se.partnersec.gallra.policy.fact.RandomCases.Case;

/** A permit given to any record at any time: what it may change, and that it changes nothing else. */
class PermitPropertiesTest {
    private static final long SEED = Long.getLong("seed", 20261125L);
    private static final int CASES = Integer.getInteger("cases", 20_000);

    private interface Property {
        void holds(Case with, Verdict before, Verdict after, DestructionPermit permit);
    }

    private static void forAll(@Nullable String approvedBy, boolean withdrawn, Property property) {
        RandomCases cases = new RandomCases(SEED);
        Random random = new Random(SEED);
        for (int i = 0; i < CASES; i++) {
            Case without = known(cases.next());
            LocalDate from = without.today().plusDays(random.nextInt(800) - 700);
            LocalDate year = random.nextBoolean() ? null : latest(without.facts());
            DestructionPermit permit = new DestructionPermit(
                    i + 1,
                    "8-" + i,
                    year,
                    year == null ? null : FiscalYear.MAIN,
                    from,
                    "anna@%",
                    approvedBy,
                    withdrawn);
            Facts facts = without.facts();
            Case with = without.with(facts.with(facts.circumstances().with(List.of(permit))));
            property.holds(with, without.verdict(), with.verdict(), permit);
        }
    }

    /** The same with its fiscal years on record, so that a permit for one of them can be about it. */
    private static Case known(Case c) {
        Facts.Circumstances all = c.facts().circumstances();
        List<FiscalYear> years = new ArrayList<>();
        all.bookkeeping().fiscalYearEnds().forEach(end -> years.add(new FiscalYear(end.minusMonths(11), end)));
        Bookkeeping books =
                new Bookkeeping(all.bookkeeping().extent(), all.bookkeeping().fiscalYearEnds(), List.of(), years);
        return c.with(c.facts()
                .with(new Facts.Circumstances(all.processor(), all.erasedAt(), books, all.reduced(), all.request())));
    }

    private static @Nullable LocalDate latest(Facts facts) {
        FiscalYear year = facts.circumstances().bookkeeping().latestYear();
        return year == null ? null : year.end();
    }

    @Test
    void without_approval_by_another_or_after_withdrawal_it_changes_nothing_at_all() {
        Property nothing = (with, before, after, permit) ->
                assertThat(after).as("%s", with).isEqualTo(before);
        forAll(null, false, nothing);
        forAll("anna@%", false, nothing);
        forAll("Anna@localhost", false, nothing);
        forAll("bo@%", true, nothing);
    }

    @Test
    void it_lets_go_only_what_nothing_but_the_books_kept_and_not_before_its_day() {
        int[] early = {0};
        forAll(
                "bo@%",
                false, (with, before, after, permit) -> {
                    if (after.decision() == Decision.ERASE && before.decision() != Decision.ERASE) {
                        early[0]++;
                        assertThat(after.flags()).as("%s", with).contains(Verdict.EARLY_BY_PERMIT);
                        assertThat(with.today()).as("%s", with).isAfterOrEqualTo(permit.allowedFrom());
                        assertThat(before.because().stream().map(Because::kind))
                                .as("%s", with)
                                .allMatch(kind -> kind == ReasonClass.BOOKKEEPING || kind == ReasonClass.PERIOD);
                        assertThat(before.decision() == Decision.ANONYMISE
                                        || before.because().stream().anyMatch(b -> b.kind() == ReasonClass.BOOKKEEPING))
                                .as("%s", with)
                                .isTrue();
                        assertThat(with.holds()).as("%s", with).noneMatch(hold -> hold.activeAt(with.now()));
                    }
                });
        System.out.println("permits: seed " + SEED + ", " + early[0] + " of " + CASES + " went early");
        assertThat(early[0]).isGreaterThan(CASES / 200);
    }

    @Test
    void whatever_went_without_it_goes_with_it() {
        forAll(
                "bo@%",
                false, (with, before, after, permit) -> {
                    if (before.decision() == Decision.ERASE) {
                        assertThat(after.decision()).as("%s", with).isEqualTo(Decision.ERASE);
                        assertThat(after.flags()).as("%s", with).isEqualTo(before.flags());
                    }
                });
    }

    @Test
    void the_last_day_never_moves_and_the_first_never_lies_before_the_permit() {
        forAll(
                "bo@%",
                false, (with, before, after, permit) -> {
                    if (before.eraseBy() != null && after.eraseBy() != null) {
                        assertThat(after.eraseBy()).as("%s", with).isEqualTo(before.eraseBy());
                    }
                    if (before.due() != null
                            && after.due() != null
                            && !after.due().equals(before.due())) {
                        assertThat(after.due())
                                .as("%s", with)
                                .isBefore(before.due())
                                .isAfterOrEqualTo(permit.allowedFrom());
                    }
                });
    }

    @Test
    void data_of_a_customer_and_records_outside_the_books_do_not_know_it() {
        forAll(
                "bo@%",
                false, (with, before, after, permit) -> {
                    Facts.Circumstances c = with.facts().circumstances();
                    boolean books = with.facts() instanceof Facts.Invoice
                            || c.reduced()
                            || c.bookkeeping().extent() != Bookkeeping.Extent.NONE;
                    if (c.processor() || !books) {
                        assertThat(after).as("%s", with).isEqualTo(before);
                    }
                });
    }
}
