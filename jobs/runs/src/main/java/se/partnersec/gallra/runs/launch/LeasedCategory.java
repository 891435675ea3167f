package se.partnersec.gallra.runs.launch;

import java.time.LocalDate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.repository.JobRepository;
import se.partnersec.gallra.approvals.adoption.RulesInForce;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.erasure.partition.StagingRecovery;
import se.partnersec.gallra.erasure.run.LeaseCheck;
import se.partnersec.gallra.erasure.run.RunContext;
import se.partnersec.gallra.erasure.run.RunScopeRepository;
import se.partnersec.gallra.policy.limit.LimitPolicy;
import se.partnersec.gallra.policy.limit.MaxDelete;
import se.partnersec.gallra.runs.control.RunHistory;
import se.partnersec.gallra.runs.control.RunOrder;
import se.partnersec.gallra.runs.control.RunOrderDescription;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.text.Sentences;

/** What is done with a category while its lease is ours. */
final class LeasedCategory {
    private static final Sentences SENTENCES = Sentences.of("runs");
    /** An instance that failed this often is given up for a new one. */
    private static final int MOST_RESUMES = 3;

    private final PreparedRun run;
    private final Category category;
    private final LeaseCheck lease;
    private final JobRepository repository;

    LeasedCategory(PreparedRun run, LeaseCheck lease) {
        this.run = run;
        this.repository = run.repository();
        this.category = run.category();
        this.lease = lease;
    }

    /** The category's last run, if it did not end; what it left as running is marked failed: its process is dead. */
    @Nullable
    JobInstance unfinished() {
        JobInstance last = repository.getLastJobInstance(category.category().id());
        JobExecution execution = last == null ? null : repository.getLastJobExecution(last);
        if (last == null || execution == null) {
            return null;
        }
        new ExecutionSettlement(run, lease).settle(execution);
        StagingRecovery.settle(
                run.resources(), category.category(), lease, run.token().value());
        BatchStatus status = execution.getStatus();
        boolean over = status == BatchStatus.COMPLETED && closed(last);
        return over || status == BatchStatus.ABANDONED ? null : last;
    }

    /** A process may have died between its last step and the ledger's closing row. */
    private boolean closed(JobInstance instance) {
        RunScopeRepository.Scope scope = run.scopes().find(instance.getInstanceId());
        return scope == null
                || ExitCode.DONE.name().equals(scope.outcome())
                || ExitCode.SKIPPED.name().equals(scope.outcome());
    }

    private boolean unreadable(JobInstance instance) {
        JobExecution last = repository.getLastJobExecution(instance);
        return last != null && ContextSerializer.unreadable(last);
    }

    private boolean complete(JobInstance instance) {
        JobExecution last = repository.getLastJobExecution(instance);
        return last != null && last.getStatus() == BatchStatus.COMPLETED;
    }

    /** @param most how many records somebody wants to be erased; null for what the run may */
    @Nullable
    RunResult resumeOrAbandon(JobInstance instance, @Nullable MaxDelete most) {
        RunContext context = context(instance);
        RunScopeRepository.Scope scope = run.scopes().find(instance.getInstanceId());
        String reason = null;
        if (complete(instance)) {
            return resume(instance); // only its closing is left
        }
        RunOrder pause = run.pause(instance.getInstanceId());
        if (!context.policy().equals(run.fingerprint())) {
            reason = SENTENCES.say("launch.policy-sources-changed-since-started");
        } else if (underLooserLimits(instance)) {
            reason = SENTENCES.say("launch.limits-yml-tightened-since-started");
        } else if (scope != null && scope.resumed() >= MOST_RESUMES) {
            reason = SENTENCES.say("launch.failed-times", (MOST_RESUMES + 1));
        } else if (unreadable(instance)) {
            reason = SENTENCES.say("launch.context-tables-spring-batch-not-run");
        }
        if (reason == null) {
            String beyond = beyond(most, context, instance);
            return beyond == null ? resume(instance) : refused(context, beyond);
        }
        if (pause != null) {
            // Its successor would erase what somebody halted.
            return refused(
                    context,
                    SENTENCES.say(
                            "launch.run-would-given-up-because-whoever",
                            instance.getInstanceId(),
                            new RunOrderDescription(Locale.ENGLISH).paused(pause),
                            reason,
                            instance.getInstanceId()));
        }
        abandon(instance, context, reason);
        return null;
    }

