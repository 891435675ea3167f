package se.partnersec.gallra.ledger.verify;

import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.ledger.entry.LedgerItem;
import se.partnersec.gallra.ledger.entry.LedgerRow;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.support.text.Sentences;

/** Whether the columns of a chunk say the same as the items it carries. */
final class ChunkContentCheck {
    private static final Sentences SENTENCES = Sentences.of("ledger");

    private ChunkContentCheck() {}

    /** Answers what disagrees; null if nothing does. */
    static @Nullable String wrong(LedgerRow row, Outcome.Counts counts, List<LedgerItem.Codec.Read> items) {
        Outcome.Counts named = new Outcome.Counts();
        items.forEach(item -> named.add(item.outcome(), 1));
        for (Outcome outcome : Outcome.values()) {
            long n = named.of(outcome);
            if (outcome.named() ? n != counts.of(outcome) : n > counts.of(outcome)) {
                return SENTENCES.say("verify.counts-names", counts.of(outcome), outcome, n);
            }
        }
        BigInteger lowest = null;
        BigInteger highest = null;
        for (LedgerItem.Codec.Read item : items) {
            if (item.key() != null) {
                BigInteger key = new BigInteger(item.key().text());
                lowest = lowest == null ? key : lowest.min(key);
                highest = highest == null ? key : highest.max(key);
            }
        }
        return Objects.equals(lowest, row.keyLo()) && Objects.equals(highest, row.keyHi())
                ? null
                : SENTENCES.say("verify.claims-keys-items-reach-from", row.keyLo(), row.keyHi(), lowest, highest);
    }
}
