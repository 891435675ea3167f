package se.partnersec.gallra.ledger.seal;

import java.util.ArrayList;
import java.util.List;
import se.partnersec.gallra.support.crypto.HashList;
import se.partnersec.gallra.support.crypto.MerkleTree;
import se.partnersec.gallra.support.text.Sentences;

/**
 * Which rows a seal covers. Its leaves are those of the ledger first, in the order of the chains and by number within, then those of the
 * other tables, in their order.
 *
 * @param chains rows of the ledger
 * @param tables how many rows of each other table
 */
public record SealContent(List<SealedRange> chains, List<TableRows> tables) {
    private static final Sentences SENTENCES = Sentences.of("ledger");

    public SealContent {
        chains = List.copyOf(chains);
        tables = List.copyOf(tables);
    }

    /** Rows of one table: holds, approvals, steps of the gate. */
    public record TableRows(String table, long rows) {
        String line() {
            return "table " + table + " " + rows;
        }

        static TableRows parse(String line) {
            String[] words = line.split(" ", -1);
            if (words.length != 3 || !words[1].matches("[a-z_]+") || Long.parseLong(words[2]) < 1) {
                throw new IllegalArgumentException(SENTENCES.say("seal.does-not-say-which-rows-covered", line));
            }
            return new TableRows(words[1], Long.parseLong(words[2]));
        }
    }

    /** @param records those of one table one after another */
    public static SealContent of(List<SealedRange> chains, List<SealedRecord> records) {
        List<TableRows> tables = new ArrayList<>();
        int begin = 0;
        for (int i = 1; i <= records.size(); i++) {
            String table = records.get(begin).table();
            if (i == records.size() || !records.get(i).table().equals(table)) {
                tables.add(new TableRows(table, i - begin));
                begin = i;
            }
        }
        return new SealContent(chains, tables);
    }

    /** Rows of the ledger. */
    public long rows() {
        return chains.stream().mapToLong(SealedRange::rows).sum();
    }

    /** Rows of other tables. */
    public long records() {
        return tables.stream().mapToLong(TableRows::rows).sum();
    }

    /** Rows of any kind: the size of the tree. */
    public long leaves() {
        return rows() + records();
    }

    boolean isEmpty() {
        return chains.isEmpty() && tables.isEmpty();
    }

    /** The tree over the rows: those of the ledger by their hashes, in the order of the chains. */
    public static MerkleTree tree(List<SealedRange> chains, HashList hashes, List<SealedRecord> records) {
        List<byte[]> leaves = new ArrayList<>(hashes.size() + records.size());
        for (SealedRange each : chains) {
            for (long seq = each.from(); seq <= each.to(); seq++) {
                leaves.add(Seal.leaf(each.category(), each.part(), seq, hashes.at(leaves.size())));
            }
        }
        records.forEach(record -> leaves.add(record.leaf()));
        return new MerkleTree(leaves);
    }
}
