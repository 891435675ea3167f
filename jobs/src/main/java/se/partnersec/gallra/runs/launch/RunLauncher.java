package se.partnersec.gallra.runs.launch;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import se.partnersec.gallra.approvals.plan.PlanRepository;
import se.partnersec.gallra.approvals.plan.SavedPlan;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.erasure.run.ChunkFailedException;
import se.partnersec.gallra.erasure.run.LeaseCheck;
import se.partnersec.gallra.policy.limit.MaxDelete;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.control.RunHistory;
import se.partnersec.gallra.runs.control.StopReason;
import se.partnersec.gallra.runs.lease.CategoryLease;
import se.partnersec.gallra.runs.lease.Heartbeat;
import se.partnersec.gallra.runs.preflight.Check;
import se.partnersec.gallra.runs.preflight.PreflightReport;
import se.partnersec.gallra.support.exit.ExitCode;

/** Starts and resumes runs, one a category, under its lease. The only caller of Spring Batch's job operator. */
public final class RunLauncher {
    private final RunEnvironment tools;

    public RunLauncher(RunEnvironment tools) {
        this.tools = tools;
    }

    /** The same, stopped by nothing but its limits. */
    public List<RunResult> run(DataCategory id, LocalDate asOf) {
        return run(id, asOf, null);
    }

    /**
     * Resumes the category's unfinished run, if it has one, and then starts the run asked for.
     *
     * @param maxDelete what the new run is to stop at, if its limits do not stop it before; one that is resumed keeps its own
     */
    public List<RunResult> run(DataCategory id, LocalDate asOf, @Nullable MaxDelete maxDelete) {
        return begin(id, asOf, work -> {
            List<RunResult> results = new ArrayList<>();
            JobInstance unfinished = work.unfinished();
            if (unfinished != null) {
                RunResult resumed = work.resumeOrAbandon(unfinished);
                if (resumed != null) {
                    results.add(resumed);
                    if (resumed.exit() == ExitCode.FAILED
                            || resumed.exit() == ExitCode.STOPPED
                            || resumed.exit() == ExitCode.REFUSED
                            || !asOf.isAfter(resumed.asOf())) {
                        return results;
                    }
                }
            }
            results.add(work.start(asOf, maxDelete, null));
            return results;
        });
    }

    /**
     * Does what a saved plan says of a category and no more, or goes on with the run that began to.
     *
     * @param plan its id
     */
    public RunResult runPlan(DataCategory id, String plan) {
        SavedPlan saved = new PlanRepository(tools.jdbc()).get(plan);
        return begin(id, saved.asOf(), work -> {
                    JobInstance cut = work.unfinished();
                    if (cut != null && saved.id().equals(work.context(cut).plan())) {
                        RunResult resumed = work.resumeOrAbandon(cut);
                        if (resumed != null) {
                            return List.of(resumed);
                        }
                        cut = null;
                    }
                    String why =
                            PlanOutcome.barred(saved, id, tools.fingerprint(), cut == null ? 0 : cut.getInstanceId());
                    return List.of(
                            why == null
                                    ? work.start(saved.asOf(), null, saved.id())
                                    : RunResult.notStarted(id, saved.asOf(), ExitCode.REFUSED, why));
                })
                .get(0);
    }

    /**
     * The same for a plan that is a replay. What the database remembers as cut off was cut off by the restore, if it was not
     * by its end before: it is given up.
     *
     * @param returned puts back what the category's ledger lost, under its lease and before anything is erased
     */
    public RunResult replay(DataCategory id, String plan, Runnable returned) {
        SavedPlan saved = new PlanRepository(tools.jdbc()).get(plan);
        return begin(id, saved.asOf(), work -> {
                    returned.run();
                    JobInstance cut = work.unfinished();
                    if (cut != null && saved.id().equals(work.context(cut).plan())) {
                        RunResult resumed = work.resumeOrAbandon(cut);
                        if (resumed != null) {
                            return List.of(resumed);
                        }
                    } else if (cut != null) {
                        work.giveUp(cut, "the database was restored from a backup: replay " + saved.id());
                    }
                    String why = PlanOutcome.barred(saved, id, tools.fingerprint(), 0);
                    return List.of(
                            why == null
                                    ? work.start(saved.asOf(), null, saved.id())
                                    : RunResult.notStarted(id, saved.asOf(), ExitCode.REFUSED, why));
                })
                .get(0);
    }

