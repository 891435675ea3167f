package se.partnersec.gallra.ledger.entry;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** The work of somebody with every right on the database and this program's source. */
public final class Rewritten {
    private Rewritten() {}

    /** Gives a row another fencing token, and it and every row after it the hash that is right then. */
    public static void from(JdbcTemplate jdbc, String category, long first) {
        jdbc.update("UPDATE ledger_chunk SET token = token + 1 WHERE category = ? AND seq = ?", category, first);
        List<LedgerRow.Stored> rows = jdbc.query(
                "SELECT " + LedgerRow.Stored.COLUMNS
                        + " FROM ledger_chunk WHERE category = ? AND part = 0 ORDER BY seq",
                LedgerRow.Stored::read,
                category);
        byte[] previous = LedgerRow.NO_HASH;
        for (LedgerRow.Stored stored : rows) {
            jdbc.update(
                    "UPDATE ledger_chunk SET prev_hash = ? WHERE category = ? AND part = 0 AND seq = ?",
                    previous,
                    category,
                    stored.row().seq());
            previous = jdbc.query(
                            "SELECT " + LedgerRow.Stored.COLUMNS
                                    + " FROM ledger_chunk WHERE category = ? AND part = 0 AND seq = ?",
                            LedgerRow.Stored::read,
                            category,
                            stored.row().seq())
                    .get(0)
                    .row()
                    .hash();
            jdbc.update(
                    "UPDATE ledger_chunk SET hash = ? WHERE category = ? AND part = 0 AND seq = ?",
                    previous,
                    category,
                    stored.row().seq());
        }
    }
}
