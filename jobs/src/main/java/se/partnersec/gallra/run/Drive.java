package se.partnersec.gallra.run;

import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import se.partnersec.gallra.engine.CategoryJob;
import se.partnersec.gallra.engine.ChunkFailed;
import se.partnersec.gallra.engine.Faults;
import se.partnersec.gallra.engine.Lease;
import se.partnersec.gallra.engine.RunClosing;
import se.partnersec.gallra.engine.RunContext;
import se.partnersec.gallra.ledger.Outcome;
import se.partnersec.gallra.ledger.OutcomeCounts;

/** Drives one run to its end: attempt after attempt while errors pass by themselves and it still gets on. */
final class Drive {
    /** Attempts in a row without a single chunk more in the ledger. */
    private static final int MOST_TRIES = 5;

    private final RunTools tools;
    private final RunContext context;
    private final Lease lease;
    private final boolean resumed;

    Drive(RunTools tools, RunContext context, Lease lease, boolean resumed) {
        this.tools = tools;
        this.context = context;
        this.lease = lease;
        this.resumed = resumed;
    }

    RunResult go() {
        int tries = 0;
        long chunks = -1;
        while (true) {
            JobExecution execution;
            try {
                execution = attempt(tools.job(context, lease));
            } catch (DataAccessException | TransactionException e) {
                // The histories cannot be written, so nothing was erased in this attempt either.
                if (Faults.kind(e) == Faults.Kind.TRANSIENT && ++tries < MOST_TRIES) {
                    pause(tries);
                    settleLast();
                    continue;
                }
                return RunResult.notStarted(
                        context.category().category(), context.asOf(), ExitCode.ENVIRONMENT, Faults.words(e));
            }
            long runId = execution.getJobInstance().getInstanceId();
            if (execution.getStatus() == BatchStatus.COMPLETED) {
                return complete(execution, runId);
            }
            if (execution.getStatus() == BatchStatus.STOPPED) {
                return close(runId, ExitCode.STOPPED, "stopped on request");
            }
            Throwable why = reason(execution);
            if (why instanceof Lease.Fenced) {
                return new RunResult(
                        context.category().category(),
                        runId,
                        context.asOf(),
                        ExitCode.RUNNING,
                        new OutcomeCounts(),
                        resumed,
                        why.getMessage());
            }
            long done = tools.ledger().chunks(runId);
            tries = done > chunks ? 1 : tries + 1;
            chunks = done;
            if (kind(why) != Faults.Kind.TRANSIENT || tries >= MOST_TRIES || tools.stopAsked(runId)) {
                return close(runId, ExitCode.FAILED, words(why, tries));
            }
            pause(tries);
        }
    }

    /** One execution; whatever way it ended, it is on record as ended. */
    private JobExecution attempt(CategoryJob job) {
        JobOperator operator = tools.operator();
        JobExecution execution;
        try {
            execution = operator.start(job.job(), RunParameters.of(context));
        } catch (org.springframework.batch.core.job.JobExecutionException e) {
            throw new IllegalStateException(
                    "Spring Batch refuses to start " + context.category().category() + " run number " + context.number()
                            + ": " + e.getMessage(),
                    e);
        }
        if (execution.getStatus().isRunning() || execution.getStatus() == BatchStatus.UNKNOWN) {
            JobExecution known = tools.repository().getJobExecution(execution.getId());
            if (known != null) {
                new Settlement(tools).settle(known);
            }
        }
        return execution;
    }

    private RunResult complete(JobExecution execution, long runId) {
        String left = execution.getExecutionContext().getString("left", "");
        OutcomeCounts seen = tools.ledger().totals(runId);
        OutcomeCounts totals = OutcomeCounts.parse(left).add(Outcome.GONE_ELSEWHERE, seen.of(Outcome.GONE_ELSEWHERE));
        totals.add(Outcome.ERASED, seen.of(Outcome.ERASED)).add(Outcome.ANONYMISED, seen.of(Outcome.ANONYMISED));
        long skipped = totals.of(Outcome.STORAGE_LOCKED)
                + totals.of(Outcome.NEW_VERSION)
                + totals.of(Outcome.FAILED)
                + seen.of(Outcome.OBJECT_ONLY);
        ExitCode exit = skipped == 0 ? ExitCode.DONE : ExitCode.SKIPPED;
        String why = skipped == 0 ? null : skipped + " records could not be erased: gallra runs show " + runId;
        new RunClosing(tools.shop()).close(context, lease, runId, exit.name(), totals, why == null ? "" : why);
        new RunClosing(tools.shop()).forgetKeys(context, runId);
        return result(runId, exit, totals, why);
    }

    private void settleLast() {
        JobExecution last = tools.repository()
                .getLastJobExecution(context.category().category().id(), RunParameters.of(context));
        if (last != null) {
            new Settlement(tools).settle(last);
        }
    }

    RunResult close(long runId, ExitCode exit, String why) {
        OutcomeCounts totals = tools.ledger().totals(runId);
        new RunClosing(tools.shop()).close(context, lease, runId, exit.name(), totals, why);
        String next = exit == ExitCode.FAILED || exit == ExitCode.STOPPED
                ? why + ". To go on: gallra runs restart " + runId
                : why;
        return result(runId, exit, totals, next);
    }

    void abandoned(long runId, String reason) {
        new RunClosing(tools.shop())
                .close(context, lease, runId, "ABANDONED", tools.ledger().totals(runId), reason);
    }

    private RunResult result(long runId, ExitCode exit, OutcomeCounts totals, @Nullable String why) {
        return new RunResult(context.category().category(), runId, context.asOf(), exit, totals, resumed, why);
    }

    private static @Nullable Throwable reason(JobExecution execution) {
        for (Throwable failure : execution.getAllFailureExceptions()) {
            for (Throwable t = failure; t != null; t = t.getCause()) {
                if (t instanceof ChunkFailed || t instanceof Lease.Fenced || t instanceof DataAccessException) {
                    return t;
                }
            }
        }
        return execution.getAllFailureExceptions().stream().findFirst().orElse(null);
    }

    private static Faults.Kind kind(@Nullable Throwable why) {
        if (why instanceof ChunkFailed failed) {
            return failed.kind();
        }
        return why == null ? Faults.Kind.STOP : Faults.kind(why);
    }

    private static String words(@Nullable Throwable why, int tries) {
        String what = why instanceof ChunkFailed
                ? String.valueOf(why.getMessage())
                : why == null ? "unknown" : Faults.words(why);
        return tries > 1 ? String.format(Locale.ROOT, "%s, %d tries", what, tries) : what;
    }

    private static void pause(int tries) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(100, 400L << Math.min(tries, 4)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
