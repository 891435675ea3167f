package se.partnersec.gallra.planning.explain;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.holds.permit.PlacedPermit;
import se.partnersec.gallra.ledger.entry.LedgerSearch;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.decision.Verdict;
import se.partnersec.gallra.policy.fact.Facts;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.SwedishCalendar;

/**
 * Why one record is kept, when it goes, or what became of it.
 *
 * @param at the instant the decision is of
 * @param fingerprint of the policy and mapping that decided, 64 hex digits
 * @param earlier rules on record that the ledger names for it, by their fingerprints
 * @param starts every column that may start its clock, also the empty ones
 * @param decided null for a record that is not there
 * @param holds every hold that reaches it, ended ones too; of a record that is not there, those on its key, its customer and its user
 * @param past what the ledger says was done to it
 * @param permits by which it went before the Bookkeeping Act would have let it (BFL 7 kap. 7 §)
 * @param requests for erasure, granted ones, that named it when a run took it or a part of it (GDPR Art. 17 and 21)
 * @param objects null where the category has none
 */
public record Explanation(
        DataCategory category,
        String key,
        Presence presence,
        Instant at,
        LocalDate asOf,
        RetentionPolicy policy,
        String fingerprint,
        Map<String, RetentionPolicy> earlier,
        List<Start> starts,
        @Nullable Decided decided,
        List<PlacedHold> holds,
        List<LedgerSearch.Entry> past,
        List<PlacedPermit> permits,
        List<Requested> requests,
        @Nullable Objects objects,
        List<Noted> findings) {

    public enum Presence {
        /** Its row is there. */
        PRESENT,
        /** The ledger says it was erased, or added to a sum, and its row is gone. */
        ERASED,
        /** The ledger names it for another reason, and its row is gone: something else deleted it. */
        GONE_ELSEWHERE,
        /** Neither table nor ledger knows it. */
        NEVER_SEEN
    }

    /** Granted request of its data subject, as {@code R-1}, and the run that took the record while it stood. */
    public record Requested(String request, Instant grantedAt, long run) {}

    /** @param column with its schema and table */
    public record Start(
            String role, String column, @Nullable Instant value) {}

    /**
     * What the rules say now, and what a run on {@code asOf} would make of it.
     *
     * @param turn first day a run takes it, on or after the day it is due; null while no clock runs
     * @param objection code of what forbids to touch its objects; null if nothing does
     */
    public record Decided(
            Facts facts,
            Verdict verdict,
            @Nullable LocalDate turn,
            Outcome outcome,
            @Nullable String objection) {}

    /**
     * Its objects as the store has them now, in numbers only.
     *
     * @param named keys its rows name
     * @param absent keys without any copy in the store
     * @param unsettled copies a run has asked or may have asked the store to delete, whose end is not seen yet
     * @param unknown why the store could not be asked; null if it was
     */
    public record Objects(
            int named,
            int versions,
            int markers,
            int absent,
            long unsettled,
            @Nullable String unknown) {}

    public record Noted(String code, String detail, Instant lastSeen, int times) {}

    /** Erasure under a hold: true where the ledger names one at a step of the gate at which the hold was in force. */
    boolean erasedUnder(PlacedHold placed) {
        LocalDate until = placed.hold().until();
        Instant released = placed.hold().releasedAt();
        return past.stream()
                .filter(entry -> entry.outcome() == Outcome.ERASED || entry.outcome() == Outcome.ANONYMISED)
                .anyMatch(entry -> placed.epoch() <= entry.holdEpoch()
                        && (released == null || released.isAfter(entry.at()))
                        && (until == null || !until.isBefore(SwedishCalendar.localDate(entry.at()))));
    }

    /** For a terminal, at most 100 columns wide: Swedish for {@code sv}, otherwise English. */
    public String text(Locale locale) {
        return new ExplanationText(this, locale).text();
    }
}
