package se.partnersec.gallra.runs.launch;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.erasure.job.ErasureJob;
import se.partnersec.gallra.erasure.run.ChunkFailedException;
import se.partnersec.gallra.erasure.run.LeaseCheck;
import se.partnersec.gallra.erasure.run.RunIdentity;
import se.partnersec.gallra.erasure.run.RunResources;
import se.partnersec.gallra.erasure.run.RunScopeRepository;
import se.partnersec.gallra.erasure.run.SqlErrorClassifier;
import se.partnersec.gallra.ledger.entry.LedgerWriter;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.objectstore.client.BucketFacts;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.control.RunHistory;
import se.partnersec.gallra.runs.control.RunOrder;
import se.partnersec.gallra.runs.control.RunOrderRepository;
import se.partnersec.gallra.runs.control.StartOptions;
import se.partnersec.gallra.runs.lease.CategoryLease;
import se.partnersec.gallra.runs.preflight.Check;
import se.partnersec.gallra.runs.preflight.PreflightReport;
import se.partnersec.gallra.runs.preflight.RunPreflight;
import se.partnersec.gallra.runs.throttle.LoadThrottle;
import se.partnersec.gallra.runs.throttle.RunSession;
import se.partnersec.gallra.runs.throttle.RunThrottle;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.text.Sentences;

/** One run of one category after its preflight: resources as the preflight found them, orders, progress and chunk size. */
final class PreparedRun {
    private static final Sentences SENTENCES = Sentences.of("runs");
    /** Records with objects go in smaller chunks: a hold being placed waits for the requests to the object store. */
    private static final int MOST_WITH_OBJECTS = 1000;
    /** Of rows that only lose their pointer one record may have any number. */
    private static final int MOST_WITH_DETACHED = 250;

    /** Of their chunks most is listing and looking again, when nobody waits. */
    private static final int LONGER_WITH_OBJECTS = 8;

    private final RunLauncher.Environment environment;
    private final RunResources resources;
    private final RunSession session;
    private final Category category;
    private final CategoryLease.Token token;
    private final RunPreflight checks;
    private final AtomicLong told = new AtomicLong();

    /**
     * @param resources with what preflight learned of tables and bucket
     * @param token of the lease it is done under
     * @param checks it had to pass
     */
    PreparedRun(
            RunLauncher.Environment environment,
            RunResources resources,
            RunSession session,
            Category category,
            CategoryLease.Token token,
            RunPreflight checks) {
        this.environment = environment;
        this.resources = resources;
        this.session = session;
        this.category = category;
        this.token = token;
        this.checks = checks;
    }

    CategoryLease.Token token() {
        return token;
    }

    /** How long it is tried again without progress. */
    Duration retries() {
        return environment.patience().withoutProgress();
    }

    Category category() {
        return category;
    }

    private DataCategory name() {
        return category.category();
    }

    /** Keeps the run standing still until somebody ends it; null if nothing does. */
    @Nullable
    RunOrder pause(long runId) {
        return RunOrderRepository.EffectiveOrders.of(environment.orders().to(runId))
                .pause();
    }

    /**
     * Proves again what preflight proved: tables, keys and triggers, or everything.
     *
     * @throws ChunkFailedException if it is not so any more; the attempt ends
     */
    void proveAgain(LocalDate asOf, boolean everything) {
        List<DataCategory> own = List.of(name());
        PreflightReport report = everything ? checks.check(own, asOf) : checks.standing(own);
        List<String> differences =
                report.refusals().stream().map(Check::text).collect(Collectors.toCollection(ArrayList::new));
        if (report.passes() && !report.kinds().equals(resources.kinds())) {
            differences.add(SENTENCES.say("launch.key-index-mapped-table-another-than"));
        }
        if (report.passes() && everything && report.guard() != resources.deleteGuard()) {
            differences.add(SENTENCES.say(
                    "launch.bucket-deletes-another-way-than-when", report.guard(), resources.deleteGuard()));
        }
        boolean longer = environment.patience().doubt(report.fencing()).compareTo(resources.doubt()) > 0;
        boolean unsure = longer && differences.isEmpty() && report.fencing() == BucketFacts.Fencing.UNKNOWN;
        if (report.passes() && everything && longer) {
            differences.add(SENTENCES.say("launch.object-store-refused-old-requests-when"));
        }
        if (!differences.isEmpty()) {
            throw new ChunkFailedException(
                    report.exit() == ExitCode.ENVIRONMENT || unsure
                            ? SqlErrorClassifier.Kind.TRANSIENT
                            : SqlErrorClassifier.Kind.STOP,
                    SENTENCES.say("launch.what-checked-before-run-not-so", String.join("; ", differences)));
        }
    }

    /** @param runId the run that is restarted; 0 for one that begins */
    RunThrottle throttle(long runId, LocalDate asOf) {
        RunThrottle throttle = throttle(runId);
        throttle.proof(stood -> proveAgain(asOf, stood));
        return throttle;
    }

    private RunThrottle throttle(long runId) {
        return new RunThrottle(
                session,
                environment.orders()::of,
                environment.orders().to(runId).stream().map(RunOrder::id).collect(Collectors.toSet()),
                most(),
                chunkTime(),
                new LoadThrottle(resources.jdbc(), name(), environment.conditions(), session.nanos()),
                why -> session.watcher().stands(name(), why));
    }

    /** The job of one attempt. */
    ErasureJob job(RunIdentity run, LeaseCheck mine, RunThrottle throttle) {
        throttle.of(run::idOrZero);
        BiConsumer<Long, Outcome.Counts> progress = (seen, counts) -> {
            throttle.took(seen);
            tell(run.idOrZero(), seen, counts);
        };
        return new ErasureJob(resources, run, mine, progress);
    }

    private void tell(long runId, long seen, Outcome.Counts chunk) {
        if (told.getAndSet(runId) != runId) {
            RunScopeRepository.Scope scope = scopes().find(runId);
            // Asked inside the chunk's transaction, so its own records are among those done.
            long done = ledger().totals(runId).total() - chunk.total();
            session.watcher().started(name(), runId, scope == null ? 0 : scope.toMeet(), Math.max(0, done));
        }
        session.watcher().moved(name(), seen, chunk.of(Outcome.ERASED));
    }

    int chunk() {
        return Math.min(environment.chunk(), most());
    }

    private int most() {
        CategoryMapping source = source();
        if (source.children().stream().anyMatch(TableMapping::detached)) {
            return MOST_WITH_DETACHED;
        }
        return source.hasObjects() ? MOST_WITH_OBJECTS : StartOptions.MOST_CHUNK;
    }

    private Duration chunkTime() {
        Duration rows = environment.conditions().policy().chunkTime();
        return source().hasObjects() ? rows.multipliedBy(LONGER_WITH_OBJECTS) : rows;
    }

    private CategoryMapping source() {
        return resources.sources().table(name());
    }

    CategoryLease lease() {
        return environment.lease();
    }

    RunHistory history() {
        return new RunHistory(resources.jdbc());
    }

    RunScopeRepository scopes() {
        return new RunScopeRepository(resources.jdbc());
    }

    LedgerWriter ledger() {
        return new LedgerWriter(resources.jdbc(), resources.tags());
    }

    RunResources resources() {
        return resources;
    }

    JdbcTemplate jdbc() {
        return resources.jdbc();
    }

    JobRepository repository() {
        return resources.repository();
    }

    JobOperator operator() {
        return environment.operator();
    }

    /** Of policy and sources: 64 hex digits. */
    String fingerprint() {
        return resources.rules().fingerprint();
    }
}
