package se.partnersec.gallra.run;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import se.partnersec.gallra.engine.Category;
import se.partnersec.gallra.engine.Faults;
import se.partnersec.gallra.engine.Lease;
import se.partnersec.gallra.engine.RunContext;
import se.partnersec.gallra.engine.RunScopes;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.policy.MaxDelete;

/** Starts and resumes runs, one a category, under its lease. The only caller of Spring Batch's job operator. */
public final class Runs {
    /** An instance that failed this often is given up for a new one. */
    private static final int MOST_RESUMES = 3;

    private final RunTools tools;

    public Runs(RunTools tools) {
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
            results.add(work.start(asOf, maxDelete));
            return results;
        });
    }

    /** Resumes one run, which must be its category's unfinished one. */
    public RunResult restart(long runId) {
        RunHistory.Entry entry = tools.history().get(runId);
        DataCategory id = entry.category();
        return begin(id, entry.asOf(), work -> {
                    JobInstance unfinished = work.unfinished();
                    if (unfinished == null || unfinished.getInstanceId() != runId) {
                        return List.of(RunResult.notStarted(
                                id,
                                entry.asOf(),
                                ExitCode.USAGE,
                                "run " + runId + " is " + entry.outcome()
                                        + ": nothing to restart. For records due since then: gallra run " + id));
                    }
                    return List.of(work.resume(unfinished));
                })
                .get(0);
    }

    /** Marks a run whose process is dead as failed and closes it in the ledger, without going on with it. */
    public RunResult recover(long runId) {
        RunHistory.Entry entry = tools.history().get(runId);
        return underLease(entry.category(), entry.asOf(), work -> {
                    JobInstance unfinished = work.unfinished();
                    if (unfinished == null || unfinished.getInstanceId() != runId) {
                        return List.of(RunResult.notStarted(
                                entry.category(),
                                entry.asOf(),
                                ExitCode.USAGE,
                                "run " + runId + " is " + entry.outcome() + ": nothing to recover"));
                    }
                    return List.of(work.recovered(unfinished));
                })
                .get(0);
    }

    private interface Errand {
        List<RunResult> on(Work work);
    }

    /** Only where nobody and nothing says that no run may begin; whether that is so must be known. */
    private List<RunResult> begin(DataCategory id, LocalDate asOf, Errand errand) {
        Ending barred;
        try {
            barred = tools.barred(id);
        } catch (DataAccessException | TransactionException e) {
            return List.of(unreachable(id, asOf, e));
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
            token = lease.take(id);
        } catch (CategoryLease.Taken e) {
            return List.of(RunResult.notStarted(id, asOf, ExitCode.RUNNING, String.valueOf(e.getMessage())));
        } catch (DataAccessException | TransactionException e) {
            return List.of(unreachable(id, asOf, e));
        }
        try (Heartbeat heartbeat = new Heartbeat(lease, id, token.value())) {
            Lease check = new Lease(tools.jdbc(), id.id(), token.value(), heartbeat::publish);
            return errand.on(new Work(category, token, check));
        } catch (Lease.Fenced e) {
            return List.of(RunResult.notStarted(id, asOf, ExitCode.RUNNING, String.valueOf(e.getMessage())));
        } catch (DataAccessException | TransactionException e) {
            return List.of(unreachable(id, asOf, e));
        } finally {
            lease.release(id, token);
        }
    }

    private static RunResult unreachable(DataCategory id, LocalDate asOf, RuntimeException e) {
        if (Faults.kind(e) != Faults.Kind.TRANSIENT) {
            throw e;
        }
        return RunResult.notStarted(id, asOf, ExitCode.ENVIRONMENT, Faults.words(e));
    }

    /** What is done while the lease is ours. */
    private final class Work {
        private final Category category;
        private final CategoryLease.Token token;
        private final Lease lease;
        private final JobRepository repository = tools.repository();

        Work(Category category, CategoryLease.Token token, Lease lease) {
            this.category = category;
            this.token = token;
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
            new Settlement(tools, lease).settle(execution);
            BatchStatus status = execution.getStatus();
            boolean over = status == BatchStatus.COMPLETED && closed(last);
            return over || status == BatchStatus.ABANDONED ? null : last;
        }

        /** A process may have died between its last step and the ledger's closing row. */
        private boolean closed(JobInstance instance) {
            RunScopes.Scope scope = tools.scopes().find(instance.getInstanceId());
            return scope == null
                    || ExitCode.DONE.name().equals(scope.outcome())
                    || ExitCode.SKIPPED.name().equals(scope.outcome());
        }

        private boolean complete(JobInstance instance) {
            JobExecution last = repository.getLastJobExecution(instance);
            return last != null && last.getStatus() == BatchStatus.COMPLETED;
        }

        @Nullable
        RunResult resumeOrAbandon(JobInstance instance) {
            RunContext context = context(instance);
            RunScopes.Scope scope = tools.scopes().find(instance.getInstanceId());
            String reason = null;
            if (complete(instance)) {
                return resume(instance); // only its closing is left
            }
            if (!context.policy().equals(tools.fingerprint())) {
                reason = "policy or sources changed since it started";
            } else if (scope != null && scope.resumed() >= MOST_RESUMES) {
                reason = "it failed " + (MOST_RESUMES + 1) + " times";
            }
            if (reason == null) {
                return resume(instance);
            }
            abandon(instance, context, reason);
            return null;
        }

        RunResult resume(JobInstance instance) {
            Drive drive = new Drive(tools, context(instance), lease, instance.getInstanceId());
            tools.scopes().resumed(instance.getInstanceId());
            return drive.go();
        }

        RunResult start(LocalDate asOf, @Nullable MaxDelete maxDelete) {
            long number = tools.lease().nextNumber(category.category(), token.value());
            RunContext context = new RunContext(
                    category, asOf, tools.fingerprint(), number, token.value(), tools.chunk(category), maxDelete);
            return new Drive(tools, context, lease, 0).go();
        }

        RunResult recovered(JobInstance instance) {
            if (complete(instance)) {
                return resume(instance);
            }
            return new Drive(tools, context(instance), lease, instance.getInstanceId())
                    .close(instance.getInstanceId(), ExitCode.FAILED, "recovered: its process was dead");
        }

        private void abandon(JobInstance instance, RunContext context, String reason) {
            // In this order: what is abandoned is not looked at again, and would never be closed.
            new Drive(tools, context, lease, instance.getInstanceId()).abandoned(instance.getInstanceId(), reason);
            JobExecution last = repository.getLastJobExecution(instance);
            if (last != null) {
                new Settlement(tools, lease).abandon(last);
            }
        }

        private RunContext context(JobInstance instance) {
            JobExecution last = repository.getLastJobExecution(instance);
            Map<String, Object> known = RunParameters.read(last);
            return RunParameters.context(known, category, token.value(), tools.chunk(category));
        }
    }
}
