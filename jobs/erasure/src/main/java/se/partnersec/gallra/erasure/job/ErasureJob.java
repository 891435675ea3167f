package se.partnersec.gallra.erasure.job;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.builder.SimpleJobBuilder;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.core.step.tasklet.TaskletStep;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import se.partnersec.gallra.approvals.plan.PlannedKeys;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.database.schema.PolicyVersionRepository;
import se.partnersec.gallra.erasure.candidate.CandidateQuery;
import se.partnersec.gallra.erasure.candidate.PermittedRecords;
import se.partnersec.gallra.erasure.candidate.RequestedRecords;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.erasure.chunk.CandidatePages;
import se.partnersec.gallra.erasure.chunk.DisposeTasklet;
import se.partnersec.gallra.erasure.decide.Assessor;
import se.partnersec.gallra.erasure.decide.GuardedChunk;
import se.partnersec.gallra.erasure.kept.KeptRangeRegister;
import se.partnersec.gallra.erasure.limit.DueCounter;
import se.partnersec.gallra.erasure.limit.LimitStep;
import se.partnersec.gallra.erasure.object.EmptiedRecords;
import se.partnersec.gallra.erasure.object.IntentReconciliation;
import se.partnersec.gallra.erasure.object.ObjectEraser;
import se.partnersec.gallra.erasure.object.ObjectIntentPrefetch;
import se.partnersec.gallra.erasure.object.ObjectIntentRepository;
import se.partnersec.gallra.erasure.object.OrphanedObjects;
import se.partnersec.gallra.erasure.partition.PartitionStep;
import se.partnersec.gallra.erasure.record.RecordReader;
import se.partnersec.gallra.erasure.record.ReducedRecords;
import se.partnersec.gallra.erasure.row.RowEraser;
import se.partnersec.gallra.erasure.run.ChunkFailedException;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.erasure.run.LeaseCheck;
import se.partnersec.gallra.erasure.run.RunContext;
import se.partnersec.gallra.erasure.run.RunIdentity;
import se.partnersec.gallra.erasure.run.RunResources;
import se.partnersec.gallra.erasure.run.RunScopeRepository;
import se.partnersec.gallra.erasure.run.SqlErrorClassifier;
import se.partnersec.gallra.erasure.scope.ObjectKeys;
import se.partnersec.gallra.erasure.statistic.CountedPeriods;
import se.partnersec.gallra.erasure.statistic.StatisticStep;
import se.partnersec.gallra.erasure.verify.FutureStartFindings;
import se.partnersec.gallra.erasure.verify.InactiveUserQuery;
import se.partnersec.gallra.erasure.verify.LateNoticeFindings;
import se.partnersec.gallra.erasure.verify.MissingPeriodFinding;
import se.partnersec.gallra.erasure.verify.PostErasureCheck;
import se.partnersec.gallra.erasure.verify.VerifySteps;
import se.partnersec.gallra.ledger.entry.LedgerWriter;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.ledger.entry.TagKeyRecord;
import se.partnersec.gallra.ledger.notice.FindingRepository;
import se.partnersec.gallra.ledger.notice.RecipientNoticeWriter;
import se.partnersec.gallra.objectstore.bucket.ObjectBucket;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.SwedishCalendar;

/** The Spring Batch job of one run of one category: freeze the scope, ask the limits, count, dispose, verify, at most two sweeps. */
public final class ErasureJob {
    /** Before each sweep, so that the last comes later than most transactions of an application last. */
    private static final List<Duration> PATIENCE = List.of(Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(5));

    private final RunResources resources;
    private final RunContext context;
    private final RunIdentity run;
    private final DisposeTasklet.Parts parts;
    private final CandidateQuery candidates;
    private final RecordReader reader;
    private final VerifySteps steps;
    private final @Nullable ObjectParts objects;
    private final Assessor assessor;
    private final @Nullable ObjectKeys objectKeys;
    private final @Nullable StatisticStep counting;
    private final RunScopeRepository scopes;
    private final KeptRangeRegister kept;
    private final LimitStep limits;
    private final LimitStep.Allowance allowance;
    private final TaskletSteps plain;
    private final @Nullable Step partitions;

