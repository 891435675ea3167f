package se.partnersec.gallra.erasure.run;

import java.util.List;
import java.util.function.Predicate;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.ledger.entry.LedgerWriter;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.policy.limit.LimitViolation;

/**
 * How much a run may still take, between its chunks. It is counted in memory, beginning with what the ledger says this run
 * has taken, so a chunk costs nothing more and a restart forgets nothing. A chunk that was rolled back ends its step, and
 * the next one begins with the ledger again.
 */
public final class RemainingAllowance {
    private final RunLimitRepository rows;
    private final LedgerWriter ledger;
    private final Predicate<List<RecordKey>> anyGoes;
    private long most;
    private long gone;

    /** @param anyGoes whether by the rules any of these records would go */
    public RemainingAllowance(RunLimitRepository rows, LedgerWriter ledger, Predicate<List<RecordKey>> anyGoes) {
        this.rows = rows;
        this.ledger = ledger;
        this.anyGoes = anyGoes;
    }

    public void open(long runId) {
        most = rows.most(runId);
        gone = taken(ledger.totals(runId));
    }

    /** Told of each chunk before its commit. */
    public void took(Outcome.Counts chunk) {
        gone += taken(chunk);
    }

    /** Whatever left a store counts, also where a hold kept the row. */
    private static long taken(Outcome.Counts counts) {
        return counts.of(Outcome.ERASED) + counts.of(Outcome.ANONYMISED) + counts.of(Outcome.OBJECT_ONLY);
    }

    public boolean usedUp() {
        return gone >= most;
    }

    /** Whether so many more may go. */
    public boolean allows(long records) {
        return records <= most - gone;
    }

    /** How many records the next page may have; a full chunk where nothing may go any more, for looking. */
    public int room(int chunk) {
        return usedUp() ? chunk : (int) Math.min(chunk, most - gone);
    }

    /** @throws LimitExceededException if one of them would go */
    public void requireStaying(List<RecordKey> keys) {
        if (anyGoes.test(keys)) {
            throw new LimitExceededException(List.of(LimitViolation.usedUp(gone)), gone, null);
        }
    }
}
