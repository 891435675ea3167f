package se.partnersec.gallra.runs.launch;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
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
import se.partnersec.gallra.erasure.run.LeaseCheck;
import se.partnersec.gallra.erasure.run.RunContext;
import se.partnersec.gallra.erasure.run.RunResources;
import se.partnersec.gallra.erasure.run.RunScopeRepository;
import se.partnersec.gallra.ledger.entry.LedgerWriter;
import se.partnersec.gallra.ledger.entry.OutcomeCounts;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.control.EffectiveOrders;
import se.partnersec.gallra.runs.control.RunHistory;
import se.partnersec.gallra.runs.control.RunOrder;
import se.partnersec.gallra.runs.control.RunOrderRepository;
import se.partnersec.gallra.runs.control.StartOptions;
import se.partnersec.gallra.runs.control.StopReason;
import se.partnersec.gallra.runs.lease.CategoryLease;
import se.partnersec.gallra.runs.preflight.PreflightReport;
import se.partnersec.gallra.runs.throttle.LoadThrottle;
import se.partnersec.gallra.runs.throttle.ProcessControl;
import se.partnersec.gallra.runs.throttle.RunThrottle;
import se.partnersec.gallra.runs.throttle.ThrottleConditions;

/** What starting and driving runs needs, wired once. */
public final class RunEnvironment {
    /** Records with objects go in smaller chunks: a hold being placed waits for the requests to the object store. */
    private static final int MOST_WITH_OBJECTS = 1000;
    /** Of rows that only lose their pointer one record may have any number. */
    private static final int MOST_WITH_DETACHED = 250;

    /** Of their chunks most is listing and looking again, when nobody waits. */
    private static final int LONGER_WITH_OBJECTS = 8;

    private final BatchConfiguration batch;
    private volatile RunResources base;
    private final CategoryLease lease;
    private final RunOrderRepository orders;
    private final ProcessControl reins;
    private final ThrottleConditions conditions;
    private final Map<DataCategory, Category> categories;
    private final String fingerprint;
    private final int chunk;
    private final Checking preflight;
    private volatile Progress progress = (category, runId, seen, chunk) -> {};

    /** Told at the end of each chunk, before its commit. */
    @FunctionalInterface
    public interface Progress {
        void moved(DataCategory category, long runId, long candidatesSeen, OutcomeCounts chunk);

        /** @param why it stands still between two chunks; null when it goes on */
        default void stands(DataCategory category, @Nullable String why) {}
    }

    /**
     * @param candidates those it has to meet
     * @param done candidates in the ledger by now
     */
    public record Standing(long candidates, long done) {}

    /** How much a run has to do, and how much of it is done. */
    public Standing standing(long runId) {
        RunScopeRepository.Scope scope = scopes().find(runId);
        return new Standing(
                scope == null ? 0 : scope.toMeet(), ledger().totals(runId).total());
    }

    /** What is checked before anything is touched. */
    @FunctionalInterface
    public interface Checking {
        PreflightReport check(DataCategory category, LocalDate asOf);
    }

    /**
     * @param base its progress and stop question are replaced by ours
     * @param lease on a pool of its own, so that it never waits for a chunk
     */
    public RunEnvironment(
            BatchConfiguration batch,
            RunResources base,
            CategoryLease lease,
            RunOrderRepository orders,
            Map<DataCategory, Category> categories,
            String fingerprint,
            int chunk,
            Checking preflight,
            ThrottleConditions conditions) {
        this.batch = batch;
        this.base = base;
        this.lease = lease;
        this.orders = orders;
        this.categories = Map.copyOf(categories);
        this.fingerprint = fingerprint;
        this.chunk = chunk;
        this.preflight = preflight;
        this.conditions = conditions;
        this.reins = new ProcessControl(System::nanoTime, length -> Thread.sleep(length.toMillis()));
    }

    public void watch(Progress watcher) {
        progress = watcher;
    }

    /** Ends every run of this process after its current chunk. */
    public void stop() {
        reins.stop();
    }

    /** What runs of this process are started with from now on. */
    public void take(StartOptions options) {
        reins.take(options);
    }

    /** Why no run may begin now; null if one may. Who cannot be asked says no by what it throws. */
    @Nullable
    StopReason barred(DataCategory category) {
        StopReason ours = reins.ending();
        RunOrder halt = orders.halt();
        if (ours != null || halt != null) {
            return halt == null || ours != null ? ours : StopReason.by(halt);
        }
        String objection = base.rules().standing().objection();
        return objection == null ? conditions.shut(category) : StopReason.refusing(objection);
    }

    /** Lets the run stand still until somebody ends it; null if nothing does. */
    @Nullable
    RunOrder pause(long runId) {
        return EffectiveOrders.of(orders.to(runId)).pause();
    }

    /** @param runId the run that is gone on with; 0 for one that begins */
    RunThrottle brake(RunContext context, long runId) {
        DataCategory category = context.category().category();
        return new RunThrottle(
                reins,
                orders::of,
                orders.to(runId).stream().map(RunOrder::id).collect(Collectors.toSet()),
                most(context.category()),
                chunkTime(category),
                new LoadThrottle(base.jdbc(), category, conditions, reins.nanos()),
                why -> progress.stands(category, why));
    }

    /** Checks what the run relies on; what was learned is what its job is built with. */
    PreflightReport check(DataCategory category, LocalDate asOf) {
        PreflightReport report = preflight.check(category, asOf);
        if (report.passes()) {
            base = base.checked(report.kinds(), report.guard());
        }
        return report;
    }

    ErasureJob job(RunContext context, LeaseCheck mine, RunThrottle brake) {
        ErasureJob[] made = new ErasureJob[1];
        BiConsumer<Long, OutcomeCounts> told = (seen, counts) -> {
            brake.took(seen);
            progress.moved(context.category().category(), made[0].runId(), seen, counts);
        };
        made[0] = new ErasureJob(base.with(told, brake), context, mine);
        brake.of(made[0]::runId);
        return made[0];
    }

    Category category(DataCategory id) {
        Category category = categories.get(id);
        if (category == null) {
            throw new IllegalArgumentException("there is no job for " + id + " yet");
        }
        return category;
    }

    int chunk(Category category) {
        return Math.min(chunk, most(category));
    }

    private int most(Category category) {
        CategoryMapping source = base.sources().table(category.category());
        if (source.children().stream().anyMatch(TableMapping::detached)) {
            return MOST_WITH_DETACHED;
        }
        return source.hasObjects() ? MOST_WITH_OBJECTS : StartOptions.MOST_CHUNK;
    }

    private Duration chunkTime(DataCategory category) {
        Duration rows = conditions.policy().chunkTime();
        return base.sources().table(category).hasObjects() ? rows.multipliedBy(LONGER_WITH_OBJECTS) : rows;
    }

    /** Categories that may not run while this one does. */
    Set<DataCategory> contending(DataCategory category) {
        return base.sources().contending(category);
    }

    CategoryLease lease() {
        return lease;
    }

    RunHistory history() {
        return new RunHistory(base.jdbc());
    }

    RunScopeRepository scopes() {
        return new RunScopeRepository(base.jdbc());
    }

    LedgerWriter ledger() {
        return new LedgerWriter(base.jdbc(), base.tags());
    }

    RunResources resources() {
        return base;
    }

    JdbcTemplate jdbc() {
        return base.jdbc();
    }

    JobRepository repository() {
        return batch.repository();
    }

    JobOperator operator() {
        return batch.operator();
    }

    String fingerprint() {
        return fingerprint;
    }
}
