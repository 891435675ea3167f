package se.partnersec.gallra.erasure.run;

import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.StepInterruptionPolicy;

/**
 * Where a step obeys: Spring Batch asks before every chunk, outside of its transaction. Only the worker ends its step; a
 * policy that only threw would let the step end as completed, so it says so first.
 */
public record RunControlPolicy(RunControl control) implements StepInterruptionPolicy {
    @Override
    public void checkInterrupted(StepExecution step) throws JobInterruptedException {
        if (control.holds()) {
            step.setTerminateOnly();
            throw new JobInterruptedException("stopped on request");
        }
    }

    /** Ends a step that looks and writes nothing yet, from inside its transaction; Spring Batch goes by the cause. */
    public static final class StopAsked extends RuntimeException {
        private static final long serialVersionUID = 1;

        public StopAsked() {
            super("stopped on request", new JobInterruptedException("stopped on request"));
        }
    }
}
