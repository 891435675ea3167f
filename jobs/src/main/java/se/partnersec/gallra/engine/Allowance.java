package se.partnersec.gallra.engine;

import java.util.List;
import java.util.function.Predicate;
import se.partnersec.gallra.ledger.Ledger;
import se.partnersec.gallra.ledger.Outcome;
import se.partnersec.gallra.ledger.OutcomeCounts;
import se.partnersec.gallra.policy.LimitTrip;
import se.partnersec.gallra.store.RecordKey;

/**
 * How much a run may still take, between its chunks. It is counted in memory, beginning with what the ledger says this run
 * has taken, so a chunk costs nothing more and a restart forgets nothing. A chunk that was rolled back ends its step, and
 * the next one begins with the ledger again.
 */
final class Allowance {
    private final RunLimitRows rows;
    private final Ledger ledger;
    private final Predicate<List<RecordKey>> anyGoes;
    private long most;
    private long gone;

    /** @param anyGoes whether by the rules any of these records would go */
    Allowance(RunLimitRows rows, Ledger ledger, Predicate<List<RecordKey>> anyGoes) {
        this.rows = rows;
        this.ledger = ledger;
        this.anyGoes = anyGoes;
    }

    void open(long runId) {
        most = rows.most(runId);
        gone = taken(ledger.totals(runId));
    }

    /** Told of each chunk before its commit. */
    void took(OutcomeCounts chunk) {
        gone += taken(chunk);
    }

    /** Whatever left a store counts, also where a hold kept the row. */
    private static long taken(OutcomeCounts counts) {
        return counts.of(Outcome.ERASED) + counts.of(Outcome.ANONYMISED) + counts.of(Outcome.OBJECT_ONLY);
    }

    boolean usedUp() {
        return gone >= most;
    }

    /** Whether so many more may go. */
    boolean allows(long records) {
        return records <= most - gone;
    }

    /** How many records the next page may have; a full chunk where nothing may go any more, for looking. */
    int room(int chunk) {
        return usedUp() ? chunk : (int) Math.min(chunk, most - gone);
    }

    /** @throws LimitTripped if one of them would go */
    void requireStaying(List<RecordKey> keys) {
        if (anyGoes.test(keys)) {
            throw new LimitTripped(List.of(LimitTrip.usedUp(gone)), gone, null);
        }
    }
}
