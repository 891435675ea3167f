package se.partnersec.gallra.ledger.record;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Holds that a seal covers and that are gone, although Gallra did not prune them: deleted by whoever may write the tables of the
 * suite. The index of seals answers at once and may be altered by the same hand; verification of the seals is what proves.
 */
public final class MissingHolds {
    private static final int MOST = 20;

    private static final String GONE = """
            SELECT l.row_key FROM seal_leaf l LEFT JOIN hold h ON h.id = CAST(l.row_key AS UNSIGNED)
            WHERE l.kind = 'hold' AND h.id IS NULL
              AND NOT EXISTS (SELECT 1 FROM pruned_row p WHERE p.kind = 'hold' AND p.row_key = l.row_key)
            ORDER BY CAST(l.row_key AS UNSIGNED) LIMIT\s""" + MOST;

    private final JdbcTemplate jdbc;

    /** @param jdbc of an account that may read holds and the index of seals */
    public MissingHolds(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Their names such as H-12, at most 20, by number. */
    public List<String> names() {
        return jdbc.query(GONE, (row, i) -> "H-" + row.getString(1));
    }
}
