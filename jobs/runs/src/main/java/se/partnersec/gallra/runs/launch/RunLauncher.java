package se.partnersec.gallra.runs.launch;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import se.partnersec.gallra.approvals.plan.PlanRepository;
import se.partnersec.gallra.approvals.plan.SavedPlan;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.erasure.category.CategoryRegistry;
import se.partnersec.gallra.erasure.run.ChunkFailedException;
import se.partnersec.gallra.erasure.run.LeaseCheck;
import se.partnersec.gallra.erasure.run.RunResources;
import se.partnersec.gallra.objectstore.client.BucketFacts;
import se.partnersec.gallra.objectstore.client.ExpiringSignature;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.control.RunHistory;
import se.partnersec.gallra.runs.control.RunOrder;
import se.partnersec.gallra.runs.control.RunOrderRepository;
import se.partnersec.gallra.runs.control.StartOptions;
import se.partnersec.gallra.runs.control.StopReason;
import se.partnersec.gallra.runs.lease.CategoryLease;
import se.partnersec.gallra.runs.lease.Heartbeat;
import se.partnersec.gallra.runs.preflight.Check;
import se.partnersec.gallra.runs.preflight.PreflightReport;
import se.partnersec.gallra.runs.preflight.RunPreflight;
import se.partnersec.gallra.runs.throttle.LoadThrottle;
import se.partnersec.gallra.runs.throttle.RunSession;
import se.partnersec.gallra.runs.throttle.RunWatcher;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.text.Sentences;

/** Starts and restarts runs under the lease of their category; its executor alone calls Spring Batch's job operator. */
public final class RunLauncher implements RunService {
    private static final Sentences SENTENCES = Sentences.of("runs");
    /** For so long the checks of one category count for the run that begins right after them. */
    private static final Duration FRESH = Duration.ofSeconds(5);

    /** Upper bound of the categories of a mapping. */
    private static final int MOST_CATEGORIES = 100;

    private final Supplier<Environment> environment;
    private final RunPreflight preflight;
    private final AtomicReference<@Nullable Passed> passed = new AtomicReference<>();

    /** Checks that a category passed, and when by {@link System#nanoTime}. */
    private record Passed(DataCategory category, LocalDate asOf, PreflightReport report, long at) {
        boolean holds(DataCategory id, LocalDate day) {
            return category.equals(id) && asOf.equals(day) && System.nanoTime() - at < FRESH.toNanos();
        }
    }

    /** @param environment asked only after the checks, which name the faults of all files and servers at once */
    public RunLauncher(Supplier<Environment> environment, RunPreflight preflight) {
        this.environment = environment;
        this.preflight = preflight;
    }

    @Override
    public PreflightReport preflight(List<DataCategory> categories, LocalDate asOf) {
        long began = System.nanoTime();
        PreflightReport report = preflight.check(categories, asOf);
        boolean alone = categories.size() == 1 && report.passes();
        passed.set(alone ? new Passed(categories.get(0), asOf, report, began) : null);
        return report;
    }

    private PreflightReport checked(DataCategory id, LocalDate asOf, RunPreflight checks) {
        Passed before = checks == preflight ? passed.getAndSet(null) : null;
        return before != null && before.holds(id, asOf) ? before.report() : checks.check(List.of(id), asOf);
    }

    @Override
    public PreflightReport preflight(List<DataCategory> categories, LocalDate asOf, String plan) {
        return preflight.of(plan).check(categories, asOf);
    }

    @Override
    public List<DataCategory> inOrder(List<DataCategory> categories) {
        RunHistory history = new RunHistory(environment.get().resources().jdbc());
        Map<DataCategory, Long> unfinished = new HashMap<>();
        history.list(new RunHistory.Filter(null, null, true), MOST_CATEGORIES)
                .forEach(run -> unfinished.putIfAbsent(run.category(), run.runId()));
        Set<Long> paused =
                history.orders().pauses(List.copyOf(unfinished.values())).keySet();
        return categories.stream()
                .sorted(Comparator.comparing(category -> {
                    Long run = unfinished.get(category);
                    return run == null ? 1 : paused.contains(run) ? 2 : 0;
                }))
                .toList();
    }

    @Override
    public @Nullable String objection() {
        return environment.get().resources().rules().standing().objection();
    }

    @Override
    public boolean mayBegin(DataCategory category) {
        RunHistory history = history();
        List<Long> unfinished = history.list(new RunHistory.Filter(category, null, true), 1).stream()
                .map(RunHistory.Entry::runId)
                .toList();
        return history.orders().halt() == null
                && environment.get().conditions().shut(category) == null
                && !environment.get().lease().holding(category).alive()
                && history.orders().pauses(unfinished).isEmpty();
    }

