package se.partnersec.gallra.ledger.evidence;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import se.partnersec.gallra.ledger.entry.LedgerPageReader.Chain;
import se.partnersec.gallra.ledger.seal.Seal;
import se.partnersec.gallra.ledger.seal.SealChain;
import se.partnersec.gallra.ledger.verify.LedgerVerifier.Problem;
import se.partnersec.gallra.support.crypto.HashList;
import se.partnersec.gallra.support.text.Sentences;

/** Holds the rows of a ledger against the seals; this is what whoever computes every hash anew cannot get past. */
final class SealedRowCheck {
    private static final Sentences SENTENCES = Sentences.of("ledger");
    static final Comparator<Chain> ORDER = Comparator.comparing(Chain::category).thenComparing(Chain::part);

    private final SealChain series;
    private final Map<Chain, Problem> first = new TreeMap<>(ORDER);
    private final Map<Chain, Long> ends = new HashMap<>();
    private long unsealed;

    SealedRowCheck(SealChain series) {
        this.series = series;
    }

    /** The rows of a chain in their order. */
    void row(String category, int part, long seq, byte[] hash, long holdEpoch) {
        Chain chain = new Chain(category, part);
        ends.merge(chain, seq, Math::max);
        HashList known = series.hashes().get(chain);
        Seal seal = series.of(chain, seq);
        if (known == null || seal == null) {
            unsealed++;
        } else if (!known.same((int) seq - 1, hash)) {
            String what = SENTENCES.say("evidence.not-row-seal-covers", seal.number());
            problem(chain, seq, SENTENCES.say("evidence.written-anew-exchanged-removed-inserted-after", what));
        } else if (holdEpoch > seal.holdEpoch()) {
            String what = SENTENCES.say("evidence.knows-hold-epoch-seal", holdEpoch, seal.number());
            problem(chain, seq, SENTENCES.say("evidence.which-covers-only", what, seal.holdEpoch()));
        }
    }

    /** What other checks found of the same rows; the first of a chain counts. */
    void found(List<Problem> problems) {
        for (Problem each : problems) {
            merge(new Chain(each.category(), each.part()), each);
        }
    }

    private void problem(Chain chain, long seq, String what) {
        merge(chain, new Problem(chain.category(), chain.part(), seq, what));
    }

    private void merge(Chain chain, Problem problem) {
        first.merge(chain, problem, (one, other) -> other.seq() < one.seq() ? other : one);
    }

    /** The first bad row of each chain, after all rows were seen; by category and part. */
    List<Problem> problems() {
        series.hashes().forEach((chain, known) -> {
            long end = ends.getOrDefault(chain, 0L);
            if (end < known.size()) {
                Seal seal = series.of(chain, end + 1);
                String what =
                        SENTENCES.say("evidence.ledger-ends-before-seal-covers", (seal == null ? "?" : seal.number()));
                problem(chain, end + 1, SENTENCES.say("evidence.tail-cut-copy-older-than-seal", what));
            }
        });
        return List.copyOf(first.values());
    }

    /** Rows that no seal covers yet: of these only the chain of hashes speaks. */
    long unsealed() {
        return unsealed;
    }
}
