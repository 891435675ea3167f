package se.partnersec.gallra.ledger.entry;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.policy.rule.DataCategory;

/** Reads the ledger from one end to the other, a few rows at a time, however long it is. */
public final class LedgerPageReader {
    /** Rows hold up to some 100 kB of items; a page must stay small beside the heap. */
    private static final int PAGE = 16;

    private static final String CHAINS = """
            SELECT category, part FROM (
              SELECT category, part FROM ledger_chunk GROUP BY category, part
              UNION SELECT category, part FROM run_scope GROUP BY category, part) chains
            """;
    private static final String ROWS = "SELECT " + LedgerRow.Stored.COLUMNS + """
             FROM ledger_chunk
            WHERE category = ? AND part = ? AND seq >= ? AND hold_epoch <= ? ORDER BY seq LIMIT ?""";

    private final JdbcTemplate jdbc;

    public LedgerPageReader(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The rows of one category and part, each chained to the one before. */
    public record Chain(String category, int part) {}

    /** Every chain that has rows, or that a run should have written to. */
    public List<Chain> chains(Optional<DataCategory> only) {
        String where = only.isPresent() ? " WHERE category = ?" : "";
        Object[] args = only.stream().map(DataCategory::id).toArray();
        return jdbc.query(
                CHAINS + where + " ORDER BY category, part",
                (row, i) -> new Chain(row.getString(1), row.getInt(2)),
                args);
    }

    public void each(Chain chain, Consumer<LedgerRow.Stored> reader) {
        read(chain, Long.MIN_VALUE, Long.MAX_VALUE, reader); // a forger may have numbered a row below 1
    }

    /** The rows that were written under an earlier epoch of the gate. */
    void each(Chain chain, long beforeEpoch, Consumer<LedgerRow.Stored> reader) {
        read(chain, Long.MIN_VALUE, beforeEpoch - 1, reader);
    }

    /** The row of a number, and all that follow. */
    public void from(Chain chain, long seq, Consumer<LedgerRow.Stored> reader) {
        read(chain, seq, Long.MAX_VALUE, reader);
    }

    private void read(Chain chain, long seq, long lastEpoch, Consumer<LedgerRow.Stored> reader) {
        long from = seq;
        while (true) {
            List<LedgerRow.Stored> page =
                    jdbc.query(ROWS, LedgerRow.Stored::read, chain.category(), chain.part(), from, lastEpoch, PAGE);
            page.forEach(reader);
            if (page.size() < PAGE || page.get(PAGE - 1).row().seq() == Long.MAX_VALUE) {
                return;
            }
            from = page.get(PAGE - 1).row().seq() + 1;
        }
    }
}
