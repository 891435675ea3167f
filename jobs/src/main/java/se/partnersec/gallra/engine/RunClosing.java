package se.partnersec.gallra.engine;

import java.util.List;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.hold.Gate;
import se.partnersec.gallra.ledger.ChunkRecord;
import se.partnersec.gallra.ledger.Ledger;
import se.partnersec.gallra.ledger.OutcomeCounts;
import se.partnersec.gallra.store.DatabaseClock;

/** Ends an attempt in the ledger and in the run's scope, in one transaction under the lease. */
public final class RunClosing {
    private final CategoryJob.Shop shop;
    private final TransactionTemplate transaction;

    public RunClosing(CategoryJob.Shop shop) {
        this.shop = shop;
        this.transaction = new TransactionTemplate(shop.manager());
    }

    /**
     * Closes once, however often it is asked: the reply to the first commit may have been lost.
     *
     * @param attempt a random id of this closing, the same each time
     * @param totals of the whole run so far, whatever the number of attempts
     */
    public void close(
            RunContext context,
            Lease lease,
            String attempt,
            long runId,
            String outcome,
            OutcomeCounts totals,
            String note) {
        transaction.executeWithoutResult(t -> {
            if (new RunScopes(shop.jdbc()).find(runId) == null) {
                return; // it froze no scope, so it erased nothing and has no rows in the ledger to close
            }
            Gate.Entry gate = new Gate(shop.jdbc()).enter();
            lease.check(gate.connection());
            Ledger ledger = new Ledger(shop.jdbc(), shop.tags());
            if (ledger.committed(attempt)) {
                return;
            }
            long seq = ledger.close(new ChunkRecord(
                    context.category().category(),
                    0,
                    runId,
                    attempt,
                    context.policy(),
                    context.token(),
                    gate.epoch(),
                    new DatabaseClock(shop.jdbc()).now(),
                    totals,
                    List.of()));
            new RunScopes(shop.jdbc()).end(runId, outcome, note, seq);
        });
        shop.witness().passed(CrashPoint.CLOSED);
    }

    public void forgetKeys(RunContext context, long runId) {
        if (shop.bucket() != null) {
            new ObjectIntents(
                            shop.jdbc(),
                            shop.tags(),
                            context.category().category(),
                            shop.bucket().name())
                    .forgetKeys(runId);
        }
    }
}
