package se.partnersec.gallra.seal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.ledger.LedgerPages.Chain;
import se.partnersec.gallra.ledger.LedgerRow;

/** Where the next seal goes on: the last one, and the last sealed row of each chain. */
final class SealTail {
    private final @Nullable Seal last;
    private final Map<Chain, Covered> ends;

    private SealTail(@Nullable Seal last, Map<Chain, Covered> ends) {
        this.last = last;
        this.ends = ends;
    }

    /**
     * The links lead from the last seal, whose signature is checked, to the first: so all are as they were signed.
     *
     * @throws SealRefused if they are not
     */
    static SealTail of(List<SignedSeal> heads, PublicKeys keys) {
        Map<Chain, Covered> ends = new HashMap<>();
        Seal last = null;
        for (SignedSeal head : heads) {
            Seal seal = head.seal();
            if (seal.number() != (last == null ? 1 : last.number() + 1)
                    || !seal.previous().equals(last == null ? Digest.NOTHING : last.hash())) {
                throw changed(seal.number(), "is not linked to the one before");
            }
            seal.covered().forEach(each -> ends.put(each.chain(), each));
            last = seal;
        }
        if (last != null && !keys.signed(last, heads.get(heads.size() - 1).signature())) {
            throw changed(
                    last.number(),
                    keys.knows(last.key())
                            ? "is not signed by our key"
                            : "is signed by key " + last.key()
                                    + ", which is not in the key file: after a change of keys"
                                    + " the old public key belongs there too");
        }
        return new SealTail(last, ends);
    }

    private static SealRefused changed(long number, String what) {
        return SealRefused.suspicious("seal " + number + " in the database " + what
                + ": nothing is sealed before somebody has looked; gallra ledger verify");
    }

    long nextNumber() {
        return last == null ? 1 : last.number() + 1;
    }

    String previous() {
        return last == null ? Digest.NOTHING : last.hash();
    }

    long holdEpoch() {
        return last == null ? 0 : last.holdEpoch();
    }

    /** The number of the last sealed row of a chain; 0 if none is sealed. */
    long end(Chain chain) {
        Covered end = ends.get(chain);
        return end == null ? 0 : end.to();
    }

    byte[] endHash(Chain chain) {
        Covered end = ends.get(chain);
        return end == null ? LedgerRow.NO_HASH : Digest.bytes(end.lastHash());
    }

    Map<Chain, Covered> ends() {
        return ends;
    }
}
