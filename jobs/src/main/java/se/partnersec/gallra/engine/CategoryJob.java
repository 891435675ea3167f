package se.partnersec.gallra.engine;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.builder.SimpleJobBuilder;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.builder.StepBuilder;
import se.partnersec.gallra.ledger.Ledger;
import se.partnersec.gallra.ledger.Notices;
import se.partnersec.gallra.saved.PlannedKeys;
import se.partnersec.gallra.store.ObjectBucket;
import se.partnersec.gallra.store.PolicyTexts;
import se.partnersec.gallra.store.RecordKey;
import se.partnersec.gallra.store.SourceTable;
import se.partnersec.gallra.store.StatisticMapping;

/** The Spring Batch job of one run of one category: freeze the scope, ask the limits, count, dispose, verify, at most two sweeps. */
public final class CategoryJob {
    /** Before each sweep, so that the last comes later than most transactions of an application last. */
    private static final List<Duration> PATIENCE = List.of(Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(5));

    private final RunResources resources;
    private final RunContext context;
    private final Run run;
    private final EngineParts parts;
    private final CandidateQuery candidates;
    private final SourceReader reader;
    private final VerifySteps steps;
    private final @Nullable Reconciliation reconciliation;
    private final @Nullable EmptiedRecords emptied;
    private final DueLook look;
    private final @Nullable Counting counting;
    private final RunScopes scopes;
    private final RunBounds bounds;
    private final PlainSteps plain;
    private final @Nullable Step partitions;

    public CategoryJob(RunResources resources, RunContext context, Lease lease) {
        this.resources = resources;
        this.context = context;
        this.run = new Run(context);
        this.scopes = new RunScopes(resources.jdbc());
        this.plain = new PlainSteps(resources.repository(), resources.manager(), lease);
        Category category = context.category();
        SourceTable source = resources.sources().table(category.category());
        this.reader = new SourceReader(resources.jdbc(), source, resources.kinds());
        PlannedKeys plan = context.planned(resources.jdbc(), resources.tags());
        Assessor assessor = new Assessor(
                resources.jdbc(),
                category,
                resources.policy(),
                resources.sources(),
                resources.kinds(),
                resources.tags(),
                plan);
        ObjectKeys objectKeys = new ObjectKeys(resources.jdbc(), resources.sources());
        StatisticMapping statistics = source.statistics();
        CountedPeriods counted =
                statistics == null ? null : new CountedPeriods(resources.jdbc(), category.category(), statistics);
        this.counting = counted == null || statistics == null
                ? null
                : new Counting(resources, run, lease, reader, counted, statistics);
        ChunkGuard guard = ChunkGuard.of(resources, source, lease, reader, assessor, objectKeys, counted);
        Findings findings = new Findings(resources.jdbc(), resources.tags(), category.category());
        ObjectBucket bucket = resources.bucket();
        ObjectDisposal objects = null;
        Reconciliation toReconcile = null;
        EmptiedRecords toFind = null;
        Orphans toReport = null;
        if (source.hasObjects()) {
            if (bucket == null) {
                throw new IllegalStateException(
                        "category " + category.category() + " has objects and no bucket is set");
            }
            ObjectIntents intents =
                    new ObjectIntents(resources.jdbc(), resources.tags(), category.category(), bucket.name());
            ObjectsAhead ahead = new ObjectsAhead(resources, context, lease, bucket, intents);
            toFind = new EmptiedRecords(resources, source, intents);
            objects = new ObjectDisposal(
                    guard,
                    bucket,
                    intents,
                    resources.deleteGuard(),
                    ahead,
                    toFind,
                    resources.manager(),
                    resources.witness());
            toReconcile = new Reconciliation(bucket, intents, findings, resources.manager());
            toReport = new Orphans(resources.jdbc(), source, bucket, findings);
        }
        this.reconciliation = toReconcile;
        this.emptied = toFind;
        Kept kept = new Kept(
                resources.jdbc(),
                category,
                resources.policy(),
                resources.sources(),
                resources.kinds(),
                context.policy(),
                plan == null);
        LocalDate asOf = context.asOf();
        this.candidates = new CandidateQuery(
                resources.jdbc(), source, resources.kinds(), category, resources.policy(), asOf, () -> kept.on(asOf));
        Ledger ledger = new Ledger(resources.jdbc(), resources.tags());
        this.look = new DueLook(candidates, reader, assessor, objectKeys, context.asOf(), resources.brake());
        this.bounds = RunBounds.of(resources, source, candidates, look, ledger);
        this.parts = new EngineParts(
                guard,
                objects,
                new RowDisposal(resources.jdbc(), resources.manager(), source, resources.tags(), resources.witness()),
                new Suppressions(resources.jdbc(), resources.tags()),
                new RequestedRecords(resources.jdbc(), category.category(), resources.tags()),
                new PermittedRecords(resources.jdbc(), category.category(), resources.tags()),
                ledger,
                new Notices(
                        resources.jdbc(), resources.tags(), resources.sources().copies(category.category())),
                findings,
                kept.notes(candidates, asOf),
                resources.manager(),
                resources.witness(),
                resources
                        .progress()
                        .andThen((seen, counts) -> bounds.allowance().took(counts)));
        this.partitions = PartitionStep.of(resources, run, lease, assessor, parts, bounds.allowance());
        // What no candidate question meets.
        Consumer<Run> unmet = resources.policy().rule(category.category()).hasPeriod()
                ? new FutureStarts(
                                resources.jdbc(),
                                source,
                                resources.kinds(),
                                category.startRoles(),
                                reader,
                                assessor,
                                findings)::report
                : new WithoutPeriod(resources.jdbc(), source.record(), resources.policy(), findings)::report;
        Unseen unseen = new Unseen(resources.jdbc(), source, resources.kinds(), category, reader, assessor);
        Orphans orphans = toReport;
        LateNotices late = new LateNotices(resources.jdbc(), findings);
        Consumer<Run> once = unmet.andThen(r -> unseen.report(r, findings)).andThen(late::report);
        this.steps = new VerifySteps(
                run,
                scopes,
                new Verification(
                        resources.jdbc(),
                        candidates,
                        reader,
                        assessor,
                        findings,
                        objectKeys,
                        new ReducedRecords(resources.jdbc(), source),
                        plan),
                new Aftermath(resources.jdbc(), resources.tags(), source, resources.sources(), findings),
                orphans == null ? once : once.andThen(r -> orphans.report(r.id())),
                reconciliation,
                resources.witness());
    }

