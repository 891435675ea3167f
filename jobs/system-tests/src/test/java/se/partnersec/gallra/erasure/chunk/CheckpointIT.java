package se.partnersec.gallra.erasure.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.core.step.builder.TaskletStepBuilder;
import org.springframework.batch.core.step.tasklet.TaskletStep;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStream;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.DefaultTransactionStatus;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.SuiteContext;

/**
 * What Spring Batch saves of a tasklet step whose third call fails: why the position of a run is told by a stream, and not put into the
 * context by the tasklet.
 */
@Tag("once")
@Tag("full")
@GallraTest
class CheckpointIT {
    private static final String POSITION = "position";

    private final SuiteContext suite;

    private final JobRepository repository;
    private int position;

    CheckpointIT(SuiteContext suite) {
        this.suite = suite;
        this.repository = suite.bean(JobRepository.class);
    }

    /** The position that is on record when the step has ended. */
    private long saved(PlatformTransactionManager manager, Function<StepBuilder, TaskletStepBuilder> step)
            throws Exception {
        JobParameters parameters = new JobParametersBuilder()
                .addString("test", UUID.randomUUID().toString())
                .toJobParameters();
        StepExecution execution = repository.createStepExecution(
                "dispose",
                repository.createJobExecution(
                        repository.createJobInstance("checkpoint", parameters), parameters, new ExecutionContext()));
        TaskletStep made = step.apply(new StepBuilder("dispose", repository)).build();
        made.execute(execution);
        assertThat(execution.getStatus()).isNotEqualTo(BatchStatus.COMPLETED);
        StepExecution onRecord = repository.getStepExecution(execution.getId());
        return Objects.requireNonNull(onRecord).getExecutionContext().getLong(POSITION);
    }

    private PlatformTransactionManager manager() {
        return new JdbcTransactionManager(suite.pool(DatabaseRole.JOB));
    }

    private ItemStream stream() {
        return new ItemStream() {
            @Override
            public void update(ExecutionContext context) {
                context.putLong(POSITION, position);
            }
        };
    }

    /** The trap: a control for the two below. */
    @Test
    void saves_what_a_tasklet_put_into_the_context_although_it_failed_and_was_rolled_back() throws Exception {
        PlatformTransactionManager manager = manager();
        long saved = saved(
                manager,
                step -> step.tasklet(
                        (contribution, context) -> {
                            context.getStepContext()
                                    .getStepExecution()
                                    .getExecutionContext()
                                    .putLong(POSITION, ++position);
                            return failing();
                        },
                        manager));
        assertThat(saved).as("ahead of what is committed").isEqualTo(3);
    }

    @Test
    void saves_the_last_committed_position_of_a_stream_where_the_tasklet_fails() throws Exception {
        PlatformTransactionManager manager = manager();
        long saved = saved(
                manager,
                step -> step
                        .tasklet(
                                (contribution, context) -> {
                                    position++;
                                    return failing();
                                },
                                manager)
                        .stream(stream()));
        assertThat(saved).isEqualTo(2);
    }

    @Test
    void saves_the_last_committed_position_of_a_stream_where_the_commit_fails() throws Exception {
        PlatformTransactionManager manager = new FailingCommit(suite.pool(DatabaseRole.JOB));
        long saved = saved(
                manager,
                step -> step
                        .tasklet(
                                (contribution, context) -> {
                                    position++;
                                    return RepeatStatus.CONTINUABLE;
                                },
                                manager)
                        .stream(stream()));
        assertThat(saved).isEqualTo(2);
    }

    private RepeatStatus failing() {
        if (position == 3) {
            throw new IllegalStateException("the third call fails");
        }
        return RepeatStatus.CONTINUABLE;
    }

    /** Rolls back at the COMMIT of the third call, as a server that went away does, and nobody knows. */
    private static final class FailingCommit extends JdbcTransactionManager {
        private static final long serialVersionUID = 1;
        private int calls;

        FailingCommit(DataSource source) {
            super(source);
        }

        @Override
        protected void doCommit(DefaultTransactionStatus status) {
            if (++calls == 3) {
                doRollback(status);
                throw new TransactionSystemException("the answer to the COMMIT is lost");
            }
            super.doCommit(status);
        }
    }
}
