package se.partnersec.gallra.erasure.job;

import java.util.function.Consumer;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.transaction.PlatformTransactionManager;
import se.partnersec.gallra.erasure.run.LeaseCheck;

/** Makes the steps that are one transaction and erase nothing. */
record TaskletSteps(JobRepository repository, PlatformTransactionManager manager, LeaseCheck lease) {

    /** @param always whether a restart does it again although it was done */
    Step step(String name, Consumer<StepExecution> work, boolean always) {
        return new StepBuilder(name, repository)
                .tasklet(
                        (contribution, context) -> {
                            work.accept(contribution.getStepExecution());
                            // A chunk asks by itself; but a run may also end without another chunk.
                            lease.confirm();
                            return RepeatStatus.FINISHED;
                        },
                        manager)
                .allowStartIfComplete(always)
                .build();
    }
}
