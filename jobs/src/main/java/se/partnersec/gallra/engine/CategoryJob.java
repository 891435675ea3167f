package se.partnersec.gallra.engine;

import java.time.LocalDate;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.builder.SimpleJobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import se.partnersec.gallra.ledger.Ledger;
import se.partnersec.gallra.ledger.Notices;
import se.partnersec.gallra.ledger.OutcomeCounts;
import se.partnersec.gallra.policy.LimitPolicy;
import se.partnersec.gallra.policy.RetentionPolicy;
import se.partnersec.gallra.saved.PlannedKeys;
import se.partnersec.gallra.store.DeleteGuard;
import se.partnersec.gallra.store.KeyKinds;
import se.partnersec.gallra.store.KeyTags;
import se.partnersec.gallra.store.ObjectBucket;
import se.partnersec.gallra.store.PolicyTexts;
import se.partnersec.gallra.store.SourceTable;
import se.partnersec.gallra.store.Sources;
import se.partnersec.gallra.store.StatisticMapping;

/** The Spring Batch job of one run of one category: freeze the scope, ask the limits, count, dispose, verify, at most two sweeps. */
public final class CategoryJob {

    private final Shop shop;
    private final RunContext context;
    private final Run run;
    private final EngineParts parts;
    private final CandidateQuery candidates;
    private final VerifySteps steps;
    private final @Nullable Reconciliation reconciliation;
    private final @Nullable Counting counting;
    private final RunScopes scopes;
    private final RunBounds bounds;
    private final PlainSteps plain;
    private final @Nullable Step partitions;

    /** What outlives a run and every run uses. */
    public record Shop(
            JdbcTemplate jdbc,
            PlatformTransactionManager manager,
            JobRepository repository,
            RetentionPolicy policy,
            LimitPolicy limits,
            Sources sources,
            KeyKinds kinds,
            KeyTags tags,
            @Nullable ObjectBucket bucket,
            DeleteGuard deleteGuard,
            CrashPoint.Witness witness,
            BiConsumer<Long, OutcomeCounts> progress,
            Brake brake) {

        /** The same with what preflight learned of tables and bucket. */
        public Shop checked(KeyKinds known, DeleteGuard guard) {
            return new Shop(
                    jdbc,
                    manager,
                    repository,
                    policy,
                    limits,
                    sources,
                    known,
                    tags,
                    bucket,
                    guard,
                    witness,
                    progress,
                    brake);
        }

        public Shop with(BiConsumer<Long, OutcomeCounts> told, Brake asked) {
            return new Shop(
                    jdbc,
                    manager,
                    repository,
                    policy,
                    limits,
                    sources,
                    kinds,
                    tags,
                    bucket,
                    deleteGuard,
                    witness,
                    told,
                    asked);
        }
    }

