package se.partnersec.gallra.engine;

import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.listener.JobExecutionListener;

/** The run in hand: its number is the job instance's, known once Spring Batch has made it. */
final class Run implements JobExecutionListener {
    private final RunContext context;
    private volatile long id;
    private volatile String attempt = "";

    Run(RunContext context) {
        this.context = context;
    }

    @Override
    public void beforeJob(JobExecution execution) {
        id = execution.getJobInstance().getId();
    }

    RunContext context() {
        return context;
    }

    long id() {
        if (id == 0) {
            throw new IllegalStateException("the run has not started. Indicates a bug");
        }
        return id;
    }

    long idOrZero() {
        return id;
    }

    /** The random id of the transaction last tried, to settle a commit whose reply was lost. */
    String attempt() {
        return attempt;
    }

    void attempting(String attemptId) {
        attempt = attemptId;
    }
}
