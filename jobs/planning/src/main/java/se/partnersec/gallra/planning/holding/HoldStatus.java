package se.partnersec.gallra.planning.holding;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.policy.decision.Verdict;
import se.partnersec.gallra.policy.fact.DestructionPermit;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.policy.rule.DataCategory;

/**
 * Everything that keeps what belongs to a record, person or invoice: holds people placed, and what the books demand.
 *
 * @param number of what was asked about by another of its names, such as the number of the invoice with an OCR number; null where the mapping
 *     names none, several bear the name, or the number itself was asked about
 * @param known whether anybody bears the name; true where there is nothing to look it up in
 * @param holds on it under any of its names, ended ones too, oldest first
 * @param reaching active holds on something else that reach its records all the same, and how many of those looked at; on a
 *     whole category, how many there are
 * @param books records in its scope that are accounting information
 * @param booking what the invoice's own booking date says; null where the mapping offers none
 * @param own the record that it is itself, with what the rules say of it; null where it is none
 */
public record HoldStatus(
        HoldScope scope,
        @Nullable String number,
        Instant at,
        boolean known,
        List<PlacedHold> holds,
        Map<PlacedHold, Long> reaching,
        List<Books> books,
        @Nullable Booking booking,
        @Nullable Own own) {

    /**
     * Accounting information of one category.
     *
     * @param records that the law keeps today, and no permit lets go
     * @param lastDay latest last day the law keeps any of them; null if of none the fiscal year is known
     * @param year the fiscal year that gives {@code lastDay}; null if it is not on record
     * @param undated records whose fiscal year is not known: they stay until somebody enters it
     * @param early records that a permit lets go before the law would, today or later (BFL 7 kap. 7 §)
     * @param permits about any of them, also those without effect
     */
    public record Books(
            DataCategory category,
            long records,
            @Nullable LocalDate lastDay,
            @Nullable FiscalYear year,
            long undated,
            long early,
            List<DestructionPermit> permits) {}

    /** @param lastDay null while its fiscal year is not known */
    public record Booking(LocalDate bookedOn, @Nullable LocalDate lastDay) {}

    /**
     * What is asked about, as a record of a category.
     *
     * @param lawEnd last day the Bookkeeping Act keeps it or a part of it; null if it does not, or the year is not known
     * @param permit that lets it go before, whether or not its day has come; null if none has that effect
     * @param holds that reach it, active ones
     */
    public record Own(
            DataCategory category,
            String key,
            Verdict verdict,
            @Nullable LocalDate lawEnd,
            @Nullable FiscalYear year,
            @Nullable DestructionPermit permit,
            List<PlacedHold> holds) {

        /** The last day it is kept as far as that is known; {@code MAX} without an end, {@code MIN} where nothing keeps it. */
        LocalDate keptUntil() {
            LocalDate until = verdict.decision() == Verdict.Decision.ANONYMISE ? lawEnd : verdict.retainUntil();
            return switch (verdict.decision()) {
                case RETAIN, BLOCKED_REVIEW, ANONYMISE -> until == null ? LocalDate.MAX : until;
                case ERASE, NOOP -> LocalDate.MIN;
            };
        }
    }

    /** The last day the Bookkeeping Act keeps the invoice itself; null where it is none, or a fiscal year is not known. */
    public @Nullable LocalDate lawEnd() {
        return own != null ? own.lawEnd() : booking == null ? null : booking.lastDay();
    }

    public List<PlacedHold> active() {
        return holds.stream().filter(h -> h.hold().activeAt(at)).toList();
    }

    /** The answer in one sentence, with the section of the law and the last day: Swedish for {@code sv}, otherwise English. */
    public String sentence(Locale locale) {
        return new HoldStatusSentence(locale).sentence(this);
    }

    /** For a terminal, at most 100 columns wide: Swedish for {@code sv}, otherwise English. */
    public String text(Locale locale) {
        return new HoldText(locale).found(this);
    }
}