    @Override
    public List<RunResult> run(DataCategory id, LocalDate asOf, RunSession session) {
        return begin(id, asOf, preflight, session, work -> {
            List<RunResult> results = new ArrayList<>();
            JobInstance unfinished = work.unfinished();
            if (unfinished != null) {
                RunResult resumed =
                        work.resumeOrAbandon(unfinished, session.options().maxDelete());
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
            results.add(work.start(asOf, session.options().maxDelete(), null));
            return results;
        });
    }

    @Override
    public RunResult runPlan(DataCategory id, String plan, RunSession session) {
        SavedPlan saved = new PlanRepository(environment.get().resources().jdbc()).get(plan);
        return begin(id, saved.asOf(), preflight, session, work -> {
                    JobInstance cut = work.unfinished();
                    if (cut != null && saved.id().equals(work.context(cut).plan())) {
                        RunResult resumed = work.resumeOrAbandon(cut, null);
                        if (resumed != null) {
                            return List.of(resumed);
                        }
                        cut = null;
                    }
                    String why = PlanOutcome.barred(
                            saved,
                            id,
                            environment.get().resources().rules().fingerprint(),
                            cut == null ? 0 : cut.getInstanceId());
                    return List.of(
                            why == null
                                    ? work.start(saved.asOf(), null, saved.id())
                                    : RunResult.notStarted(id, saved.asOf(), ExitCode.REFUSED, why));
                })
                .get(0);
    }

    @Override
    public RunResult replay(DataCategory id, String plan, Runnable restored, RunSession session) {
        SavedPlan saved = new PlanRepository(environment.get().resources().jdbc()).get(plan);
        return begin(id, saved.asOf(), preflight.of(saved.id()), session, work -> {
                    restored.run();
                    JobInstance cut = work.unfinished();
                    if (cut != null && saved.id().equals(work.context(cut).plan())) {
                        RunResult resumed = work.resumeOrAbandon(cut, null);
                        if (resumed != null) {
                            return List.of(resumed);
                        }
                    } else if (cut != null) {
                        work.giveUp(cut, SENTENCES.say("launch.database-restored-from-backup-replay", saved.id()));
                    }
                    String why = PlanOutcome.barred(
                            saved, id, environment.get().resources().rules().fingerprint(), 0);
                    return List.of(
                            why == null
                                    ? work.start(saved.asOf(), null, saved.id())
                                    : RunResult.notStarted(id, saved.asOf(), ExitCode.REFUSED, why));
                })
                .get(0);
    }

    @Override
    public RunResult restart(long runId, RunSession session) {
        DataCategory id = history().get(runId).category();
        return ofUnfinished(
                runId,
                (name, asOf, task) -> begin(name, asOf, preflight, session, task),
                LeasedCategory::resume,
                SENTENCES.say("launch.nothing-restart-records-due-since-then", id));
    }

    @Override
    public RunResult recover(long runId) {
        RunHistory.Entry entry = history().get(runId);
        RunSession session = new RunSession(StartOptions.NONE, RunWatcher.NONE);
        if (entry.ended() != null) {
            boolean goesOn = entry.outcome().equals(ExitCode.FAILED.name())
                    || entry.outcome().equals(ExitCode.STOPPED.name());
            String why = SENTENCES.say(
                    "launch.run-ended-already-nothing-recover",
                    runId,
                    entry.outcome(),
                    (entry.note().isEmpty() ? "" : " (" + entry.note() + ")"),
                    (goesOn ? SENTENCES.say("launch.go-gallra-runs-restart-2", runId) : ""));
            RunResult over = RunResult.notStarted(entry.category(), entry.asOf(), ExitCode.USAGE, why);
            // A later run may have died before it was on record: its lease is freed by the operator's word.
            return environment.get().lease().holding(entry.category()).free()
                    ? over
                    : underLease(entry.category(), entry.asOf(), preflight, session, true, work -> List.of(over))
                            .get(0);
        }
        return ofUnfinished(
                runId,
                (name, asOf, task) -> underLease(name, asOf, preflight, session, true, task),
                LeasedCategory::recovered,
                SENTENCES.say("launch.nothing-recover"));
    }

    private RunResult ofUnfinished(
            long runId, Way way, BiFunction<LeasedCategory, JobInstance, RunResult> task, String nothing) {
        RunHistory.Entry entry = history().get(runId);
        return way.to(entry.category(), entry.asOf(), work -> {
                    JobInstance unfinished = work.unfinished();
                    return List.of(
                            unfinished == null || unfinished.getInstanceId() != runId
                                    ? RunResult.notStarted(
                                            entry.category(),
                                            entry.asOf(),
                                            ExitCode.USAGE,
                                            SENTENCES.say("launch.run", runId, entry.outcome(), nothing))
                                    : task.apply(work, unfinished));
                })
                .get(0);
    }

    private interface Task {
        List<RunResult> on(LeasedCategory work);
    }

    /** What has to be passed before a task may begin. */
    private interface Way {
        List<RunResult> to(DataCategory id, LocalDate asOf, Task task);
    }

    /** Only where nobody and nothing says that no run may begin; whether that is so must be known. */
    private List<RunResult> begin(DataCategory id, LocalDate asOf, RunPreflight checks, RunSession session, Task task) {
        StopReason barred;
        try {
            barred = barred(id, session);
        } catch (DataAccessException | TransactionException e) {
            return List.of(RunResult.unreachable(id, asOf, e));
        }
        if (barred == null) {
            return underLease(id, asOf, checks, session, false, task);
        }
        return List.of(RunResult.notStarted(id, asOf, barred.exit(), barred));
    }

    /** Why no run may begin now; null if one may. */
    private @Nullable StopReason barred(DataCategory category, RunSession session) {
        StopReason ours = session.ending();
        RunOrder halt = environment.get().orders().halt();
        if (ours != null || halt != null) {
            return halt == null || ours != null ? ours : StopReason.by(halt);
        }
        String objection = environment.get().resources().rules().standing().objection();
        return objection == null ? environment.get().conditions().shut(category) : StopReason.refusing(objection);
    }

    private RunHistory history() {
        return new RunHistory(environment.get().resources().jdbc());
    }

    /** Whether there are requests to the object store of which nobody knows what became. */
    private boolean mayBeOnTheirWay(DataCategory id) {
        return !environment
                .get()
                .resources()
                .jdbc()
                .queryForList(
                        "SELECT 1 FROM object_intent WHERE category = ? AND state IN ('OPEN', 'ASKED', 'IN_DOUBT') LIMIT 1",
                        Integer.class,
                        id.id())
                .isEmpty();
    }

    /** @param word whether an operator says that the process of before is gone, and what it sent */
    private List<RunResult> underLease(
            DataCategory id, LocalDate asOf, RunPreflight checks, RunSession session, boolean word, Task task) {
        Category category = environment.get().categories().get(id);
        PreflightReport report = checked(id, asOf, checks);
        if (!report.passes()) {
            String why = report.refusals().stream().map(Check::text).collect(Collectors.joining("\n"));
            return List.of(RunResult.notStarted(id, asOf, report.exit(), why));
        }
        CategoryLease lease = environment.get().lease();
        CategoryLease.Token token;
        try {
            new StagedLogs(lease, environment.get().resources()).settle(id);
            boolean any = word || report.fencing() == BucketFacts.Fencing.FENCED || !mayBeOnTheirWay(id);
            token = lease.take(id, environment.get().resources().sources().contending(id), any);
        } catch (CategoryLease.Taken e) {
            return List.of(RunResult.notStarted(id, asOf, ExitCode.RUNNING, String.valueOf(e.getMessage())));
        } catch (CategoryLease.Left e) {
            return List.of(RunResult.notStarted(id, asOf, ExitCode.REFUSED, String.valueOf(e.getMessage())));
        } catch (ChunkFailedException e) {
            return List.of(RunResult.notStarted(id, asOf, ExitCode.REFUSED, String.valueOf(e.getMessage())));
        } catch (DataAccessException | TransactionException e) {
            return List.of(RunResult.unreachable(id, asOf, e));
        }
        try (Heartbeat heartbeat = new Heartbeat(lease, id, token.value())) {
            RunResources checked = environment
                    .get()
                    .resources()
                    .checked(
                            report.kinds(),
                            report.guard(),
                            environment.get().patience().doubt(report.fencing()));
            LeaseCheck check = new LeaseCheck(checked.jdbc(), id.id(), token.taking(), heartbeat::publish);
            PreparedRun run = new PreparedRun(environment.get(), checked, session, category, token, checks);
            return task.on(new LeasedCategory(run, check));
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

    /**
     * Resources shared by all runs of a process; nothing of a single run.
     *
     * @param resources as they are before any preflight
     * @param lease on connections of its own, so that heartbeats never wait for a chunk; so are the orders
     * @param chunk candidates per chunk, 1 to 10 000
     */
    public record Environment(
            RunResources resources,
            JobOperator operator,
            CategoryLease lease,
            RunOrderRepository orders,
            CategoryRegistry categories,
            LoadThrottle.Conditions conditions,
            Patience patience,
            int chunk) {}

    /**
     * How long a run waits for others.
     *
     * @param withoutProgress so long it is tried again without a single chunk more in the ledger; longer than the server takes to end a
     *     session that stands still
     * @param doubt so long after it was last heard of a request may be carried out by a store that refuses old requests: while
     *     its signature is taken, and then as long as the store may take for it
     */
    public record Patience(Duration withoutProgress, Duration doubt) {
        public static final Patience USUAL =
                new Patience(Duration.ofSeconds(90), ExpiringSignature.LIFE.plusSeconds(45));

        /** Other stores take a signature for a quarter of an hour, or for ever. */
        Duration doubt(BucketFacts.Fencing fencing) {
            return fencing == BucketFacts.Fencing.FENCED ? doubt : doubt.plusMinutes(15);
        }
    }
}
