package se.partnersec.gallra.erasure.run;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** What a run froze when it began: bounds that no restart moves. */
public final class RunScopeRepository {
    private final JdbcTemplate jdbc;

    public RunScopeRepository(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * @param candidates how many there were when the scope was frozen
     * @param passedOver those of them that the register of what is kept let it pass over
     */
    public record Scope(
            long runId,
            String category,
            LocalDate asOf,
            String policy,
            LocalDate startedBefore,
            @Nullable String keyHi,
            long candidates,
            long passedOver,
            int sweeps,
            int resumed,
            @Nullable String outcome) {

        /** How many the run has to meet. */
        public long toMeet() {
            return candidates - passedOver;
        }
    }

    public @Nullable Scope find(long runId) {
        List<Scope> found = jdbc.query(
                """
                SELECT run_id, category, as_of, policy, started_before, key_hi, candidates, sweeps, resumed, outcome,
                  passed_over
                FROM run_scope WHERE run_id = ? AND part = 0""",
                (row, i) -> new Scope(
                        row.getLong(1),
                        row.getString(2),
                        row.getObject(3, LocalDate.class),
                        row.getString(4),
                        row.getObject(5, LocalDate.class),
                        row.getString(6),
                        row.getLong(7),
                        row.getLong(11),
                        row.getInt(8),
                        row.getInt(9),
                        row.getString(10)),
                runId);
        return found.stream().findFirst().orElse(null);
    }

    public Scope get(long runId) {
        Scope scope = find(runId);
        if (scope == null) {
            throw new IllegalStateException("run " + runId + " has no scope: its first step did not finish");
        }
        return scope;
    }

    /**
     * Freezes the scope; the first to do so wins, also after a crash in between.
     *
     * @param lowest the first key of a candidate, and {@code highest} the last; null where there is none
     * @param passedOver those of the candidates that the run passes over
     */
    public void freeze(
            RunIdentity run,
            LocalDate startedBefore,
            @Nullable String lowest,
            @Nullable String highest,
            long candidates,
            long passedOver) {
        RunContext context = run.context();
        jdbc.update(
                """
                INSERT IGNORE INTO run_scope (run_id, part, category, number, as_of, policy, started_before, key_lo, key_hi,
                  candidates, passed_over, opened_at) VALUES (?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(6))""",
                run.id(),
                context.category().category().id(),
                context.number(),
                context.asOf(),
                context.policy(),
                startedBefore,
                lowest,
                highest,
                candidates,
                passedOver);
    }

    int sweep(long runId) {
        jdbc.update("UPDATE run_scope SET sweeps = sweeps + 1 WHERE run_id = ?", runId);
        return get(runId).sweeps();
    }

    /**
     * It is at work again: how its last attempt ended is in the histories.
     *
     * @param failed whether that attempt failed; such resumes are counted
     */
    public void resumed(long runId, boolean failed) {
        jdbc.update(
                "UPDATE run_scope SET resumed = resumed + ?, outcome = NULL, ended_at = NULL, note = NULL WHERE run_id = ?",
                failed ? 1 : 0,
                runId);
    }

    /** @param closedSeq number of the closing ledger row */
    public void end(long runId, String outcome, String note, long closedSeq) {
        jdbc.update(
                "UPDATE run_scope SET ended_at = UTC_TIMESTAMP(6), outcome = ?, note = ?, closed_seq = ? WHERE run_id = ?",
                outcome,
                note.length() > 1000 ? note.substring(0, 1000) : note,
                closedSeq,
                runId);
    }
}
