package se.partnersec.gallra.erasure.verify;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import se.partnersec.gallra.erasure.object.IntentReconciliation;
import se.partnersec.gallra.erasure.run.ChunkFailedException;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.erasure.run.RunIdentity;
import se.partnersec.gallra.erasure.run.RunScopeRepository;
import se.partnersec.gallra.erasure.run.SqlErrorClassifier;

/**
 * The steps of a run that look and erase nothing.
 *
 * @param once what is looked for once a run
 * @param reconciliation null where there are no objects
 */
public record VerifySteps(
        RunIdentity run,
        RunScopeRepository scopes,
        ResidueCheck verification,
        PostErasureCheck aftermath,
        Consumer<RunIdentity> once,
        @Nullable IntentReconciliation reconciliation,
        CrashPoint.Witness witness) {
    private static final String MISSED = "missed";
    private static final String LEFT_BEHIND = "left-behind";

    public void verify(StepExecution step, boolean last) {
        witness.passed(CrashPoint.VERIFY_STARTED);
        // Before anything is noted by this step's transaction: what is found here is noted by another.
        if (reconciliation != null) {
            long back = reconciliation.resurrected(run.id());
            if (back > 0) {
                throw new ChunkFailedException(
                        SqlErrorClassifier.Kind.STOP,
                        back + " object versions are on record as erased and can be found again");
            }
        }
        boolean first = step.getStepName().equals("verify");
        if (first) {
            once.accept(run);
        }
        // Where nothing was missed there was no sweep either, and the answer is still the same.
        if (first || !nothingMissed(step)) {
            look(step.getJobExecution().getExecutionContext(), last);
        }
        if (last) {
            if (reconciliation != null) {
                reconciliation.lookAgain();
            }
            step.getJobExecution().getExecutionContext().putLong(LEFT_BEHIND, aftermath.look(run.id()));
        }
        witness.passed(CrashPoint.VERIFIED);
    }

    private void look(ExecutionContext known, boolean last) {
        ResidueCheck.Left left = verification.look(run, scopes.get(run.id()).keyHi());
        if (last && left.missed() > 0) {
            throw new ChunkFailedException(
                    SqlErrorClassifier.Kind.STOP,
                    left.missed() + " records are due, not held, and still there after two sweeps");
        }
        known.putLong(MISSED, left.missed());
        known.putString("left", left.counts().text());
        known.putString("planned", left.planned().text());
    }

    /** A step of its own: the findings of the step before are committed, whatever comes of the run. */
    public void prove(StepExecution step) {
        long left = step.getJobExecution().getExecutionContext().getLong(LEFT_BEHIND, 0);
        if (left > 0) {
            throw new ChunkFailedException(
                    SqlErrorClassifier.Kind.STOP,
                    left + " columns still hold, or point at, what this run erased or reduced; gallra runs show "
                            + run.id() + " names them");
        }
    }

    /** Where the number was lost with a crash, the sweep runs: it costs a look and cannot harm. */
    public boolean nothingMissed(StepExecution step) {
        ExecutionContext known = step.getJobExecution().getExecutionContext();
        return known.containsKey(MISSED) && known.getLong(MISSED) == 0;
    }
}
