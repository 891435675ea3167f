package se.partnersec.gallra.ledger.verify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.ledger.entry.LedgerPageReader.Chain;
import se.partnersec.gallra.ledger.entry.LedgerRow;
import se.partnersec.gallra.ledger.verify.LedgerVerifier.Problem;
import se.partnersec.gallra.support.text.Sentences;

/**
 * Checks rows by themselves and against the rows before them, as they come, without a database: the chains one after
 * another, by category and part.
 */
public final class OfflineChainCheck {
    private static final Sentences SENTENCES = Sentences.of("ledger");
    private static final Comparator<Chain> ORDER =
            Comparator.comparing(Chain::category).thenComparing(Chain::part);

    private final Map<Chain, HashChainCheck> chains = new TreeMap<>(ORDER);
    private final List<Problem> misplaced = new ArrayList<>();
    private @Nullable Chain current;

    public void row(LedgerRow.Stored stored) {
        Chain chain = new Chain(stored.row().category(), stored.row().part());
        Chain before = current;
        if (before != null && ORDER.compare(chain, before) < 0) {
            misplaced.add(new Problem(
                    chain.category(),
                    chain.part(),
                    stored.row().seq(),
                    SENTENCES.say("verify.stands-after-rows", before.category())));
        }
        current = chain;
        chains.computeIfAbsent(chain, c -> new HashChainCheck(c, true)).row(stored);
    }

    /** The first bad row of each chain, in the order of the chains, and every row that stands out of order. */
    public List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        chains.values().forEach(check -> check.problem().ifPresent(problems::add));
        problems.addAll(misplaced);
        return problems;
    }

    /** Records named in the rows. */
    public long items() {
        return chains.values().stream().mapToLong(HashChainCheck::items).sum();
    }
}
