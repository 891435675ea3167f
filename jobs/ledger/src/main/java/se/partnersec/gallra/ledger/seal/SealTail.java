package se.partnersec.gallra.ledger.seal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.ledger.entry.LedgerPageReader.Chain;
import se.partnersec.gallra.ledger.entry.LedgerRow;
import se.partnersec.gallra.support.crypto.Sha256;
import se.partnersec.gallra.support.text.Sentences;

/** Where the next seal goes on: the last one, and the last sealed row of each chain. */
public final class SealTail {
    private static final Sentences SENTENCES = Sentences.of("ledger");
    private final @Nullable Seal last;
    private final Map<Chain, SealedRange> ends;

    private SealTail(@Nullable Seal last, Map<Chain, SealedRange> ends) {
        this.last = last;
        this.ends = ends;
    }

    /**
     * The links lead from the last seal, whose signature is checked, to the first: so all are as they were signed.
     *
     * @throws SealException if they are not
     */
    public static SealTail of(List<SignedSeal> heads, SealPublicKeys keys) {
        Map<Chain, SealedRange> ends = new HashMap<>();
        Seal last = null;
        for (SignedSeal head : heads) {
            Seal seal = head.seal();
            if (seal.number() != (last == null ? 1 : last.number() + 1)
                    || !seal.previous().equals(last == null ? Sha256.NOTHING : last.hash())) {
                throw changed(seal.number(), SENTENCES.say("seal.not-linked-one-before"));
            }
            seal.covered().forEach(each -> ends.put(each.chain(), each));
            last = seal;
        }
        if (last != null && !keys.signed(last, heads.get(heads.size() - 1).signature())) {
            throw changed(
                    last.number(),
                    keys.knows(last.key())
                            ? SENTENCES.say("seal.not-signed-our-key")
                            : SENTENCES.say("seal.signed-key-which-not-key-file", last.key()));
        }
        return new SealTail(last, ends);
    }

    private static SealException changed(long number, String what) {
        return SealException.suspicious(
                SENTENCES.say("seal.seal-database-nothing-sealed-before-somebody", number, what));
    }

    public long nextNumber() {
        return last == null ? 1 : last.number() + 1;
    }

    public String previous() {
        return last == null ? Sha256.NOTHING : last.hash();
    }

    public long holdEpoch() {
        return last == null ? 0 : last.holdEpoch();
    }

    /** The number of the last sealed row of a chain; 0 if none is sealed. */
    public long end(Chain chain) {
        SealedRange end = ends.get(chain);
        return end == null ? 0 : end.to();
    }

    public byte[] endHash(Chain chain) {
        SealedRange end = ends.get(chain);
        return end == null ? LedgerRow.NO_HASH : Sha256.bytes(end.lastHash());
    }

    public Map<Chain, SealedRange> ends() {
        return ends;
    }
}
