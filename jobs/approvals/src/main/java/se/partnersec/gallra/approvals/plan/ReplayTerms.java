package se.partnersec.gallra.approvals.plan;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * What a plan to erase again is made of, after a backup was put back.
 *
 * @param input SHA-256 of the copy of the ledger, 64 hex digits
 * @param seal number of the newest seal that the copy was held against
 * @param sealHash of that seal, 64 hex digits; through it, of every row of the copy
 * @param holdEpoch the gate's, when that seal was made
 * @param whole whether it is about every row of the copy, not only those after the last seal of the database
 * @param rows what the ledger of the database lacks
 * @param lost steps of the gate that the database lacks
 */
public record ReplayTerms(
        String input, long seal, String sealHash, long holdEpoch, boolean whole, List<Rows> rows, List<Lost> lost) {

    /** Rows of one chain, both ends included. */
    public record Rows(String category, int part, long from, long to) {
        public long count() {
            return to - from + 1;
        }
    }

    /**
     * A step of the gate, such as a hold, that was lost with the database.
     *
     * @param at when it was done
     * @param what it was, as the copy of the ledger says
     * @param answer what became of it, as whoever asks says
     */
    public record Lost(long epoch, Instant at, String what, String answer) {}

    public ReplayTerms {
        lost = lost.stream().sorted(Comparator.comparingLong(Lost::epoch)).toList();
        rows = rows.stream()
                .sorted(Comparator.comparing(Rows::category).thenComparing(Rows::part))
                .toList();
    }

    /** All of it as one text, for the hash of the plan. */
    String text() {
        StringBuilder text = new StringBuilder(
                "replay " + input + " " + seal + " " + sealHash + " " + holdEpoch + (whole ? " whole" : " since"));
        rows.forEach(each ->
                text.append('\n').append(each.category() + " " + each.part() + " " + each.from() + " " + each.to()));
        lost.forEach(each -> text.append('\n')
                .append("lost " + each.epoch() + " " + each.at() + " " + each.what() + " = " + each.answer()));
        return text.toString();
    }
}
