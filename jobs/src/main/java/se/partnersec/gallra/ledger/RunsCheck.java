package se.partnersec.gallra.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.ledger.LedgerPages.Chain;
import se.partnersec.gallra.ledger.LedgerVerification.OpenRun;
import se.partnersec.gallra.ledger.LedgerVerification.Problem;

/** Holds the runs we know of against the rows they left in the ledger; this is what a cut tail cannot get past. */
final class RunsCheck {
    private static final String SCOPES = """
            SELECT run_id, ended_at IS NOT NULL, closed_seq FROM run_scope WHERE category = ? AND part = ?""";
    private static final String LIVE = """
            SELECT l.category FROM lease l JOIN heartbeat h ON h.category = l.category AND h.token = l.token
            WHERE l.holder IS NOT NULL AND h.beat_at > UTC_TIMESTAMP(6) - INTERVAL 30 SECOND""";

    private final JdbcTemplate jdbc;
    private final Set<String> live;
    private final ReturnedRanges returned;
    private final List<Problem> problems = new ArrayList<>();
    private final List<OpenRun> open = new ArrayList<>();

    /** Sees at once which categories have a run at work. */
    RunsCheck(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        this.live = Set.copyOf(jdbc.queryForList(LIVE, String.class));
        this.returned = ReturnedRanges.read(jdbc);
    }

    private record Scope(
            long runId, boolean ended, @Nullable Long closed) {}

    void check(Chain chain, ChainCheck walked) {
        Map<Long, Scope> scopes = new TreeMap<>();
        jdbc.query(
                SCOPES,
                row -> {
                    Scope scope = new Scope(row.getLong(1), row.getBoolean(2), row.getObject(3, Long.class));
                    scopes.put(scope.runId(), scope);
                },
                chain.category(),
                chain.part());
        Map<Long, RunTrail> trails = new TreeMap<>(walked.runs());
        long newest = Math.max(
                scopes.keySet().stream().mapToLong(Long::longValue).max().orElse(Long.MIN_VALUE),
                trails.keySet().stream().mapToLong(Long::longValue).max().orElse(Long.MIN_VALUE));
        for (Scope scope : scopes.values()) {
            RunTrail trail = trails.remove(scope.runId());
            RunTrail left = trail == null ? new RunTrail() : trail;
            if (returned.holds(chain, left.lastRow())) {
                continue; // what it did at last came back with the ledger; run_scope did not
            }
            boolean closed = scope.ended() || scope.closed() != null;
            if (closed && (scope.closed() == null || scope.closed() != left.lastClosing())) {
                problem(
                        chain,
                        scope.closed() == null ? left.lastRow() : scope.closed(),
                        lost(scope, left, walked.last()));
            } else if (!closed || left.lastRow() > left.lastClosing()) {
                open(chain, scope.runId(), left, scope.runId() == newest && live.contains(chain.category()));
            }
        }
        trails.forEach((run, trail) -> {
            if (!returned.holds(chain, trail.lastRow())) {
                problem(
                        chain,
                        trail.lastRow(),
                        "run " + run + " wrote it and run_scope knows no such run of this category");
            }
        });
    }

    private static String lost(Scope scope, RunTrail left, long last) {
        String run = "run " + scope.runId();
        Long closed = scope.closed();
        if (closed == null) {
            return run + " has ended and run_scope names no closing row";
        }
        if (last < closed) {
            return run + " was closed by row " + closed + " and the ledger ends with row " + last
                    + ": the tail was cut";
        }
        return left.lastClosing() == 0
                ? run + " was closed by row " + closed + ", which is not its closing row"
                : run + " was closed by row " + closed + " and the ledger closes it with row " + left.lastClosing();
    }

    private void open(Chain chain, long run, RunTrail left, boolean atWork) {
        if (atWork) {
            open.add(new OpenRun(chain.category(), chain.part(), run));
            return;
        }
        String closing = left.lastClosing() == 0 ? "no closing row" : "no closing row after row " + left.lastClosing();
        problem(
                chain,
                left.lastRow(),
                "run " + run + " has " + closing + ": it was killed (gallra runs recover " + run
                        + ") or the tail was cut");
    }

    private void problem(Chain chain, long seq, String what) {
        problems.add(new Problem(chain.category(), chain.part(), seq, what));
    }

    List<Problem> problems() {
        return problems;
    }

    List<OpenRun> open() {
        return open;
    }
}
