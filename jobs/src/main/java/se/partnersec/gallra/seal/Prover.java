package se.partnersec.gallra.seal;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.ledger.ItemCodec;
import se.partnersec.gallra.ledger.LedgerSearch;
import se.partnersec.gallra.ledger.LedgerSearch.Entry;
import se.partnersec.gallra.ledger.StoredRow;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.store.KeyTags;

/** Finds in ledger and seals what proves that a record was disposed of. */
public final class Prover {
    private static final String ROW =
            "SELECT " + StoredRow.COLUMNS + " FROM ledger_chunk WHERE category = ? AND part = ? AND seq = ?";

    private final JdbcTemplate jdbc;
    private final KeyTags tags;

    /** @param jdbc under an account that may read ledger and seals */
    public Prover(JdbcTemplate jdbc, KeyTags tags) {
        this.jdbc = jdbc;
        this.tags = tags;
    }

    /**
     * The proof of the last time the ledger names the record.
     *
     * @throws SealRefused if it never does, if its row is not sealed yet, or if row and seal do not belong together
     */
    public Proof prove(DataCategory category, String key) {
        List<Entry> entries = new LedgerSearch(jdbc, tags).find(category, key);
        Entry entry = entries.stream()
                .reduce((one, other) -> other.at().isBefore(one.at()) ? one : other)
                .orElseThrow(() -> SealRefused.misused("the ledger names no record " + key + " of " + category
                        + ": it was not disposed of by Gallra; gallra explain " + category + ":" + key));
        SignedSeal seal = sealOf(entry);
        StoredRow row = Objects.requireNonNull(
                jdbc.queryForObject(ROW, StoredRow::read, category.id(), entry.part(), entry.seq()));
        long index = Objects.requireNonNull(seal.seal().index(category.id(), entry.part(), entry.seq()));
        List<byte[]> leaves = Seal.leaves(seal.seal().covered(), seal.hashes());
        MerkleTree tree = new MerkleTree(leaves);
        if (!Digest.hex(tree.root()).equals(seal.seal().root())
                || !Arrays.equals(row.hash(), row.row().hash())
                || !seal.hashes().same((int) index, row.hash())) {
            throw SealRefused.suspicious("row " + entry.seq() + " of " + category + " is not the row that seal "
                    + seal.seal().number() + " covers, so nothing can be proved: gallra ledger verify");
        }
        List<ItemCodec.Read> items = ItemCodec.read(row.row().items());
        int item = item(items, category, key);
        return new Proof(category.id(), Proof.keyOf(items.get(item)), item, row, index, tree.path((int) index), seal);
    }

    private SignedSeal sealOf(Entry entry) {
        SealTable table = new SealTable(jdbc);
        long number = table.heads().stream()
                .map(SignedSeal::seal)
                .filter(seal -> seal.index(entry.category().id(), entry.part(), entry.seq()) != null)
                .findFirst()
                .orElseThrow(() -> SealRefused.later(
                        "row " + entry.seq() + " of " + entry.category() + " is not sealed yet: gallra ledger seal"))
                .number();
        return table.find(number)
                .orElseThrow(() -> SealRefused.later("seal " + number + " has just gone from the database"));
    }

    private int item(List<ItemCodec.Read> items, DataCategory category, String key) {
        byte[] tag = tags.tag(category.id(), key);
        for (int i = 0; i < items.size(); i++) {
            ItemCodec.Read item = items.get(i);
            if (item.key() == null
                    ? Arrays.equals(tag, item.tag())
                    : item.key().text().equals(key)) {
                return i;
            }
        }
        throw new IllegalStateException("the search found the record in this row. Indicates a bug");
    }
}
