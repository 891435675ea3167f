package se.partnersec.gallra.engine;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.ledger.Outcome;
import se.partnersec.gallra.ledger.OutcomeCounts;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.policy.RunFigures;

/** What runs may take at most, as each froze it, and what earlier ones took. */
final class RunLimitRows {
    /** Before that many runs a median says nothing. */
    static final int LEAST_RUNS = 3;

    private static final int MOST_RUNS = 30;
    private static final String TAKEN = """
             FROM run_scope s JOIN ledger_chunk c ON c.category = s.category AND c.part = s.part AND c.seq = s.closed_seq
            WHERE s.category = ? AND s.part = 0 AND s.outcome IN ('DONE', 'SKIPPED')
              AND (c.counts LIKE '%ERASED=%' OR c.counts LIKE '%ANONYMISED=%')""";
    private static final String EARLIER = "SELECT c.counts" + TAKEN + " ORDER BY s.run_id DESC LIMIT ?";
    private static final String SINCE = "SELECT s.run_id" + TAKEN + " AND s.as_of >= ? LIMIT 1";

    private final JdbcTemplate jdbc;

    RunLimitRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What the last runs of a category took, of those that came to their end and took anything: a second run on the same
     * day, which finds nothing, does not make a usual night look large.
     */
    List<Long> earlier(DataCategory category) {
        return jdbc.query(
                EARLIER,
                (row, i) -> {
                    OutcomeCounts counts = OutcomeCounts.parse(row.getString(1));
                    return counts.of(Outcome.ERASED) + counts.of(Outcome.ANONYMISED);
                },
                category.id(),
                MOST_RUNS);
    }

    /** Whether a run for this day or a later one has come to its end and taken anything. */
    boolean erasedSince(DataCategory category, LocalDate day) {
        return !jdbc.queryForList(SINCE, Long.class, category.id(), day).isEmpty();
    }

    /** The middle one, of two the larger; null of too few. */
    static @Nullable Long median(List<Long> taken) {
        if (taken.size() < LEAST_RUNS) {
            return null;
        }
        List<Long> sorted = new ArrayList<>(taken);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    /** @param request number of the approval it uses; null if it needs none */
    void freeze(long runId, long most, RunFigures figures, @Nullable Long request) {
        jdbc.update(
                "INSERT INTO run_limit (run_id, most, expected, records, median, request_id) VALUES (?, ?, ?, ?, ?, ?)",
                runId,
                most,
                figures.going(),
                figures.records() == 0 ? null : figures.records(),
                figures.median(),
                request);
    }

    /** What the run froze; null if it has not got that far. */
    @Nullable
    Long find(long runId) {
        return jdbc.query("SELECT most FROM run_limit WHERE run_id = ?", (row, i) -> row.getLong(1), runId).stream()
                .findFirst()
                .orElse(null);
    }

    long most(long runId) {
        Long most = find(runId);
        if (most == null) {
            throw new IllegalStateException(
                    "run " + runId + " froze no limit before its first record. Indicates a bug");
        }
        return most;
    }
}
