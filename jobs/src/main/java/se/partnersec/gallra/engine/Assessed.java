package se.partnersec.gallra.engine;

import java.util.List;
import se.partnersec.gallra.hold.PlacedHold;
import se.partnersec.gallra.ledger.Outcome;
import se.partnersec.gallra.policy.Facts;
import se.partnersec.gallra.policy.Verdict;

/**
 * A record and what was decided of it.
 *
 * @param outcome what becomes of it if nothing goes wrong; ERASED means it is to go now
 */
public record Assessed(LockedRecord record, Facts facts, List<PlacedHold> holds, Verdict verdict, Outcome outcome) {

    public boolean goes() {
        return outcome == Outcome.ERASED;
    }

    /** Whether all but what the books need is to go now. */
    public boolean reduces() {
        return outcome == Outcome.ANONYMISED;
    }
}
