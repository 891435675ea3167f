package se.partnersec.gallra.runs.launch;

import java.time.LocalDateTime;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.erasure.run.LeaseCheck;
import se.partnersec.gallra.runs.control.RunHistory;

/**
 * Sets executions whose process is dead, or whose commit had an unknown outcome, to FAILED so that they can go on. Only
 * under the category's lease, checked in the same transaction: a process that lost it may be marking its successor's.
 * Checkpoint and erasure are one commit, so whichever way an unknown commit went, the position on record tells the truth.
 */
final class ExecutionSettlement {
    private final LeaseCheck lease;
    private final TransactionTemplate transaction;
    private final JobRepository repository;
    private final DatabaseClock clock;

    ExecutionSettlement(PreparedRun run, LeaseCheck lease) {
        this.lease = lease;
        transaction = new TransactionTemplate(run.resources().manager());
        repository = run.repository();
        clock = new DatabaseClock(run.jdbc());
    }

    void settle(JobExecution execution) {
        if (open(execution.getStatus())
                || execution.getStepExecutions().stream().anyMatch(s -> open(s.getStatus()))) {
            ExitStatus known = execution.getExitStatus();
            boolean said =
                    !open(execution.getStatus()) && !known.getExitDescription().isBlank();
            end(
                    execution,
                    BatchStatus.FAILED,
                    said ? known : ExitStatus.FAILED.addExitDescription(RunHistory.INTERRUPTED));
        }
    }

    /** A step whose last word was lost keeps its job from going on, however the job itself stands. */
    private static boolean open(BatchStatus status) {
        return status.isRunning() || status == BatchStatus.UNKNOWN;
    }

    void abandon(JobExecution execution) {
        end(execution, BatchStatus.ABANDONED, new ExitStatus("ABANDONED"));
    }

    private void end(JobExecution execution, BatchStatus status, ExitStatus exit) {
        transaction.executeWithoutResult(t -> {
            lease.confirm();
            write(execution, status, exit);
        });
    }

    private void write(JobExecution execution, BatchStatus status, ExitStatus exit) {
        LocalDateTime now = DatabaseClock.column(clock.now());
        for (StepExecution step : execution.getStepExecutions()) {
            if (open(step.getStatus())) {
                step.setStatus(BatchStatus.FAILED);
                step.setExitStatus(ExitStatus.FAILED);
                step.setEndTime(now);
                repository.update(step);
            }
        }
        execution.setStatus(status);
        execution.setExitStatus(exit);
        execution.setEndTime(now);
        repository.update(execution);
    }
}