    public Job job() {
        SimpleJobBuilder scoped = new JobBuilder(context.category().category().id(), resources.repository())
                .listener(run)
                .start(plain.step("scope", this::freeze, false))
                // A step of its own: what is refused is on record, with the scope it was refused for.
                .next(plain.step("limits", this::ask, false));
        SimpleJobBuilder counted = counting == null ? scoped : scoped.next(counting.step());
        return (partitions == null ? counted : counted.next(partitions))
                .next(dispose("dispose", 0))
                .next(plain.step("verify", step -> steps.verify(step, false), true))
                .next(dispose("sweep-1", 1))
                .next(plain.step("verify-1", step -> steps.verify(step, false), true))
                .next(dispose("sweep-2", 2))
                .next(plain.step("verify-2", step -> steps.verify(step, true), true))
                .next(plain.step("prove", steps::prove, true))
                .build();
    }

    /** The run's number; 0 before Spring Batch has given it one. */
    public long runId() {
        return run.idOrZero();
    }

    private void freeze(StepExecution step) {
        // First the scope: no run writes to the ledger that run_scope does not know.
        LocalDate before = resources.policy().startedBefore(context.category().category(), context.asOf());
        scopes.freeze(run, before, candidates.extent(), candidates.passedOver().records());
        new PolicyTexts(resources.jdbc()).note(resources.policy(), resources.sources());
        resources.witness().passed(CrashPoint.SCOPE_FROZEN);
    }

    /** At every attempt: what went by requests of earlier ones. */
    private void reconcile() {
        if (reconciliation != null) {
            reconciliation.settle();
            resources.witness().passed(CrashPoint.INTENTS_RECONCILED);
        }
    }

    /** Records whose objects went, that stay, and that no page had: the register passes over them, or nothing is due of them. */
    private List<RecordKey> emptied() {
        return emptied == null ? List.of() : look.staying(emptied.all());
    }

    private void ask(StepExecution step) {
        bounds.step().ask(run, scopes.get(run.id()));
        resources.witness().passed(CrashPoint.LIMITS_FROZEN);
    }

    /** @param round 0 for all candidates, then the sweeps */
    private Step dispose(String name, int round) {
        boolean sweep = round > 0;
        PageReader pages = new PageReader(
                candidates,
                scopes,
                run,
                sweep ? steps::nothingMissed : x -> false,
                reader::cut,
                PATIENCE.get(round),
                this::reconcile,
                this::emptied,
                bounds.allowance(),
                parts.objects() == null ? null : parts.objects().ahead(),
                resources.brake(),
                resources.witness());
        DisposeChunk chunks = new DisposeChunk(parts, run, round);
        return new StepBuilder(name, resources.repository())
                .<KeyPage, KeyPage>chunk(1).transactionManager(resources.manager()).reader(pages).writer(chunks).stream(
                                pages)
                        .listener(pages)
                        .listener(chunks.listener())
                        .interruptionPolicy(new BetweenChunks(resources.brake()))
                        // What a sweep could not finish may be possible when the run is resumed; it starts afresh then.
                        .allowStartIfComplete(sweep)
                        .build();
    }
}
