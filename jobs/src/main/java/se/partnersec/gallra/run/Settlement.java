package se.partnersec.gallra.run;

import java.time.LocalDateTime;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;
import se.partnersec.gallra.store.DatabaseClock;

/**
 * Sets executions whose process is dead, or whose commit had an unknown outcome, to FAILED so that they can go on. Only
 * under the category's lease: then nobody else can still be writing. Checkpoint and erasure are one commit, so whichever
 * way an unknown commit went, the position on record tells the truth.
 */
final class Settlement {
    private final JobRepository repository;
    private final DatabaseClock clock;

    Settlement(RunTools tools) {
        repository = tools.repository();
        clock = new DatabaseClock(tools.jdbc());
    }

    void settle(JobExecution execution) {
        if (execution.getStatus().isRunning() || execution.getStatus() == BatchStatus.UNKNOWN) {
            end(execution, BatchStatus.FAILED, ExitStatus.FAILED);
        }
    }

    void abandon(JobExecution execution) {
        end(execution, BatchStatus.ABANDONED, new ExitStatus("ABANDONED"));
    }

    private void end(JobExecution execution, BatchStatus status, ExitStatus exit) {
        LocalDateTime now = DatabaseClock.column(clock.now());
        for (StepExecution step : execution.getStepExecutions()) {
            if (step.getStatus().isRunning() || step.getStatus() == BatchStatus.UNKNOWN) {
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
