package se.partnersec.gallra.ledger.evidence;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.ledger.entry.LedgerItem;
import se.partnersec.gallra.ledger.entry.LedgerRow;
import se.partnersec.gallra.ledger.entry.LedgerSearch;
import se.partnersec.gallra.ledger.entry.LedgerSearch.Entry;
import se.partnersec.gallra.ledger.seal.SealException;
import se.partnersec.gallra.ledger.seal.SealRepository;
import se.partnersec.gallra.ledger.seal.SignedSeal;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.crypto.MerkleTree;
import se.partnersec.gallra.support.crypto.Pseudonymizer;
import se.partnersec.gallra.support.crypto.Sha256;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/** Finds in ledger and seals what proves that a record was disposed of. */
public final class ErasureProver {
    private static final Sentences SENTENCES = Sentences.of("ledger");
    private static final String ROW =
            "SELECT " + LedgerRow.Stored.COLUMNS + " FROM ledger_chunk WHERE category = ? AND part = ? AND seq = ?";

    private final JdbcTemplate jdbc;
    private final Pseudonymizer tags;

    /** @param jdbc under an account that may read ledger and seals */
    public ErasureProver(JdbcTemplate jdbc, Pseudonymizer tags) {
        this.jdbc = jdbc;
        this.tags = tags;
    }

    /**
     * The proof of the last time the ledger names the record.
     *
     * @throws RefusedException if it never does
     * @throws SealException if its row is not sealed yet, or if row and seal do not belong together
     */
    public ErasureProof prove(DataCategory category, String key) {
        List<Entry> entries = new LedgerSearch(jdbc, tags).find(category, key);
        Entry entry = entries.stream()
                .reduce((one, other) -> other.at().isBefore(one.at()) ? one : other)
                .orElseThrow(() -> RefusedException.usage(
                        SENTENCES.say("evidence.ledger-names-no-record-not-disposed", key, category, category, key)));
        SignedSeal seal = sealOf(entry);
        LedgerRow.Stored row = Objects.requireNonNull(
                jdbc.queryForObject(ROW, LedgerRow.Stored::read, category.id(), entry.part(), entry.seq()));
        long index = Objects.requireNonNull(seal.seal().index(category.id(), entry.part(), entry.seq()));
        MerkleTree tree = seal.tree();
        if (!Sha256.hex(tree.root()).equals(seal.seal().root())
                || !Arrays.equals(row.hash(), row.row().hash())
                || !seal.hashes().same((int) index, row.hash())) {
            throw SealException.suspicious(SENTENCES.say(
                    "evidence.row-not-row-seal-covers-so",
                    entry.seq(),
                    category,
                    seal.seal().number()));
        }
        List<LedgerItem.Codec.Read> items = LedgerItem.Codec.read(row.row().items());
        int item = item(items, category, key);
        return new ErasureProof(
                category.id(), ErasureProof.keyOf(items.get(item)), item, row, index, tree.path((int) index), seal);
    }

    private SignedSeal sealOf(Entry entry) {
        SealRepository table = new SealRepository(jdbc);
        long number = table.heads().stream()
                .map(SignedSeal::seal)
                .filter(seal -> seal.index(entry.category().id(), entry.part(), entry.seq()) != null)
                .findFirst()
                .orElseThrow(() -> SealException.open(
                        SENTENCES.say("evidence.row-not-sealed-yet-gallra-ledger", entry.seq(), entry.category())))
                .number();
        return table.find(number)
                .orElseThrow(() -> SealException.later(SENTENCES.say("evidence.seal-just-gone-from-database", number)));
    }

    private int item(List<LedgerItem.Codec.Read> items, DataCategory category, String key) {
        byte[] tag = tags.tag(category.id(), key);
        for (int i = 0; i < items.size(); i++) {
            LedgerItem.Codec.Read item = items.get(i);
            if (item.key() == null
                    ? Arrays.equals(tag, item.tag())
                    : item.key().text().equals(key)) {
                return i;
            }
        }
        throw new IllegalStateException("the search found the record in this row. Indicates a bug");
    }
}
