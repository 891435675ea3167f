package se.partnersec.gallra.runs.launch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.erasure.job.ErasureJob;
import se.partnersec.gallra.erasure.object.EmptiedRecords;
import se.partnersec.gallra.erasure.object.ObjectIntentRepository;
import se.partnersec.gallra.erasure.partition.StagingRecovery;
import se.partnersec.gallra.erasure.run.ChunkFailedException;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.erasure.run.LeaseCheck;
import se.partnersec.gallra.erasure.run.LimitExceededException;
import se.partnersec.gallra.erasure.run.RunContext;
import se.partnersec.gallra.erasure.run.RunIdentity;
import se.partnersec.gallra.erasure.run.RunResources;
import se.partnersec.gallra.erasure.run.RunScopeRepository;
import se.partnersec.gallra.erasure.run.SqlErrorClassifier;
import se.partnersec.gallra.holds.hold.ErasureGate;
import se.partnersec.gallra.ledger.entry.LedgerWriter;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.control.StopReason;
import se.partnersec.gallra.runs.throttle.RunThrottle;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.text.Sentences;

/** Takes one run to its end: attempt after attempt, as long as errors are transient and chunks are still committed. */
final class RunExecutor {
    private static final Sentences SENTENCES = Sentences.of("runs");
    /** Attempts in a row without a single chunk more in the ledger, however long they took. */
    private static final int FEWEST_TRIES = 5;

    private final PreparedRun run;
    private RunContext context;
    private final LeaseCheck lease;
    private final boolean resumed;
    private final RunThrottle throttle;
    private final Map<String, String> closings = new HashMap<>();
    private long runId;

    /**
     * To be made before a run counts as at work again: orders from then on are for this executor.
     *
     * @param runId the run that is gone on with; 0 for one that begins
     */
    RunExecutor(PreparedRun run, RunContext context, LeaseCheck lease, long runId) {
        this.run = run;
        this.context = context;
        this.lease = lease;
        this.resumed = runId != 0;
        this.runId = runId;
        this.throttle = run.throttle(runId, context.asOf());
    }

    RunResult go() {
        int tries = 0;
        long chunks = -1;
        long progress = System.nanoTime();
        while (true) {
            try {
                ChunkFailedException changed = tries == 0 || completed() ? null : changed();
                if (changed != null) {
                    if (changed.kind() != SqlErrorClassifier.Kind.TRANSIENT || enough(++tries, progress)) {
                        String why = String.valueOf(changed.getMessage());
                        return runId == 0
                                ? RunResult.notStarted(
                                        context.category().category(), context.asOf(), ExitCode.REFUSED, why)
                                : close(runId, ExitCode.FAILED, why);
                    }
                    pause(tries);
                    continue;
                }
                JobExecution execution = attempt();
                if (execution.getStatus() == BatchStatus.COMPLETED) {
                    return complete(execution);
                }
                if (execution.getStatus() == BatchStatus.STOPPED) {
                    return stopped();
                }
                Throwable why = FailureCauses.of(execution);
                if (why instanceof LeaseCheck.Fenced fenced) {
                    throw fenced;
                }
                if (why instanceof LimitExceededException tripped) {
                    return refused(tripped);
                }
                if (why instanceof ErasureGate.Mismatch mismatch) {
                    throw mismatch;
                }
                long done = run.ledger().chunks(runId);
                if (done > chunks) {
                    tries = 0;
                    progress = System.nanoTime();
                }
                tries++;
                chunks = done;
                throttle.failed();
                if (FailureCauses.kind(why) != SqlErrorClassifier.Kind.TRANSIENT
                        || enough(tries, progress)
                        || throttle.ends()) {
                    return close(runId, ExitCode.FAILED, FailureCauses.words(why, tries));
                }
            } catch (LeaseCheck.Fenced e) {
                return result(ExitCode.RUNNING, new Outcome.Counts(), e.getMessage());
            } catch (ErasureGate.Mismatch e) {
                // Not even a closing row is written: it would bear an epoch that nobody can trust.
                return runId == 0
                        ? RunResult.notStarted(
                                context.category().category(),
                                context.asOf(),
                                ExitCode.REFUSED,
                                String.valueOf(e.getMessage()))
                        : result(ExitCode.REFUSED, new Outcome.Counts(), e.getMessage());
            } catch (DataAccessException | TransactionException e) {
                // The histories or the ledger cannot be read or written.
                progress = tries == 0 ? System.nanoTime() : progress;
                if (SqlErrorClassifier.kind(e) != SqlErrorClassifier.Kind.TRANSIENT || enough(++tries, progress)) {
                    return unreachable(SqlErrorClassifier.words(e));
                }
            }
            pause(tries);
        }
    }

