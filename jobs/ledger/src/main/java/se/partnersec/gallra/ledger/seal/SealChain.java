package se.partnersec.gallra.ledger.seal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.ledger.entry.LedgerPageReader.Chain;
import se.partnersec.gallra.support.crypto.HashList;
import se.partnersec.gallra.support.crypto.Sha256;
import se.partnersec.gallra.support.text.Sentences;

/**
 * Seals one after another, from the first: each signed, linked to the one before, and going on where it ended. What they
 * say of the rows is taken up to the first that is not so, and nothing after it.
 */
public final class SealChain {
    private static final Sentences SENTENCES = Sentences.of("ledger");
    private final @Nullable SealPublicKeys keys;
    private final Map<Chain, HashList> hashes = new HashMap<>();
    private final Map<Chain, NavigableMap<Long, Seal>> seals = new HashMap<>();
    private final Map<String, SealedIn> records = new HashMap<>();
    private final List<Seal> accepted = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private @Nullable Seal last;

    /** @param keys null where signatures are not to be checked: only a test leaves that out, or who has no key */
    public SealChain(@Nullable SealPublicKeys keys) {
        this.keys = keys;
    }

    /** A row of another table than the ledger, and the last seal that says something of it. */
    public record SealedIn(SealedRecord record, long seal) {}

    public void add(SignedSeal signed) {
        if (!problems.isEmpty()) {
            return;
        }
        Seal seal = signed.seal();
        String wrong = wrong(signed);
        if (wrong != null) {
            fault(SENTENCES.say("seal.seal", seal.number(), wrong));
            return;
        }
        int at = 0;
        for (SealedRange each : seal.covered()) {
            HashList known = hashes.computeIfAbsent(each.chain(), c -> new HashList());
            known.addAll(signed.hashes(), at, at + (int) each.rows());
            seals.computeIfAbsent(each.chain(), c -> new TreeMap<>()).put(each.to(), seal);
            at += (int) each.rows();
        }
        signed.records().forEach(record -> records.put(record.place(), new SealedIn(record, seal.number())));
        accepted.add(seal);
        last = seal;
    }

    /** Something that ends the series, such as a seal that cannot be read. */
    public void fault(String what) {
        problems.add(what);
    }

    private @Nullable String wrong(SignedSeal signed) {
        Seal seal = signed.seal();
        Seal before = last;
        long due = before == null ? 1 : before.number() + 1;
        if (seal.number() != due) {
            return SENTENCES.say("seal.stands-where-seal-belongs-seal-missing", due);
        }
        if (!seal.previous().equals(before == null ? Sha256.NOTHING : before.hash())) {
            return SENTENCES.say("seal.not-linked-seal-one-two-exchanged", (due - 1));
        }
        if (keys != null && !keys.knows(seal.key())) {
            return SENTENCES.say("seal.signed-key-which-none-those-given", seal.key());
        }
        if (keys != null && !keys.signed(seal, signed.signature())) {
            return SENTENCES.say("seal.signature-not-key-letter-changed-another");
        }
        if (before != null && seal.holdEpoch() < before.holdEpoch()) {
            return SENTENCES.say("seal.hold-epoch-lower-than-seal-before", seal.holdEpoch(), before.holdEpoch());
        }
        return rows(signed);
    }

    private @Nullable String rows(SignedSeal signed) {
        Seal seal = signed.seal();
        if (seal.rows() != signed.hashes().size()) {
            return SENTENCES.say(
                    "seal.covers-rows-carries-hashes",
                    seal.rows(),
                    signed.hashes().size());
        }
        int at = 0;
        for (SealedRange each : seal.covered()) {
            int known = hashes.getOrDefault(each.chain(), new HashList()).size();
            if (each.from() != known + 1) {
                return SENTENCES.say("seal.begins-row-seals-before-end-row", each.category(), each.from(), known);
            }
            at += (int) each.rows();
            if (!signed.hashes().same(at - 1, Sha256.bytes(each.lastHash()))) {
                return SENTENCES.say("seal.hash-gives-row-not-list", each.to(), each.category());
            }
        }
        return signed.carriesItsRows() ? again(signed) : SENTENCES.say("seal.root-not-hashes-carries");
    }

    /** A row is sealed once, and again only after a seal has said that it is gone. */
    private @Nullable String again(SignedSeal signed) {
        Map<String, Boolean> within = new HashMap<>();
        for (SealedRecord record : signed.records()) {
            SealedIn known = records.get(record.place());
            boolean there = within.getOrDefault(
                    record.place(), known != null && !known.record().isGone());
            if (there != record.isGone()) {
                return SENTENCES.say(
                        "seal.covers",
                        record.place(),
                        (there
                                ? SENTENCES.say("seal.once-more-row-written-anew")
                                : SENTENCES.say("seal.no-seal-before-says-there")));
            }
            within.put(record.place(), !record.isGone());
        }
        return null;
    }

    public boolean checksSignatures() {
        return keys != null;
    }

    public List<String> problems() {
        return List.copyOf(problems);
    }

    /** The last seal that is as it should be; null if there is none. */
    @Nullable
    public Seal last() {
        return last;
    }

    /** All that are as they should be, oldest first. */
    public List<Seal> accepted() {
        return List.copyOf(accepted);
    }

    public Map<Chain, HashList> hashes() {
        return hashes;
    }

    /** Rows of other tables than the ledger, by {@link SealedRecord#place}: what the last seal about each says. */
    public Map<String, SealedIn> records() {
        return records;
    }

    /** The seal that covers a row; null if none does. */
    @Nullable
    public Seal of(Chain chain, long seq) {
        NavigableMap<Long, Seal> known = seals.get(chain);
        Map.Entry<Long, Seal> entry = known == null || seq < 1 ? null : known.ceilingEntry(seq);
        return entry == null ? null : entry.getValue();
    }
}
