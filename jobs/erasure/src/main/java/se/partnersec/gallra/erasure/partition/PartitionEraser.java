package se.partnersec.gallra.erasure.partition;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStream;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.erasure.chunk.DisposeTasklet;
import se.partnersec.gallra.erasure.decide.GuardedChunk;
import se.partnersec.gallra.erasure.limit.LimitStep;
import se.partnersec.gallra.erasure.run.ChunkFailedException;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.erasure.run.LeaseCheck;
import se.partnersec.gallra.erasure.run.RunIdentity;
import se.partnersec.gallra.erasure.run.RunScopeRepository;
import se.partnersec.gallra.erasure.run.SqlErrorClassifier;
import se.partnersec.gallra.ledger.notice.FindingRepository.Finding;
import se.partnersec.gallra.support.text.Sentences;

/**
 * Lets whole partitions of a log go. A partition is exchanged with an empty table, where nobody changes its rows any more;
 * there every row is decided, and those that stay are moved back. Then it is said under the gate, where what came meanwhile is
 * heeded, that the rest goes: from then on a hold is too late for it. The staging table is emptied
 * and the ledger written. What goes is on record before it goes, so that wherever a process dies the next one knows what to
 * write down and what to put back.
 *
 * <p>It takes what is plainly due; whatever is more than that goes row by row afterwards.
 */
final class PartitionEraser implements Tasklet, ItemStream {
    private static final Sentences SENTENCES = Sentences.of("erasure");
    /** How often a partition is decided anew because somebody placed or released a hold meanwhile. */
    private static final int TRIES = 3;

    /** The server's code for what a procedure says of itself. */
    private static final int SIGNALLED = 1644;

    private final StagingRecovery staged;
    private final StagedAssessment decision;
    private final PartitionCandidates partitions;
    private final DisposeTasklet.Parts parts;
    private final LeaseCheck lease;
    private final LimitStep.Allowance allowance;
    private final RunScopeRepository scopes;
    private final RunIdentity run;
    private final CrashPoint.Witness witness;
    private final TransactionTemplate own;
    private @Nullable Deque<String> left;

    PartitionEraser(
            StagingRecovery staged,
            StagedAssessment decision,
            PartitionCandidates partitions,
            DisposeTasklet.Parts parts,
            RunScopeRepository scopes,
            PlatformTransactionManager manager,
            LeaseCheck lease,
            LimitStep.Allowance allowance,
            RunIdentity run) {
        this.staged = staged;
        this.decision = decision;
        this.partitions = partitions;
        this.parts = parts;
        this.scopes = scopes;
        this.lease = lease;
        this.allowance = allowance;
        this.run = run;
        this.witness = parts.resources().witness();
        this.own = new TransactionTemplate(manager);
        own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    @Override
    public void open(ExecutionContext context) {
        left = null;
        allowance.open(run.id());
    }

    /** One partition per call. Where it stands is for the tables to say, so there is no position to keep. */
    @Override
    public RepeatStatus execute(StepContribution contribution, ChunkContext context) {
        String partition = next();
        if (partition == null) {
            return RepeatStatus.FINISHED;
        }
        try {
            dispose(partition);
        } catch (DataAccessException | TransactionException e) {
            throw ChunkFailedException.of(e);
        }
        return RepeatStatus.CONTINUABLE;
    }

    private @Nullable String next() {
        Deque<String> known = left;
        if (known == null) {
            known = new ArrayDeque<>(own.execute(t -> partitions.names()));
            left = known;
        }
        return known.poll();
    }

    private void dispose(String partition) {
        staged.settle();
        // None of what is read of the table here may last: who has read it keeps others from changing it.
        Long rows = own.execute(
                t -> partitions.worth(partition, scopes.get(run.id()).keyHi()));
        if (rows == null || rows == 0 || !allowance.allows(rows)) {
            return;
        }
        String attempt = UUID.randomUUID().toString();
        own.executeWithoutResult(t -> {
            lease.confirm();
            staged.open(run, partition, attempt);
        });
        witness.passed(CrashPoint.PARTITION_OPENED);
        if (taken(partition, attempt)) {
            witness.passed(CrashPoint.PARTITION_TAKEN);
            if (decided() && emptied(partition, attempt)) {
                staged.writeDown();
                witness.passed(CrashPoint.PARTITION_WRITTEN);
            }
        }
        staged.settle();
    }

    private boolean decided() {
        for (int tries = 0; tries < TRIES; tries++) {
            Long epoch = decision.decide();
            if (epoch == null) {
                return false;
            }
            if (going(epoch)) {
                witness.passed(CrashPoint.PARTITION_GOING);
                return true;
            }
        }
        return false;
    }

    /** Others may be reading the table, or its definition have changed: then its rows, and those of further ones, go one by one. */
    private boolean taken(String partition, String attempt) {
        try {
            staged.table().fill(partition, run.context().token(), attempt);
            return true;
        } catch (DataAccessException why) {
            requireLine(why);
            left = new ArrayDeque<>();
            byRows(partition, why);
            return false;
        }
    }

    /** Where it is not sure, settling looks what became of it: written down if it went, put back if not. */
    private boolean emptied(String partition, String attempt) {
        try {
            staged.empty(attempt);
            witness.passed(CrashPoint.PARTITION_ERASED);
            return true;
        } catch (DataAccessException why) {
            requireLine(why);
            byRows(partition, why);
            return false;
        }
    }

    private static void requireLine(DataAccessException why) {
        if (SqlErrorClassifier.lineLost(why)) {
            throw why;
        }
    }

    private void byRows(String partition, DataAccessException why) {
        Finding finding = new Finding(
                SENTENCES.say("partition.partition", partition),
                "PARTITION_BY_ROWS",
                SENTENCES.say("partition.not-seen-go-once-what-left", words(why)));
        own.executeWithoutResult(t -> parts.findings().note(run.id(), List.of(finding)));
    }

    /** What the procedures say themselves names tables and no values. */
    private static String words(DataAccessException why) {
        return why.getMostSpecificCause() instanceof SQLException sql && sql.getErrorCode() == SIGNALLED
                ? String.valueOf(sql.getMessage())
                : SqlErrorClassifier.words(why);
    }

    /**
     * Says under the gate that all that is left in the staging table goes. Where anything that can keep a record came since it was
     * decided, it is decided again there. Answers false if that would take too long, or if more goes than the run may still erase.
     */
    private boolean going(long epoch) {
        Boolean said = own.execute(t -> {
            GuardedChunk.Entry entered = parts.guard().enter();
            boolean goes = (entered.epoch() == epoch || decision.again(entered))
                    && allowance.allows(staged.register().totals().records());
            if (goes) {
                staged.register().going(entered.epoch());
            } else {
                t.setRollbackOnly();
            }
            return goes;
        });
        return Boolean.TRUE.equals(said);
    }
}
