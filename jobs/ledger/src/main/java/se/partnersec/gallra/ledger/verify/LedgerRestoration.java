package se.partnersec.gallra.ledger.verify;

import java.util.Arrays;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.ledger.entry.LedgerPageReader.Chain;
import se.partnersec.gallra.ledger.entry.LedgerRow;
import se.partnersec.gallra.ledger.entry.LedgerWriter;

/** Puts rows that a restored ledger lost back where they stood, letter by letter; a row that does not go on there is refused. */
public final class LedgerRestoration {
    private static final String TAIL =
            "SELECT seq, hash FROM ledger_chunk WHERE category = ? AND part = ? ORDER BY seq DESC LIMIT 1";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    public LedgerRestoration(JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    /** Where a chain ends: row 0 before the first. */
    public record Tail(long seq, byte[] hash) {}

    public Tail tail(Chain chain) {
        return jdbc
                .query(TAIL, (row, i) -> new Tail(row.getLong(1), row.getBytes(2)), chain.category(), chain.part())
                .stream()
                .findFirst()
                .orElse(new Tail(0, LedgerRow.NO_HASH));
    }

    /**
     * Appends rows of one chain, in one transaction; those that are there already are passed over.
     *
     * @throws IllegalStateException if one does not continue what is there, or its hash is not that of its content
     */
    public int append(Chain chain, List<LedgerRow.Stored> rows) {
        Integer added = transaction.execute(t -> {
            Tail tail = tail(chain);
            int n = 0;
            for (LedgerRow.Stored stored : rows) {
                LedgerRow row = stored.row();
                if (row.seq() <= tail.seq()) {
                    continue;
                }
                if (row.seq() != tail.seq() + 1
                        || !Arrays.equals(row.prevHash(), tail.hash())
                        || !Arrays.equals(row.hash(), stored.hash())) {
                    throw new IllegalStateException("row " + row.seq() + " of " + row.category()
                            + " does not continue the ledger of the database");
                }
                LedgerWriter.insert(jdbc, row);
                tail = new Tail(row.seq(), stored.hash());
                n++;
            }
            return n;
        });
        return added == null ? 0 : added;
    }
}
