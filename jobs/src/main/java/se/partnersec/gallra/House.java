package se.partnersec.gallra;

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
import se.partnersec.gallra.approval.RulesInForce;
import se.partnersec.gallra.category.Categories;
import se.partnersec.gallra.engine.Brake;
import se.partnersec.gallra.engine.Category;
import se.partnersec.gallra.engine.CrashPoint;
import se.partnersec.gallra.engine.RunResources;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.policy.LimitPolicy;
import se.partnersec.gallra.policy.RetentionPolicy;
import se.partnersec.gallra.run.Batch;
import se.partnersec.gallra.run.CategoryLease;
import se.partnersec.gallra.run.Conditions;
import se.partnersec.gallra.run.InventoryChecks;
import se.partnersec.gallra.run.Preflight;
import se.partnersec.gallra.run.PreflightReport;
import se.partnersec.gallra.run.RunOrders;
import se.partnersec.gallra.run.RunTools;
import se.partnersec.gallra.run.Runs;
import se.partnersec.gallra.run.ThisProcess;
import se.partnersec.gallra.seal.SealPlaces;
import se.partnersec.gallra.seal.Sealer;
import se.partnersec.gallra.store.BucketSettings;
import se.partnersec.gallra.store.Databases;
import se.partnersec.gallra.store.DeleteGuard;
import se.partnersec.gallra.store.KeyKinds;
import se.partnersec.gallra.store.ObjectBucket;
import se.partnersec.gallra.store.Replica;
import se.partnersec.gallra.store.Role;
import se.partnersec.gallra.store.Settings;
import se.partnersec.gallra.store.Sources;

/** Wires the rooms together, each piece when it is first asked for. */
public final class House implements AutoCloseable {
    private final Settings settings;
    private final Clock clock;
    private final CrashPoint.Witness witness;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Paperwork papers;
    private final Sealing sealing;
    private final Map<Role, HikariDataSource> pools = new EnumMap<>(Role.class);
    private @Nullable HikariDataSource work;
    private @Nullable ObjectBucket bucket;
    private @Nullable RunTools tools;
    private @Nullable String replay;

    /** @param witness does nothing in production */
    public House(Settings settings, Clock clock, CrashPoint.Witness witness) {
        this.settings = settings;
        this.clock = clock;
        this.witness = witness;
        this.papers = new Paperwork(settings.config());
        this.sealing = new Sealing(settings.seals(), clock);
        open.push(sealing);
    }

    public Settings settings() {
        return settings;
    }

    public Clock clock() {
        return clock;
    }

    public RetentionPolicy policy() {
        return papers.policy();
    }

    public Sources sources() {
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
    public HikariDataSource pool(Role role) {
        return pools.computeIfAbsent(role, r -> pool(r, 2));
    }

    /** A small pool for one account, closed with the house. */
    public HikariDataSource pool(Role role, int size) {
        HikariDataSource pool = Databases.pool(settings, role, size);
        open.push(pool);
        return pool;
    }

    /** For what finance writes: through the gate, or not at all. */
    TransactionTemplate financeTransaction() {
        return new TransactionTemplate(new JdbcTransactionManager(pool(Role.FINANCE)));
    }

    /** The job of a category. */
    public Category category(DataCategory name) {
        Category category = Categories.all().get(name);
        if (category == null) {
            throw new IllegalArgumentException("there is no job for " + name + " yet");
        }
        return category;
    }

    public RunTools tools() {
        if (tools == null) {
            tools = wireRuns();
        }
        return tools;
    }

    public Runs runs() {
        return new Runs(tools());
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
    public Sealer sealer() {
        return sealing.sealer(() -> pool(Role.SEALER));
    }

    /** Where copies of seals lie; closed with the house. */
    SealPlaces sealPlaces() {
        return sealing.places();
    }

    /** Whether anything lies beside what the mapping knows; under the account that reads. */
    public PreflightReport inventory() {
        return new InventoryChecks(sources(), () -> pool(Role.READER), this::bucket).look();
    }

    /** The pool of the account that runs work with. */
    HikariDataSource work() {
        HikariDataSource known = work;
        if (known == null) {
            known = pool(Role.JOB, 4);
            work = known;
        }
        return known;
    }

    private RunTools wireRuns() {
        RetentionPolicy rules = policy();
        Sources mapping = sources();
        HikariDataSource work = work();
        JdbcTransactionManager manager = new JdbcTransactionManager(work);
        JdbcTemplate jdbc = new JdbcTemplate(work);
        // Heartbeats and orders must never wait for a chunk, so they have connections of their own.
        HikariDataSource control = pool(Role.JOB, 2);
        JdbcTemplate controlJdbc = new JdbcTemplate(control);
        TransactionTemplate controlTransaction = new TransactionTemplate(new JdbcTransactionManager(control));
        Batch batch = new Batch(work, manager);
        open.push(batch);
        ObjectBucket objects = bucket();
        List<Replica> replicas = Replica.of(papers.brakes().replicas(), settings);
        replicas.forEach(open::push);
        RunResources resources = new RunResources(
                jdbc,
                manager,
                batch.repository(),
                rules,
                limits(),
                rules(jdbc),
                mapping,
                new KeyKinds(Set.of(), Set.of()),
                settings.tags(),
                bucket(),
                DeleteGuard.NONE,
                witness,
                (seen, counts) -> {},
                Brake.NONE);
        return new RunTools(
                batch,
                resources,
                new CategoryLease(controlJdbc, controlTransaction, ThisProcess.name()),
                new RunOrders(controlJdbc),
                Categories.all(),
                fingerprint(),
                settings.chunk(),
                preflight()::check,
                new Conditions(papers.brakes(), clock, replicas));
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
