package se.partnersec.gallra.ledger.verify;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.database.jdbc.MaskedTables;
import se.partnersec.gallra.ledger.entry.LedgerPageReader.Chain;

/**
 * Which rows were put back from a copy after a restore, by a replay that two people agreed on. The histories of the runs that
 * wrote them were lost with the database and do not come back; that the rows are the ones that were lost is what the seals
 * tell.
 */
public final class RestoredRanges {
    private static final String APPROVED = """
            SELECT r.category, r.part, r.from_seq, r.to_seq FROM replay_rows r JOIN plan p ON p.id = r.plan_id
            JOIN valid_approval a ON a.request_id = p.request_id AND a.subject_kind = 'PLAN' AND a.subject_id = p.id
              AND a.requested_by = p.made_by AND a.terms = CONCAT('policy=', p.policy, ' content=', p.content)
            WHERE NOT EXISTS (SELECT 1 FROM key_approval g WHERE g.request_id = p.request_id)
            ORDER BY r.category, r.part, r.from_seq""";

    private final List<Range> ranges;

    private RestoredRanges(List<Range> ranges) {
        this.ranges = ranges;
    }

    /** Both ends included. */
    public record Range(Chain chain, long from, long to) {}

    public static RestoredRanges read(JdbcTemplate jdbc) {
        return new RestoredRanges(jdbc.query(
                new MaskedTables(jdbc).apply(APPROVED),
                (row, i) -> new Range(new Chain(row.getString(1), row.getInt(2)), row.getLong(3), row.getLong(4))));
    }

    /** Those of a chain that are there, as it ends with this row. */
    List<Range> upTo(Chain chain, long last) {
        return ranges.stream()
                .filter(each -> each.chain().equals(chain) && each.from() <= last)
                .map(each -> new Range(chain, each.from(), Math.min(each.to(), last)))
                .toList();
    }

    /** Whether a row was put back. */
    public boolean holds(Chain chain, long seq) {
        return ranges.stream().anyMatch(each -> each.chain().equals(chain) && each.from() <= seq && seq <= each.to());
    }
}
