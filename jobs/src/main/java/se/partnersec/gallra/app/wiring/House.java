package se.partnersec.gallra.app.wiring;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.approvals.adoption.RulesInForce;
import se.partnersec.gallra.categories.Categories;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.settings.BucketSettings;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.database.jdbc.ReplicaLag;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.erasure.run.RunControl;
import se.partnersec.gallra.erasure.run.RunResources;
import se.partnersec.gallra.ledger.evidence.SealService;
import se.partnersec.gallra.ledger.sealstore.SealStores;
import se.partnersec.gallra.objectstore.bucket.ObjectBucket;
import se.partnersec.gallra.objectstore.client.DeletePrecondition;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.limit.LimitPolicy;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.control.RunOrderRepository;
import se.partnersec.gallra.runs.launch.BatchConfiguration;
import se.partnersec.gallra.runs.launch.RunEnvironment;
import se.partnersec.gallra.runs.launch.RunLauncher;
import se.partnersec.gallra.runs.launch.ThisProcess;
import se.partnersec.gallra.runs.lease.CategoryLease;
import se.partnersec.gallra.runs.preflight.InventoryChecks;
import se.partnersec.gallra.runs.preflight.Preflight;
import se.partnersec.gallra.runs.preflight.PreflightReport;
import se.partnersec.gallra.runs.throttle.ThrottleConditions;

/** Wires the rooms together, each piece when it is first asked for. */
public final class House implements AutoCloseable {
    private final GallraSettings settings;
    private final Clock clock;
    private final CrashPoint.Witness witness;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Paperwork papers;
    private final Sealing sealing;
    private final Map<DatabaseRole, HikariDataSource> pools = new EnumMap<>(DatabaseRole.class);
    private @Nullable HikariDataSource work;
    private @Nullable ObjectBucket bucket;
    private @Nullable RunEnvironment tools;
    private @Nullable String replay;

    /** @param witness does nothing in production */
    public House(GallraSettings settings, Clock clock, CrashPoint.Witness witness) {
        this.settings = settings;
        this.clock = clock;
        this.witness = witness;
        this.papers = new Paperwork(settings.config());
        this.sealing = new Sealing(settings.seals(), clock);
        open.push(sealing);
    }

    public GallraSettings settings() {
        return settings;
    }

    public Clock clock() {
        return clock;
    }

    public RetentionPolicy policy() {
        return papers.policy();
    }

    public SourceMapping sources() {
        return papers.sources();
    }

    /** How much runs may erase. */
    public LimitPolicy limits() {
        return papers.limits();
    }

    /** Which version of policy and mapping this is: 64 hex digits. */
    public String fingerprint() {
        return papers.fingerprint();
    }

    /** Comparison of the files at hand with the rules and limits in force. */
    public RulesInForce rules(JdbcTemplate asks) {
        return new RulesInForce(asks, fingerprint(), limits(), settings.single());
    }

    /** The pool of an account for questions and for what people enter. */
    public HikariDataSource pool(DatabaseRole role) {
        return pools.computeIfAbsent(role, r -> pool(r, 2));
    }

    /** A small pool for one account, closed with the house. */
    public HikariDataSource pool(DatabaseRole role, int size) {
        HikariDataSource pool = DataSourceFactory.pool(settings, role, size);
        open.push(pool);
        return pool;
    }

    /** For what finance writes: through the gate, or not at all. */
    TransactionTemplate financeTransaction() {
        return new TransactionTemplate(new JdbcTransactionManager(pool(DatabaseRole.FINANCE)));
    }

    /** The job of a category. */
    public Category category(DataCategory name) {
        Category category = Categories.all().get(name);
        if (category == null) {
            throw new IllegalArgumentException("there is no job for " + name + " yet");
        }
        return category;
    }

    public RunEnvironment tools() {
        if (tools == null) {
            tools = wireRuns();
        }
        return tools;
    }

    public RunLauncher runs() {
        return new RunLauncher(tools());
    }

    /** What is asked before a run, under the account that runs. */
    public Preflight preflight() {
        Preflight usual = new Preflight(
                this::policy,
                this::sources,
                this::work,
                this::bucket,
                clock,
                Categories.keptByBooks(),
                sealing.outside());
        return replay == null ? usual : usual.of(replay);
    }

    /** From now on this house runs one replay and nothing else; to be said before anything is run. */
    public void replay(String plan) {
        replay = plan;
    }

    /** What seals the ledger, under the account that may append seals; its key is read now. */
    public SealService sealer() {
        return sealing.sealer(() -> pool(DatabaseRole.SEALER));
    }

    /** Where copies of seals lie; closed with the house. */
    SealStores sealPlaces() {
        return sealing.places();
    }

    /** Whether anything lies beside what the mapping knows; under the account that reads. */
    public PreflightReport inventory() {
        return new InventoryChecks(sources(), () -> pool(DatabaseRole.READER), this::bucket).look();
    }

    /** The pool of the account that runs work with. */
    HikariDataSource work() {
        HikariDataSource known = work;
        if (known == null) {
            known = pool(DatabaseRole.JOB, 4);
            work = known;
        }
        return known;
    }

    private RunEnvironment wireRuns() {
        RetentionPolicy rules = policy();
        SourceMapping mapping = sources();
        HikariDataSource work = work();
        JdbcTransactionManager manager = new JdbcTransactionManager(work);
        JdbcTemplate jdbc = new JdbcTemplate(work);
        // Heartbeats and orders must never wait for a chunk, so they have connections of their own.
        HikariDataSource control = pool(DatabaseRole.JOB, 2);
        JdbcTemplate controlJdbc = new JdbcTemplate(control);
        TransactionTemplate controlTransaction = new TransactionTemplate(new JdbcTransactionManager(control));
        BatchConfiguration batch = new BatchConfiguration(work, manager);
        open.push(batch);
        ObjectBucket objects = bucket();
        List<ReplicaLag> replicas = ReplicaLag.of(papers.brakes().replicas(), settings);
        replicas.forEach(open::push);
        RunResources resources = new RunResources(
                jdbc,
                manager,
                batch.repository(),
                rules,
                limits(),
                rules(jdbc),
                mapping,
                new KeyTypes(Set.of(), Set.of()),
                settings.tags(),
                bucket(),
                DeletePrecondition.NONE,
                witness,
                (seen, counts) -> {},
                RunControl.NONE);
        return new RunEnvironment(
                batch,
                resources,
                new CategoryLease(controlJdbc, controlTransaction, ThisProcess.name()),
                new RunOrderRepository(controlJdbc),
                Categories.all(),
                fingerprint(),
                settings.chunk(),
                preflight()::check,
                new ThrottleConditions(papers.brakes(), clock, replicas));
    }

    /** The bucket; null when none is configured. */
    public @Nullable ObjectBucket bucket() {
        BucketSettings where = settings.bucket();
        if (bucket == null && where != null) {
            bucket = new ObjectBucket(where);
            open.push(bucket);
        }
        return bucket;
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                // Everything else still has to be closed; there is nobody left to tell.
                continue;
            }
        }
    }
}
