package se.partnersec.gallra.erasure.job;

import java.util.List;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.erasure.object.ObjectIntentRepository;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.erasure.run.LeaseCheck;
import se.partnersec.gallra.erasure.run.RunContext;
import se.partnersec.gallra.erasure.run.RunResources;
import se.partnersec.gallra.erasure.run.RunScopeRepository;
import se.partnersec.gallra.holds.hold.ErasureGate;
import se.partnersec.gallra.ledger.entry.LedgerWriter;
import se.partnersec.gallra.ledger.entry.Outcome;

/** Ends an attempt in the ledger and in the run's scope, in one transaction under the lease. */
public final class RunClosing {
    private final RunResources resources;
    private final TransactionTemplate transaction;

    public RunClosing(RunResources resources) {
        this.resources = resources;
        this.transaction = new TransactionTemplate(resources.manager());
    }

    /**
     * Closes once, however often it is asked: the reply to the first commit may have been lost.
     *
     * @param attempt a random id of this closing, the same each time
     * @param totals of the whole run so far, whatever the number of attempts
     */
    public void close(
            RunContext context,
            LeaseCheck lease,
            String attempt,
            long runId,
            String outcome,
            Outcome.Counts totals,
            String note) {
        transaction.executeWithoutResult(t -> {
            if (new RunScopeRepository(resources.jdbc()).find(runId) == null) {
                return; // it froze no scope, so it erased nothing and has no rows in the ledger to close
            }
            ErasureGate.Entry gate = new ErasureGate(resources.jdbc()).enter();
            lease.check(gate.connection());
            LedgerWriter ledger = new LedgerWriter(resources.jdbc(), resources.tags());
            if (ledger.committed(attempt)) {
                return;
            }
            long seq = ledger.close(new LedgerWriter.Chunk(
                    context.category().category(),
                    0,
                    runId,
                    attempt,
                    context.policy(),
                    context.token(),
                    gate.epoch(),
                    new DatabaseClock(resources.jdbc()).now(),
                    totals,
                    List.of()));
            new RunScopeRepository(resources.jdbc()).end(runId, outcome, note, seq);
        });
        resources.witness().passed(CrashPoint.CLOSED);
    }

    public void forgetKeys(RunContext context, long runId) {
        if (resources.bucket() != null) {
            new ObjectIntentRepository(
                            resources.jdbc(),
                            resources.tags(),
                            context.category().category(),
                            resources.bucket().name())
                    .forgetKeys(runId);
        }
    }
}