    /** Resumes one run, which must be its category's unfinished one. */
    public RunResult restart(long runId) {
        DataCategory id = tools.history().get(runId).category();
        return ofUnfinished(
                runId,
                this::begin,
                LeasedCategory::resume,
                ": nothing to restart. For records due since then: gallra run " + id);
    }

    /**
     * Marks a run whose process is dead as failed and closes it in the ledger, without going on with it. Of one that has ended the
     * reason on record stays.
     */
    public RunResult recover(long runId) {
        RunHistory.Entry entry = tools.history().get(runId);
        if (entry.ended() != null) {
            boolean goesOn = entry.outcome().equals(ExitCode.FAILED.name())
                    || entry.outcome().equals(ExitCode.STOPPED.name());
            String why = "run " + runId + " has ended already, as " + entry.outcome()
                    + (entry.note().isEmpty() ? "" : " (" + entry.note() + ")") + ": nothing to recover"
                    + (goesOn ? ". To go on with it: gallra runs restart " + runId : "");
            return RunResult.notStarted(entry.category(), entry.asOf(), ExitCode.USAGE, why);
        }
        return ofUnfinished(runId, this::underLease, LeasedCategory::recovered, ": nothing to recover");
    }

    private RunResult ofUnfinished(
            long runId, Way way, BiFunction<LeasedCategory, JobInstance, RunResult> errand, String nothing) {
        RunHistory.Entry entry = tools.history().get(runId);
        return way.to(entry.category(), entry.asOf(), work -> {
                    JobInstance unfinished = work.unfinished();
                    return List.of(
                            unfinished == null || unfinished.getInstanceId() != runId
                                    ? RunResult.notStarted(
                                            entry.category(),
                                            entry.asOf(),
                                            ExitCode.USAGE,
                                            "run " + runId + " is " + entry.outcome() + nothing)
                                    : errand.apply(work, unfinished));
                })
                .get(0);
    }

    private interface Errand {
        List<RunResult> on(LeasedCategory work);
    }

    /** What has to be passed before an errand may begin. */
    private interface Way {
        List<RunResult> to(DataCategory id, LocalDate asOf, Errand errand);
    }

    /** Only where nobody and nothing says that no run may begin; whether that is so must be known. */
    private List<RunResult> begin(DataCategory id, LocalDate asOf, Errand errand) {
        StopReason barred;
        try {
            barred = tools.barred(id);
        } catch (DataAccessException | TransactionException e) {
            return List.of(RunResult.unreachable(id, asOf, e));
        }
        if (barred == null) {
            return underLease(id, asOf, errand);
        }
        return List.of(RunResult.notStarted(id, asOf, barred.exit(), barred));
    }

    private List<RunResult> underLease(DataCategory id, LocalDate asOf, Errand errand) {
        Category category = tools.category(id);
        PreflightReport report = tools.check(id, asOf);
        if (!report.passes()) {
            String why = report.refusals().stream().map(Check::text).collect(Collectors.joining("\n"));
            return List.of(RunResult.notStarted(id, asOf, report.exit(), why));
        }
        CategoryLease lease = tools.lease();
        CategoryLease.Token token;
        try {
            token = lease.take(id, tools.contending(id));
        } catch (CategoryLease.Taken e) {
            return List.of(RunResult.notStarted(id, asOf, ExitCode.RUNNING, String.valueOf(e.getMessage())));
        } catch (DataAccessException | TransactionException e) {
            return List.of(RunResult.unreachable(id, asOf, e));
        }
        try (Heartbeat heartbeat = new Heartbeat(lease, id, token.value())) {
            LeaseCheck check = new LeaseCheck(tools.jdbc(), id.id(), token.value(), heartbeat::publish);
            return errand.on(new LeasedCategory(tools, category, token, check));
        } catch (LeaseCheck.Fenced e) {
            return List.of(RunResult.notStarted(id, asOf, ExitCode.RUNNING, String.valueOf(e.getMessage())));
        } catch (ChunkFailedException e) {
            // What a dead run left is not as it left it.
            return List.of(RunResult.notStarted(id, asOf, ExitCode.REFUSED, String.valueOf(e.getMessage())));
        } catch (DataAccessException | TransactionException e) {
            return List.of(RunResult.unreachable(id, asOf, e));
        } finally {
            lease.release(id, token);
        }
    }
}