    /** @param progress told of candidates seen and outcomes, inside the transaction of each chunk */
    public ErasureJob(
            RunResources resources, RunIdentity run, LeaseCheck lease, BiConsumer<Long, Outcome.Counts> progress) {
        this.resources = resources;
        this.run = run;
        this.context = run.context();
        this.scopes = new RunScopeRepository(resources.jdbc());
        this.plain = new TaskletSteps(resources.repository(), resources.manager(), lease);
        Category category = context.category();
        CategoryMapping source = resources.sources().table(category.category());
        this.reader = new RecordReader(resources.jdbc(), source, resources.kinds(), resources.tags());
        PlannedKeys plan = context.planned(resources.jdbc(), resources.tags());
        this.assessor = new Assessor(
                resources.jdbc(),
                category,
                resources.policy(),
                resources.sources(),
                resources.kinds(),
                resources.tags(),
                plan);
        this.objectKeys =
                source.hasObjects() ? new ObjectKeys(resources.jdbc(), resources.sources(), resources.kinds()) : null;
        CategoryMapping.Statistics statistics = source.statistics();
        CountedPeriods counted =
                statistics == null ? null : new CountedPeriods(resources.jdbc(), category.category(), statistics);
        this.counting = counted == null || statistics == null
                ? null
                : new StatisticStep(resources, run, lease, reader, counted, statistics);
        GuardedChunk guard = GuardedChunk.of(resources, source, lease, reader, assessor, objectKeys, counted);
        FindingRepository.Writer findings =
                new FindingRepository.Writer(resources.jdbc(), resources.tags(), category.category());
        this.objects = source.hasObjects() ? ObjectParts.of(resources, context, lease, guard, findings) : null;
        this.kept = new KeptRangeRegister(
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
        LedgerWriter ledger = new LedgerWriter(resources.jdbc(), resources.tags());
        this.limits = new LimitStep(resources, source, candidates, this::look);
        this.allowance = new LimitStep.Allowance(resources.jdbc(), ledger, keys -> look().any(keys));
        List<SourceMapping.CopyRecipient> copies = resources.sources().copies(category.category());
        this.parts = new DisposeTasklet.Parts(
                resources,
                guard,
                objects == null ? null : objects.eraser(),
                new RowEraser(
                        resources.jdbc(),
                        resources.manager(),
                        source,
                        resources.tags(),
                        resources.policy(),
                        resources.witness()),
                new RequestedRecords(resources.jdbc(), category.category(), resources.tags()),
                new PermittedRecords(resources.jdbc(), category.category(), resources.tags()),
                ledger,
                copies.isEmpty() ? null : new RecipientNoticeWriter(resources.jdbc(), resources.tags(), copies),
                findings,
                kept.notes(candidates, asOf),
                progress.andThen((seen, counts) -> allowance.took(counts)));
        this.partitions = source.partitions() == null
                ? null
                : PartitionStep.of(resources, run, lease, assessor, parts, allowance);
        this.steps = new VerifySteps(
                run,
                scopes,
                new VerifySteps.ResidueCheck(
                        resources.jdbc(),
                        candidates,
                        reader,
                        assessor,
                        findings,
                        objectKeys,
                        source.reducible()
                                ? new ReducedRecords(resources.jdbc(), source.category(), resources.tags())
                                : null,
                        plan),
                new PostErasureCheck(
                        resources.jdbc(), resources.tags(), resources.kinds(), source, resources.sources(), findings),
                once(category, source, findings),
                objects == null ? null : objects.reconciliation(),
                () -> !emptied().isEmpty(),
                resources.witness());
    }

    /** What is looked for once a run: first what no candidate question meets. */
    private Consumer<RunIdentity> once(Category category, CategoryMapping source, FindingRepository.Writer findings) {
        JdbcTemplate jdbc = resources.jdbc();
        Consumer<RunIdentity> once = resources
                        .policy()
                        .rule(category.category())
                        .hasPeriod()
                ? new FutureStartFindings(
                        jdbc, source, resources.kinds(), category.startRoles(), reader, assessor, findings)::report
                : new MissingPeriodFinding(jdbc, source.record(), resources.policy(), findings)::report;
        if (source.record().column(category.seenRole()) != null) {
            InactiveUserQuery unseen =
                    new InactiveUserQuery(jdbc, source, resources.kinds(), category, reader, assessor);
            once = once.andThen(r -> unseen.report(r, findings));
        }
        once = once.andThen(new LateNoticeFindings(jdbc, findings)::report);
        return objects == null ? once : once.andThen(r -> objects.orphans().report(r.id()));
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

    private void freeze(StepExecution step) {
        // First the scope: no run writes to the ledger that run_scope does not know.
        LocalDate before = resources.policy().startedBefore(context.category().category(), context.asOf());
        TagKeyRecord tagKey = new TagKeyRecord(resources.jdbc(), resources.tags());
        tagKey.note();
        String objection = tagKey.objection();
        if (objection != null) {
            // Two first runs under different keys: both passed preflight.
            throw new ChunkFailedException(SqlErrorClassifier.Kind.STOP, objection);
        }
        kept.forgetStale(SwedishCalendar.localDate(new DatabaseClock(resources.jdbc()).now()));
        CandidateQuery.Extent met = candidates.extent();
        scopes.freeze(
                run,
                before,
                met.lowest(),
                met.highest(),
                met.count(),
                candidates.passedOver().records());
        new PolicyVersionRepository(resources.jdbc())
                .note(resources.rules().fingerprint(), resources.policy(), resources.sources());
        resources.witness().passed(CrashPoint.SCOPE_FROZEN);
    }

    /** At every attempt: what went by requests of earlier ones. */
    private void reconcile() {
        if (objects != null) {
            objects.reconciliation().settle(run.id());
            resources.witness().passed(CrashPoint.INTENTS_RECONCILED);
        }
    }

    /** Records whose objects went, that stay, and that no page had: the register passes over them, or nothing is due of them. */
    private List<RecordKey> emptied() {
        List<RecordKey> all = objects == null ? List.of() : objects.emptied().all();
        return all.isEmpty() ? all : look().staying(all);
    }

    /** Made when only the rules can tell what would go. */
    private DueCounter look() {
        return new DueCounter(candidates, reader, assessor, objectKeys, context.asOf(), run.control());
    }

    private boolean nothingToSweep(StepExecution step) {
        return steps.nothingMissed(step) && emptied().isEmpty();
    }

    private void ask(StepExecution step) {
        limits.ask(run, scopes.get(run.id()));
        resources.witness().passed(CrashPoint.LIMITS_FROZEN);
    }

    /** @param round 0 for all candidates, then the sweeps */
    private Step dispose(String name, int round) {
        boolean sweep = round > 0;
        CandidatePages pages = new CandidatePages(
                candidates,
                scopes,
                run,
                sweep ? this::nothingToSweep : x -> false,
                reader::cut,
                PATIENCE.get(round),
                this::reconcile,
                this::emptied,
                allowance,
                objects == null ? null : objects.eraser().ahead(),
                resources.witness());
        DisposeTasklet chunks = new DisposeTasklet(pages, parts, run, round);
        TaskletStep step = new StepBuilder(name, resources.repository())
                .tasklet(chunks, resources.manager()).stream(pages)
                        // What a sweep could not finish may be possible when the run is resumed; it starts afresh then.
                        .allowStartIfComplete(sweep)
                        .build();
        step.registerStepExecutionListener(pages);
        StepExecutionListener after = chunks.listener();
        if (after != null) {
            step.registerStepExecutionListener(after);
        }
        step.setInterruptionPolicy(run.control().betweenChunks());
        return step;
    }

    /** Erasure of the objects of a category, and what looks after those of earlier attempts. */
    private record ObjectParts(
            ObjectEraser eraser, IntentReconciliation reconciliation, EmptiedRecords emptied, OrphanedObjects orphans) {

        static ObjectParts of(
                RunResources resources,
                RunContext context,
                LeaseCheck lease,
                GuardedChunk guard,
                FindingRepository.Writer findings) {
            DataCategory category = context.category().category();
            CategoryMapping source = resources.sources().table(category);
            ObjectBucket bucket = resources.bucket();
            if (bucket == null) {
                throw new IllegalStateException("category " + category + " has objects and no bucket is set");
            }
            ObjectIntentRepository intents = new ObjectIntentRepository(
                    resources.jdbc(), resources.tags(), category, bucket.name(), resources.doubt());
            ObjectIntentPrefetch ahead = new ObjectIntentPrefetch(resources, context, lease, bucket, intents);
            EmptiedRecords emptied = new EmptiedRecords(resources, source, intents);
            return new ObjectParts(
                    new ObjectEraser(
                            guard,
                            bucket,
                            intents,
                            resources.deleteGuard(),
                            ahead,
                            emptied,
                            resources.manager(),
                            resources.witness()),
                    new IntentReconciliation(bucket, intents, findings, lease, resources.manager()),
                    emptied,
                    new OrphanedObjects(resources.jdbc(), source, bucket, findings));
        }
    }

    /** Makes the steps that are one transaction and erase nothing. */
    private record TaskletSteps(JobRepository repository, PlatformTransactionManager manager, LeaseCheck lease) {

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
}