    /** Why a run must not go on that may erase more than somebody wants; null if it may not. */
    private @Nullable String beyond(@Nullable MaxDelete most, RunContext context, JobInstance instance) {
        long number = instance.getInstanceId();
        if (most == null || most.equals(context.maxDelete())) {
            return null;
        }
        Long frozen = run.history().limit(number).map(RunHistory.Limit::most).orElse(null);
        if (frozen == null) {
            return SENTENCES.say("launch.max-delete-of-a-run-without-limit", number, most, number);
        }
        return !most.percent() && frozen <= most.number()
                ? null
                : SENTENCES.say("launch.max-delete-of-a-resumed-run", number, frozen, most, number);
    }

    RunResult resume(JobInstance instance) {
        RunContext context = context(instance);
        if (!complete(instance) && !context.policy().equals(run.fingerprint())) {
            return refused(
                    context,
                    SENTENCES.say(
                            "launch.run-began-under-another-version-policy",
                            instance.getInstanceId(),
                            category.category()));
        }
        if (!complete(instance) && underLooserLimits(instance)) {
            return refused(
                    context,
                    SENTENCES.say(
                            "launch.run-froze-how-much-may-erase", instance.getInstanceId(), category.category()));
        }
        if (!complete(instance) && unreadable(instance)) {
            return refused(
                    context,
                    SENTENCES.say(
                            "launch.context-run-tables-spring-batch-not",
                            instance.getInstanceId(),
                            category.category()));
        }
        RunExecutor executor = new RunExecutor(run, context, lease, instance.getInstanceId());
        run.scopes().resumed(instance.getInstanceId(), failed(instance));
        return executor.go();
    }

    /** Whether it froze how much it may erase under limits that were looser than those at hand, or that nobody knows any more. */
    private boolean underLooserLimits(JobInstance instance) {
        LimitPolicy atHand = run.resources().limits();
        return run.history()
                .frozenUnder(category.category(), instance.getInstanceId())
                .filter(frozen -> !frozen.equals(run.resources().rules().limitsFingerprint()))
                .filter(frozen -> RulesInForce.limits(
                                run.jdbc(), frozen, atHand.limits().keySet())
                        .map(then -> then.looserThan(atHand))
                        .orElse(true))
                .isPresent();
    }

    private RunResult refused(RunContext context, String why) {
        return RunResult.notStarted(category.category(), context.asOf(), ExitCode.REFUSED, why);
    }

    /** A stop is no failure: somebody, or the end of a window, wanted it. */
    private boolean failed(JobInstance instance) {
        JobExecution last = repository.getLastJobExecution(instance);
        return last == null || last.getStatus() != BatchStatus.STOPPED;
    }

    RunResult start(LocalDate asOf, @Nullable MaxDelete maxDelete, @Nullable String plan) {
        long number = run.lease().nextNumber(category.category(), run.token());
        RunContext context = new RunContext(
                category, asOf, run.fingerprint(), number, run.token().value(), run.chunk(), maxDelete, plan);
        return new RunExecutor(run, context, lease, 0).go();
    }

    RunResult recovered(JobInstance instance) {
        if (complete(instance)) {
            return resume(instance);
        }
        return new RunExecutor(run, context(instance), lease, instance.getInstanceId())
                .close(instance.getInstanceId(), ExitCode.FAILED, SENTENCES.say("launch.recovered-process-dead"));
    }

    /** Gives up a run that was cut off and must not go on. */
    void giveUp(JobInstance instance, String reason) {
        abandon(instance, context(instance), reason);
    }

    private void abandon(JobInstance instance, RunContext context, String reason) {
        // In this order: what is abandoned is not looked at again, and would never be closed.
        new RunExecutor(run, context, lease, instance.getInstanceId()).abandoned(instance.getInstanceId(), reason);
        JobExecution last = repository.getLastJobExecution(instance);
        if (last != null) {
            new ExecutionSettlement(run, lease).abandon(last);
        }
    }

    RunContext context(JobInstance instance) {
        return RunContext.of(
                repository.getLastJobExecution(instance), category, run.token().value(), run.chunk());
    }
}
