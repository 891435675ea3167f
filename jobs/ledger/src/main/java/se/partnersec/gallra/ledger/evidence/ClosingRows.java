package se.partnersec.gallra.ledger.evidence;

import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.ledger.entry.LedgerPageReader.Chain;
import se.partnersec.gallra.ledger.entry.LedgerWriter;

/** Tells whether a run has ended since it was last asked: by the closing rows of the ledger. */
public final class ClosingRows {
    private static final String ENDS = "SELECT category, part, MAX(seq) FROM ledger_chunk GROUP BY category, part";
    private static final String CLOSED =
            "SELECT COUNT(*) FROM ledger_chunk WHERE category = ? AND part = ? AND seq > ? AND seq <= ? AND kind = ?";

    private final JdbcTemplate jdbc;
    private Map<Chain, Long> ends;

    /** @param jdbc of an account that may read the ledger */
    public ClosingRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        this.ends = ends();
    }

    /** Whether a closing row was written since this was asked last, or made. */
    public boolean appeared() {
        Map<Chain, Long> now = ends();
        Map<Chain, Long> before = ends;
        ends = now;
        return now.entrySet().stream()
                .anyMatch(end -> closed(end.getKey(), before.getOrDefault(end.getKey(), 0L), end.getValue()));
    }

    private boolean closed(Chain chain, long after, long to) {
        if (after >= to) {
            return false;
        }
        Long closing = jdbc.queryForObject(
                CLOSED, Long.class, chain.category(), chain.part(), after, to, String.valueOf(LedgerWriter.CLOSING));
        return closing != null && closing > 0;
    }

    private Map<Chain, Long> ends() {
        Map<Chain, Long> found = new HashMap<>();
        jdbc.query(ENDS, row -> {
            found.put(new Chain(row.getString(1), row.getInt(2)), row.getLong(3));
        });
        return found;
    }
}
