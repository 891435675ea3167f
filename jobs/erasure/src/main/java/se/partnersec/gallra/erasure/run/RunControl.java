package se.partnersec.gallra.erasure.run;

import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.step.StepInterruptionPolicy;
import se.partnersec.gallra.support.text.Sentences;

/** Tells a run between its chunks to wait, to end, or to take more or less at a time. */
public interface RunControl {
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

    /** For one step. Spring Batch asks outside of the transactions of its chunks, before and after each; only before is heeded. */
    default StepInterruptionPolicy betweenChunks() {
        AtomicBoolean before = new AtomicBoolean();
        return step -> {
            if (before.compareAndSet(false, true)) {
                if (holds()) {
                    throw new JobInterruptedException(Sentences.of("erasure").say("run.stopped-request"));
                }
            } else {
                before.set(false);
            }
        };
    }

    /** Ends a step that looks and writes nothing yet, from inside its transaction; Spring Batch goes by the cause. */
    final class StopAsked extends RuntimeException {
        private static final long serialVersionUID = 1;

        public StopAsked() {
            super(
                    Sentences.of("erasure").say("run.stopped-request"),
                    new JobInterruptedException(Sentences.of("erasure").say("run.stopped-request")));
        }
    }
}