    /** Whether nothing but its closing row is left to do. */
    private boolean completed() {
        JobExecution last = last();
        return last != null && last.getStatus() == BatchStatus.COMPLETED;
    }

    /** What is not any more as preflight found it; null where everything is. */
    private @Nullable ChunkFailedException changed() {
        try {
            run.proveAgain(context.asOf(), true);
            return null;
        } catch (ChunkFailedException e) {
            return e;
        }
    }

    /** By time: a session that stands still in the way is ended by the server after a minute. */
    private boolean enough(int tries, long progress) {
        return tries >= FEWEST_TRIES
                && System.nanoTime() - progress >= run.retries().toNanos();
    }

    /** One execution; whatever way it ended, it is on record as ended. */
    private JobExecution attempt() {
        settle();
        JobExecution last = last();
        if (last != null && last.getStatus() == BatchStatus.COMPLETED) {
            runId = last.getJobInstance().getInstanceId();
            return last;
        }
        if (last == null && known()) {
            // The instance came into being and its first execution did not: Spring Batch would never start it.
            DataCategory category = context.category().category();
            context = context.numbered(run.lease().nextNumber(category, run.token()));
        }
        RunIdentity identity = new RunIdentity(context, throttle);
        ErasureJob job = run.job(identity, lease, throttle);
        try {
            JobExecution execution = run.operator().start(job.job(), context.parameters());
            if (execution.getStatus() != BatchStatus.COMPLETED) {
                settle();
            }
            return execution;
        } catch (org.springframework.batch.core.job.JobExecutionException e) {
            settle(); // says so if another run has taken over, which would be the reason
            throw new IllegalStateException(
                    "Spring Batch refuses to start " + context.category().category() + " run number " + context.number()
                            + ": " + e.getMessage(),
                    e);
        } finally {
            runId = Math.max(runId, identity.idOrZero());
        }
    }

    /** What an earlier attempt left: first every commit has an outcome, then the attempt has one. */
    private void settle() {
        run.lease().settle(context.category().category(), run.token(), lease.latestConnections());
        StagingRecovery.settle(run.resources(), context.category().category(), lease, context.token());
        JobExecution last = last();
        if (last != null) {
            new ExecutionSettlement(run, lease).settle(last);
        }
    }

    private boolean known() {
        return run.repository().getJobInstance(context.category().category().id(), context.parameters()) != null;
    }

    private @Nullable JobExecution last() {
        return run.repository()
                .getLastJobExecution(context.category().category().id(), context.parameters());
    }

    private RunResult complete(JobExecution execution) {
        Optional<Outcome.Counts> left = ContextSerializer.counts(execution.getExecutionContext(), "left");
        Outcome.Counts seen = run.ledger().totals(runId);
        Outcome.Counts totals =
                left.orElseGet(Outcome.Counts::new).add(Outcome.GONE_ELSEWHERE, seen.of(Outcome.GONE_ELSEWHERE));
        totals.add(Outcome.ERASED, seen.of(Outcome.ERASED)).add(Outcome.ANONYMISED, seen.of(Outcome.ANONYMISED));
        long skipped = totals.of(Outcome.STORAGE_LOCKED)
                + totals.of(Outcome.NEW_VERSION)
                + totals.of(Outcome.FAILED)
                + totals.of(Outcome.DEFERRED)
                + seen.of(Outcome.OBJECT_ONLY);
        ExitCode exit = skipped == 0 && left.isPresent() ? ExitCode.DONE : ExitCode.SKIPPED;
        String why = left.isEmpty()
                ? SENTENCES.say("launch.what-run-left-not-record-context")
                : skipped == 0 ? null : SENTENCES.say("launch.records-could-not-erased-gallra-runs", skipped, runId);
        String planned = context.plan();
        PlanOutcome plan =
                planned == null ? null : PlanOutcome.of(planned, run, context, seen, execution.getExecutionContext());
        close(exit.name(), totals, plan == null ? (why == null ? "" : why) : plan.note(why));
        forgetKeys();
        return result(exit, totals, why).with(plan);
    }

