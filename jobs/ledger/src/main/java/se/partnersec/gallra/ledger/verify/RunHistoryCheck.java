package se.partnersec.gallra.ledger.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.ledger.entry.LedgerPageReader.Chain;
import se.partnersec.gallra.ledger.verify.LedgerVerifier.OpenRun;
import se.partnersec.gallra.ledger.verify.LedgerVerifier.Problem;
import se.partnersec.gallra.support.text.Sentences;

/**
 * Holds the runs we know of against the rows they left in the ledger; this is what a cut tail cannot get past.
 *
 * <p>A run that is not over and whose process is dead was interrupted. The job cannot make a cut tail look like that: it may delete no
 * row of the ledger. Whoever can, and writes run_scope as well, is found by notices, which the job cannot take back, and by seals.
 */
final class RunHistoryCheck {
    private static final Sentences SENTENCES = Sentences.of("ledger");
    private static final String SCOPES = """
            SELECT run_id, ended_at IS NOT NULL, COALESCE(outcome IN ('FAILED', 'STOPPED'), FALSE), closed_seq
            FROM run_scope WHERE category = ? AND part = ?""";
    private static final String LIVE = """
            SELECT l.category FROM lease l JOIN heartbeat h ON h.category = l.category AND h.token = l.token
            WHERE l.holder IS NOT NULL AND h.beat_at BETWEEN UTC_TIMESTAMP(6) - INTERVAL 30 SECOND AND UTC_TIMESTAMP(6)""";

    // Written in the transaction of the row it names, and the job can take none back.
    private static final String NAMED = """
            SELECT seq, run_id FROM notice WHERE category = ? AND seq > ? ORDER BY seq LIMIT 1""";

    private final JdbcTemplate jdbc;
    private final Set<String> live;
    private final RestoredRanges returned;
    private final List<Problem> problems = new ArrayList<>();
    private final List<OpenRun> open = new ArrayList<>();

    /** Sees at once which categories have a run at work. */
    RunHistoryCheck(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        this.live = Set.copyOf(jdbc.queryForList(LIVE, String.class));
        this.returned = RestoredRanges.read(jdbc);
    }

    /** @param goesOn whether it ended so that it can be gone on with; what it had in hand is settled before it is at work again */
    private record Scope(
            long runId,
            boolean ended,
            boolean goesOn,
            @Nullable Long closed) {

        boolean over(RunTrace left) {
            return ended && !(goesOn && closes(left) && left.lastRow() > left.lastClosing());
        }

        boolean closes(RunTrace left) {
            return closed != null && closed == left.lastClosing();
        }

        /** Of a run that is not over run_scope keeps the row that closed it before, if it was resumed. */
        boolean contradicts(RunTrace left) {
            return over(left)
                    ? !closes(left) || left.lastRow() > left.lastClosing()
                    : (closed == null ? 0 : closed) != left.lastClosing();
        }
    }

    void check(Chain chain, HashChainCheck walked) {
        Map<Long, Scope> scopes = new TreeMap<>();
        jdbc.query(
                SCOPES,
                row -> {
                    Scope scope = new Scope(
                            row.getLong(1), row.getBoolean(2), row.getBoolean(3), row.getObject(4, Long.class));
                    scopes.put(scope.runId(), scope);
                },
                chain.category(),
                chain.part());
        Map<Long, RunTrace> trails = new TreeMap<>(walked.runs());
        long newest = Math.max(
                scopes.keySet().stream().mapToLong(Long::longValue).max().orElse(Long.MIN_VALUE),
                trails.keySet().stream().mapToLong(Long::longValue).max().orElse(Long.MIN_VALUE));
        for (Scope scope : scopes.values()) {
            RunTrace trail = trails.remove(scope.runId());
            RunTrace left = trail == null ? new RunTrace() : trail;
            if (returned.holds(chain, left.lastRow())) {
                continue; // what it did at last came back with the ledger; run_scope did not
            }
            if (scope.contradicts(left)) {
                problem(
                        chain,
                        scope.closed() == null ? left.lastRow() : scope.closed(),
                        lost(scope, left, walked.last()));
            } else if (!scope.over(left) && scope.runId() != newest) {
                problem(
                        chain,
                        left.lastRow(),
                        SENTENCES.say("verify.run-no-closing-row-run-began", scope.runId(), newest));
            } else if (!scope.over(left)) {
                open.add(new OpenRun(
                        chain.category(),
                        chain.part(),
                        scope.runId(),
                        left.lastRow(),
                        live.contains(chain.category())));
            }
        }
        named(chain, walked.last());
        trails.forEach((run, trail) -> {
            if (!returned.holds(chain, trail.lastRow())) {
                problem(chain, trail.lastRow(), SENTENCES.say("verify.run-wrote-run-scope-knows-no", run));
            }
        });
    }

    private static String lost(Scope scope, RunTrace left, long last) {
        String run = SENTENCES.say("verify.run", scope.runId());
        Long closed = scope.closed();
        if (closed == null) {
            return scope.ended()
                    ? SENTENCES.say("verify.ended-run-scope-names-no-closing", run)
                    : SENTENCES.say("verify.closed-row-run-scope-says-not", run, left.lastClosing());
        }
        if (last < closed) {
            return SENTENCES.say("verify.closed-row-ledger-ends-row-tail", run, closed, last);
        }
        if (scope.closes(left)) {
            return SENTENCES.say("verify.closed-row-wrote-rows-after-up", run, closed, left.lastRow());
        }
        return left.lastClosing() == 0
                ? SENTENCES.say("verify.closed-row-which-not-closing-row", run, closed)
                : SENTENCES.say("verify.closed-row-ledger-closes-row", run, closed, left.lastClosing());
    }

    /** What names a row that is not there was written with it. */
    private void named(Chain chain, long last) {
        if (chain.part() == 0) {
            jdbc.query(
                    NAMED,
                    row -> {
                        problem(
                                chain,
                                row.getLong(1),
                                SENTENCES.say("verify.notice-run-names-ledger-ends-row", row.getLong(2), last));
                    },
                    chain.category(),
                    last);
        }
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