    public CategoryJob(Shop shop, RunContext context, Lease lease) {
        this.shop = shop;
        this.context = context;
        this.run = new Run(context);
        this.scopes = new RunScopes(shop.jdbc());
        this.plain = new PlainSteps(shop.repository(), shop.manager(), lease);
        Category category = context.category();
        SourceTable source = shop.sources().table(category.category());
        SourceReader reader = new SourceReader(shop.jdbc(), source, shop.kinds());
        PlannedKeys plan = context.planned(shop.jdbc(), shop.tags());
        Assessor assessor =
                new Assessor(shop.jdbc(), category, shop.policy(), shop.sources(), shop.kinds(), shop.tags(), plan);
        ObjectKeys objectKeys = new ObjectKeys(shop.jdbc(), shop.sources());
        StatisticMapping statistics = source.statistics();
        CountedPeriods counted =
                statistics == null ? null : new CountedPeriods(shop.jdbc(), category.category(), statistics);
        this.counting = counted == null || statistics == null
                ? null
                : new Counting(shop, run, lease, reader, counted, statistics);
        ChunkGuard guard = ChunkGuard.of(shop, source, lease, reader, assessor, objectKeys, counted);
        Findings findings = new Findings(shop.jdbc(), shop.tags(), category.category());
        ObjectBucket bucket = shop.bucket();
        ObjectDisposal objects = null;
        Reconciliation toReconcile = null;
        Orphans toReport = null;
        if (source.hasObjects()) {
            if (bucket == null) {
                throw new IllegalStateException(
                        "category " + category.category() + " has objects and no bucket is set");
            }
            ObjectIntents intents = new ObjectIntents(shop.jdbc(), shop.tags(), category.category(), bucket.name());
            ObjectsAhead ahead = new ObjectsAhead(shop, context, lease, bucket, intents);
            objects = new ObjectDisposal(
                    guard, bucket, intents, shop.deleteGuard(), ahead, shop.manager(), shop.witness());
            toReconcile = new Reconciliation(bucket, intents, findings, shop.manager());
            toReport = new Orphans(shop.jdbc(), source, bucket, findings);
        }
        this.reconciliation = toReconcile;
        Kept kept = new Kept(
                shop.jdbc(), category, shop.policy(), shop.sources(), shop.kinds(), context.policy(), plan == null);
        LocalDate asOf = context.asOf();
        this.candidates = new CandidateQuery(
                shop.jdbc(), source, shop.kinds(), category, shop.policy(), asOf, () -> kept.on(asOf));
        Ledger ledger = new Ledger(shop.jdbc(), shop.tags());
        DueLook look = new DueLook(candidates, reader, assessor, objectKeys, context.asOf(), shop.brake());
        this.bounds = RunBounds.of(shop, context.policy(), source, candidates, look, ledger);
        this.parts = new EngineParts(
                guard,
                objects,
                new RowDisposal(shop.jdbc(), shop.manager(), source, shop.tags(), shop.witness()),
                new Suppressions(shop.jdbc(), shop.tags()),
                new RequestedRecords(shop.jdbc(), category.category(), shop.tags()),
                new PermittedRecords(shop.jdbc(), category.category(), shop.tags()),
                ledger,
                new Notices(shop.jdbc(), shop.tags(), shop.sources().copies(category.category())),
                findings,
                kept.notes(candidates, asOf),
                shop.witness(),
                shop.progress().andThen((seen, counts) -> bounds.allowance().took(counts)));
        this.partitions = PartitionStep.of(shop, run, lease, assessor, parts, bounds.allowance());
        // What no candidate question meets.
        Consumer<Run> unmet = shop.policy().rule(category.category()).hasPeriod()
                ? new FutureStarts(shop.jdbc(), source, shop.kinds(), category.startRoles(), reader, assessor, findings)
                        ::report
                : new WithoutPeriod(shop.jdbc(), source.record(), shop.policy(), findings)::report;
        Unseen unseen = new Unseen(shop.jdbc(), source, shop.kinds(), category, reader, assessor);
        Orphans orphans = toReport;
        LateNotices late = new LateNotices(shop.jdbc(), findings);
        Consumer<Run> once = unmet.andThen(r -> unseen.report(r, findings)).andThen(late::report);
        this.steps = new VerifySteps(
                run,
                scopes,
                new Verification(
                        shop.jdbc(),
                        candidates,
                        reader,
                        assessor,
                        findings,
                        objectKeys,
                        new ReducedRecords(shop.jdbc(), source),
                        plan),
                new Aftermath(shop.jdbc(), shop.tags(), source, shop.sources(), findings),
                orphans == null ? once : once.andThen(r -> orphans.report(r.id())),
                reconciliation,
                shop.witness());
    }

    public Job job() {
        SimpleJobBuilder scoped = new JobBuilder(context.category().category().id(), shop.repository())
                .listener(run)
                .start(plain.step("scope", this::freeze, false))
                // A step of its own: what is refused is on record, with the scope it was refused for.
                .next(plain.step("limits", this::ask, false));
        SimpleJobBuilder counted = counting == null ? scoped : scoped.next(counting.step());
        return (partitions == null ? counted : counted.next(partitions))
                .next(dispose("dispose", false))
                .next(plain.step("verify", step -> steps.verify(step, false), true))
                .next(dispose("sweep-1", true))
                .next(plain.step("verify-1", step -> steps.verify(step, false), true))
                .next(dispose("sweep-2", true))
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
        LocalDate before = shop.policy().startedBefore(context.category().category(), context.asOf());
        scopes.freeze(run, before, candidates.extent(), candidates.passedOver().records());
        new PolicyTexts(shop.jdbc()).note(shop.policy(), shop.sources());
        shop.witness().passed(CrashPoint.SCOPE_FROZEN);
        if (reconciliation != null) {
            reconciliation.settle();
            shop.witness().passed(CrashPoint.INTENTS_RECONCILED);
        }
    }

    private void ask(StepExecution step) {
        bounds.step().ask(run, scopes.get(run.id()));
        shop.witness().passed(CrashPoint.LIMITS_FROZEN);
    }

    private Step dispose(String name, boolean sweep) {
        PageReader reader = new PageReader(
                candidates,
                scopes,
                run,
                sweep ? steps::nothingMissed : x -> false,
                bounds.allowance(),
                parts.objects() == null ? null : parts.objects().ahead(),
                shop.brake(),
                shop.witness());
        return new StepBuilder(name, shop.repository())
                        .<KeyPage, KeyPage>chunk(1)
                        .transactionManager(shop.manager())
                        .reader(reader)
                        .writer(new DisposeChunk(parts, run, sweep))
                        .stream(reader)
                        .listener(reader)
                        .interruptionPolicy(new BetweenChunks(shop.brake()))
                        // What a sweep could not finish may be possible when the run is resumed; it starts afresh then.
                        .allowStartIfComplete(sweep)
                        .build();
    }
}
