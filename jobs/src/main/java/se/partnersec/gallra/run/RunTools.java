package se.partnersec.gallra.run;

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
import se.partnersec.gallra.engine.Category;
import se.partnersec.gallra.engine.CategoryJob;
import se.partnersec.gallra.engine.Lease;
import se.partnersec.gallra.engine.RunContext;
import se.partnersec.gallra.engine.RunResources;
import se.partnersec.gallra.engine.RunScopes;
import se.partnersec.gallra.ledger.Ledger;
import se.partnersec.gallra.ledger.OutcomeCounts;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.store.SourceTable;
import se.partnersec.gallra.store.TableMapping;

/** What starting and driving runs needs, wired once. */
public final class RunTools {
    /** Records with objects go in smaller chunks: a hold being placed waits for the requests to the object store. */
    private static final int MOST_WITH_OBJECTS = 1000;
    /** Of rows that only lose their pointer one record may have any number. */
    private static final int MOST_WITH_DETACHED = 250;

    /** Of their chunks most is listing and looking again, when nobody waits. */
    private static final int LONGER_WITH_OBJECTS = 8;

    private final Batch batch;
    private volatile RunResources base;
    private final CategoryLease lease;
    private final RunOrders orders;
    private final Reins reins;
    private final Conditions conditions;
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
        RunScopes.Scope scope = scopes().find(runId);
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
    public RunTools(
            Batch batch,
            RunResources base,
            CategoryLease lease,
            RunOrders orders,
            Map<DataCategory, Category> categories,
            String fingerprint,
            int chunk,
            Checking preflight,
            Conditions conditions) {
        this.batch = batch;
        this.base = base;
        this.lease = lease;
        this.orders = orders;
        this.categories = Map.copyOf(categories);
        this.fingerprint = fingerprint;
        this.chunk = chunk;
        this.preflight = preflight;
        this.conditions = conditions;
        this.reins = new Reins(System::nanoTime, length -> Thread.sleep(length.toMillis()));
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
    Ending barred(DataCategory category) {
        Ending ours = reins.ending();
        Order halt = orders.halt();
        if (ours != null || halt != null) {
            return halt == null || ours != null ? ours : Ending.by(halt);
        }
        String objection = base.rules().standing().objection();
        return objection == null ? conditions.shut(category) : Ending.refusing(objection);
    }

    /** Lets the run stand still until somebody ends it; null if nothing does. */
    @Nullable
    Order pause(long runId) {
        return InForce.of(orders.to(runId)).pause();
    }

    /** @param runId the run that is gone on with; 0 for one that begins */
    RunBrake brake(RunContext context, long runId) {
        DataCategory category = context.category().category();
        return new RunBrake(
                reins,
                orders::of,
                orders.to(runId).stream().map(Order::id).collect(Collectors.toSet()),
                most(context.category()),
                chunkTime(category),
                new Throttle(base.jdbc(), category, conditions, reins.nanos()),
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

    CategoryJob job(RunContext context, Lease mine, RunBrake brake) {
        CategoryJob[] made = new CategoryJob[1];
        BiConsumer<Long, OutcomeCounts> told = (seen, counts) -> {
            brake.took(seen);
            progress.moved(context.category().category(), made[0].runId(), seen, counts);
        };
        made[0] = new CategoryJob(base.with(told, brake), context, mine);
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
        SourceTable source = base.sources().table(category.category());
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

    RunScopes scopes() {
        return new RunScopes(base.jdbc());
    }

    Ledger ledger() {
        return new Ledger(base.jdbc(), base.tags());
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
