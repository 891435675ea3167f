package se.partnersec.gallra.planning.plan;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.ledger.entry.LedgerWriter;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.policy.rule.DataCategory;

/**
 * A run that is at work, or that the next start goes on with, and how much it may still take by the limit it froze: no limit is
 * asked about that anew.
 *
 * @param left records it may still erase or reduce
 * @param approval number of the approval it used, such as A-12; null if it needed none
 */
public record OpenRun(
        long runId, LocalDate asOf, long left, @Nullable String approval) {
    // One that failed too often, or began under other rules, is given up and not gone on with.
    private static final String OPEN = """
            SELECT s.run_id, s.as_of, l.most, l.request_id FROM run_scope s JOIN run_limit l ON l.run_id = s.run_id
            WHERE s.category = ? AND s.part = 0 AND s.policy = ?
              AND (s.outcome IS NULL OR s.outcome IN ('FAILED', 'STOPPED'))
              AND s.run_id = (SELECT MAX(n.run_id) FROM run_scope n WHERE n.category = s.category AND n.part = 0)
              AND (s.resumed < 3 OR EXISTS (
                SELECT 1 FROM lease e JOIN heartbeat h ON h.category = e.category AND h.token = e.token
                WHERE e.category = s.category AND e.holder IS NOT NULL
                  AND h.beat_at BETWEEN UTC_TIMESTAMP(6) - INTERVAL 30 SECOND AND UTC_TIMESTAMP(6)))""";

    /** @param policy fingerprint that the next start would be under */
    static @Nullable OpenRun find(JdbcTemplate jdbc, DataCategory category, String policy) {
        return jdbc
                .query(
                        OPEN,
                        (row, i) -> {
                            String request = row.getString(4);
                            return new OpenRun(
                                    row.getLong(1),
                                    row.getObject(2, LocalDate.class),
                                    row.getLong(3),
                                    request == null ? null : "A-" + request);
                        },
                        category.id(),
                        policy)
                .stream()
                .findFirst()
                .map(run -> run.less(taken(LedgerWriter.totals(jdbc, run.runId()))))
                .orElse(null);
    }

    private OpenRun less(long taken) {
        return new OpenRun(runId, asOf, Math.max(0, left - taken), approval);
    }

    private static long taken(Outcome.Counts counts) {
        return counts.of(Outcome.ERASED) + counts.of(Outcome.ANONYMISED) + counts.of(Outcome.OBJECT_ONLY);
    }
}
