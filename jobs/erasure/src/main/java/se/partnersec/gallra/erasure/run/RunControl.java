package se.partnersec.gallra.erasure.run;

import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.StepInterruptionPolicy;

/**
 * Tells a run between its chunks to wait, to end, or to take more or less at a time. Spring Batch asks it before every chunk,
 * outside of its transaction.
 */
public interface RunControl extends StepInterruptionPolicy {
    /** Lets everything go on. */
    RunControl NONE = new RunControl() {
        @Override
        public boolean ends() {
            return false;
        }

        @Override
        public boolean holds() {
            return false;
        }

        @Override
        public int chunk(int usual) {
            return usual;
        }
    };

    /** Whether the run is to end now. Only looks, so it may be asked inside a transaction. */
    boolean ends();

    /**
     * Waits as long as somebody or something wants the run to stand still; asked only between chunks, when the run holds
     * no lock and no transaction.
     *
     * @return whether the run is to end now
     */
    boolean holds();

    /** How many candidates the next page may have. */
    int chunk(int usual);

    /** Only the worker ends its step; a policy that only threw would let the step end as completed, so it says so first. */
    @Override
    default void checkInterrupted(StepExecution step) throws JobInterruptedException {
        if (holds()) {
            step.setTerminateOnly();
            throw new JobInterruptedException("stopped on request");
        }
    }

    /** Ends a step that looks and writes nothing yet, from inside its transaction; Spring Batch goes by the cause. */
    final class StopAsked extends RuntimeException {
        private static final long serialVersionUID = 1;

        public StopAsked() {
            super("stopped on request", new JobInterruptedException("stopped on request"));
        }
    }
}
