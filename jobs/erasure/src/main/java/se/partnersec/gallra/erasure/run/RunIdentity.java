package se.partnersec.gallra.erasure.run;

import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.listener.JobExecutionListener;

/** The run in hand: its number is the job instance's, known once Spring Batch has made it. */
public final class RunIdentity implements JobExecutionListener {
    private final RunContext context;
    private final RunControl control;
    private volatile long id;
    private volatile boolean passedOver;

    public RunIdentity(RunContext context, RunControl control) {
        this.context = context;
        this.control = control;
    }

    @Override
    public void beforeJob(JobExecution execution) {
        id = execution.getJobInstance().getId();
    }

    /**
     * A commit of unknown outcome ends the attempt, no more: the next one settles it first. A process that lost its lease
     * gets no further than this, and must not leave an execution that nobody settles.
     */
    @Override
    public void afterJob(JobExecution execution) {
        if (execution.getStatus() == BatchStatus.UNKNOWN) {
            execution.setStatus(BatchStatus.FAILED);
            execution.setExitStatus(ExitStatus.FAILED);
        }
    }

    /** Records were left because something of them is in other hands. */
    public void passOver() {
        passedOver = true;
    }

    /** Whether records were, in this attempt. */
    public boolean passedOver() {
        return passedOver;
    }

    public RunContext context() {
        return context;
    }

    /** Asked between chunks whether to wait or to end. */
    public RunControl control() {
        return control;
    }

    public long id() {
        if (id == 0) {
            throw new IllegalStateException("the run has not started. Indicates a bug");
        }
        return id;
    }

    public long idOrZero() {
        return id;
    }
}