    RunResult close(long number, ExitCode exit, String why) {
        runId = number;
        Outcome.Counts totals = run.ledger().totals(runId);
        close(exit.name(), totals, why);
        boolean unfinished = exit == ExitCode.FAILED || exit == ExitCode.STOPPED;
        return result(exit, totals, unfinished ? why + goOn() : why);
    }

    private RunResult stopped() {
        StopReason ending = throttle.why();
        return close(runId, ExitCode.STOPPED, ending.why()).by(ending.order());
    }

    /** It is over: what it left is for a run of another day, which asks anew. */
    private RunResult refused(LimitExceededException tripped) {
        String why = tripped.words(context.category().category());
        Outcome.Counts totals = run.ledger().totals(runId);
        close(ExitCode.REFUSED.name(), totals, why);
        JobExecution last = last();
        if (last != null) {
            // After the closing: what is abandoned is not looked at again, and would never be closed.
            new ExecutionSettlement(run, lease).abandon(last);
        }
        return new RunResult(
                context.category().category(),
                runId,
                context.asOf(),
                ExitCode.REFUSED,
                totals,
                resumed,
                why,
                tripped.trips().isEmpty()
                        ? null
                        : new RunResult.Stopped(tripped.trips(), tripped.going(), tripped.plan(), tripped.expected()),
                null,
                null);
    }

    void abandoned(long number, String reason) {
        runId = number;
        close("ABANDONED", run.ledger().totals(runId), reason);
    }

    /** Ends an attempt in the ledger and in the run's scope. Once, however often it is asked: the reply to the first commit may have been lost. */
    private void close(String outcome, Outcome.Counts totals, String why) {
        String attempt =
                closings.computeIfAbsent(outcome, o -> UUID.randomUUID().toString());
        RunResources resources = run.resources();
        new TransactionTemplate(resources.manager())
                .executeWithoutResult(t -> close(resources, attempt, outcome, totals, why));
        resources.witness().passed(CrashPoint.CLOSED);
    }

    /** In one transaction under the lease. */
    private void close(RunResources resources, String attempt, String outcome, Outcome.Counts totals, String why) {
        RunScopeRepository scopes = new RunScopeRepository(resources.jdbc());
        if (scopes.find(runId) == null) {
            return; // it froze no scope, so it erased nothing and has no rows in the ledger to close
        }
        ErasureGate.Entry gate = new ErasureGate(resources.jdbc()).enter();
        lease.check(gate);
        LedgerWriter ledger = new LedgerWriter(resources.jdbc(), resources.tags());
        if (ledger.committed(attempt)) {
            return;
        }
        long seq = ledger.close(new LedgerWriter.Chunk(
                context.category().category(),
                0,
                runId,
                attempt,
                context.policy(),
                context.token(),
                gate.epoch(),
                new DatabaseClock(resources.jdbc()).now(),
                totals,
                List.of()));
        scopes.end(runId, outcome, why, seq);
    }

    private void forgetKeys() {
        RunResources resources = run.resources();
        if (resources.bucket() != null) {
            ObjectIntentRepository intents = new ObjectIntentRepository(
                    resources.jdbc(),
                    resources.tags(),
                    context.category().category(),
                    resources.bucket().name(),
                    resources.doubt());
            CategoryMapping source =
                    resources.sources().table(context.category().category());
            intents.forgetKeys(runId, new EmptiedRecords(resources, source, intents).all());
        }
    }

    /** Nothing more can be written, not even how it ended; the next run finds it unfinished. */
    private RunResult unreachable(String why) {
        return runId == 0
                ? RunResult.notStarted(context.category().category(), context.asOf(), ExitCode.ENVIRONMENT, why)
                : result(ExitCode.FAILED, new Outcome.Counts(), why + goOn());
    }

    private String goOn() {
        return SENTENCES.say("launch.go-gallra-runs-restart", runId);
    }

    private RunResult result(ExitCode exit, Outcome.Counts totals, @Nullable String why) {
        return new RunResult(context.category().category(), runId, context.asOf(), exit, totals, resumed, why);
    }

    private static void pause(int tries) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(100, 400L << Math.min(tries, 4)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
