package se.partnersec.gallra;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.cli.Refusal;
import se.partnersec.gallra.cli.Rooms;
import se.partnersec.gallra.demo.DemoSummary;
import se.partnersec.gallra.demo.DevServers;
import se.partnersec.gallra.demo.RunningServers;
import se.partnersec.gallra.hold.HoldDesk;
import se.partnersec.gallra.hold.HoldRegister;
import se.partnersec.gallra.hold.PlacedHold;
import se.partnersec.gallra.ledger.LedgerVerification;
import se.partnersec.gallra.plan.CategoryState;
import se.partnersec.gallra.plan.Explanation;
import se.partnersec.gallra.plan.HeldScope;
import se.partnersec.gallra.plan.HoldReceipt;
import se.partnersec.gallra.plan.PlanLine;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.policy.RetentionPolicy;
import se.partnersec.gallra.policy.ScopeKind;
import se.partnersec.gallra.run.ExitCode;
import se.partnersec.gallra.run.PreflightReport;
import se.partnersec.gallra.run.RunControl;
import se.partnersec.gallra.run.RunHistory;
import se.partnersec.gallra.run.RunResult;
import se.partnersec.gallra.run.RunTools;
import se.partnersec.gallra.store.Grants;
import se.partnersec.gallra.store.Migrations;
import se.partnersec.gallra.store.Role;
import se.partnersec.gallra.store.Settings;

/** Answers the doors: opens the house when a question first needs it, each question under its own account. */
final class Reception implements Rooms {
    private final Map<String, String> environment;
    private final Clock clock;
    private final Consumer<String> notice;
    private final DevServers servers;
    private @Nullable Paperwork papers;
    private @Nullable House house;
    private @Nullable Questions questions;
    private boolean ready;
    private volatile @Nullable RunTools tools;

    /** @param notice told what is done on the way, such as starting servers */
    Reception(Map<String, String> environment, Clock clock, Consumer<String> notice) {
        this.environment = Map.copyOf(environment);
        this.clock = clock;
        this.notice = notice;
        this.servers = DevServers.of(environment);
    }

    /** The house with everything ready for work; on the embedded servers that is our doing. */
    private House house() {
        House open = built();
        if (embedded() && !ready) {
            EmbeddedSetUp setUp = new EmbeddedSetUp(open, notice);
            setUp.migrate();
            setUp.requireBusiness();
            ready = true;
        }
        return open;
    }

    /** The house as it stands. */
    private House built() {
        House open = house;
        if (open == null) {
            open = new House(settings(), clock, point -> {});
            house = open;
        }
        return open;
    }

    boolean embedded() {
        return Settings.wantsEmbedded(environment);
    }

    private Settings settings() {
        if (!embedded()) {
            return Settings.from(environment, Optional.empty());
        }
        Optional<RunningServers> running = servers.status();
        if (running.isEmpty()) {
            notice.accept("Starting the embedded servers (no GALLRA_DB_URL is set) ...");
        }
        return Settings.from(
                environment, Optional.of(running.orElseGet(servers::up).properties()));
    }

    @Override
    public LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), RetentionPolicy.ZONE);
    }

    private Paperwork papers() {
        if (papers == null) {
            papers = new Paperwork(Settings.configFolder(environment));
        }
        return papers;
    }

    @Override
    public RetentionPolicy policy() {
        return papers().policy();
    }

    @Override
    public String fingerprint() {
        return papers().fingerprint();
    }

    @Override
    public PreflightReport preflight(List<DataCategory> categories, LocalDate asOf) {
        return house().preflight().check(categories, asOf, true);
    }

    @Override
    public PreflightReport doctor() {
        return built().preflight().doctor();
    }

    @Override
    public List<RunResult> run(DataCategory category, LocalDate asOf, Watcher watcher) {
        watch(watcher);
        return house().runs().run(category, asOf);
    }

    @Override
    public RunResult restart(long runId, Watcher watcher) {
        watch(watcher);
        return house().runs().restart(runId);
    }

    private void watch(Watcher watcher) {
        tools().watch(new WatchedRuns(tools(), watcher));
    }

    private RunTools tools() {
        RunTools known = tools;
        if (known == null) {
            known = house().tools();
            tools = known;
        }
        return known;
    }

    @Override
    public RunResult recover(long runId) {
        return house().runs().recover(runId);
    }

    /** Called from the thread of a signal: what is not open yet has nothing to stop. */
    @Override
    public void stop() {
        RunTools open = tools;
        if (open != null) {
            open.stop();
        }
    }

    @Override
    public void stop(long runId, String reason) {
        new RunControl(jdbc(Role.JOB)).stop(runId, reason);
    }

    private Questions questions() {
        Questions known = questions;
        if (known == null) {
            known = new Questions(house());
            questions = known;
        }
        return known;
    }

    @Override
    public PlanLine plan(DataCategory category, LocalDate asOf) {
        return questions().plan(category, asOf);
    }

    @Override
    public List<CategoryState> overview() {
        return questions().overview();
    }

    @Override
    public Explanation explain(DataCategory category, String key, @Nullable LocalDate asOf) {
        return questions().explain(category, key, asOf);
    }

    @Override
    public HoldReceipt receipt(PlacedHold hold) {
        return questions().receipt(hold);
    }

    @Override
    public HeldScope held(ScopeKind kind, String key) {
        return questions().held(kind, key);
    }

    @Override
    public RunHistory history() {
        return new RunHistory(jdbc(Role.READER));
    }

    @Override
    public LedgerVerification.Result verify(Optional<DataCategory> only) {
        HikariDataSource reader = house().pool(Role.READER);
        return new LedgerVerification(new JdbcTemplate(reader), new JdbcTransactionManager(reader)).verify(only);
    }

    @Override
    public HoldDesk desk() {
        HikariDataSource finance = house().pool(Role.FINANCE);
        return new HoldDesk(new JdbcTemplate(finance), new TransactionTemplate(new JdbcTransactionManager(finance)));
    }

    @Override
    public HoldRegister register() {
        return new HoldRegister(jdbc(Role.FINANCE));
    }

    private JdbcTemplate jdbc(Role role) {
        return new JdbcTemplate(house().pool(role));
    }

    @Override
    public List<String> migrate() {
        return embedded()
                ? new EmbeddedSetUp(built(), notice).migrate()
                : new Migrations(built().pool(Role.OWNER)).migrate();
    }

    @Override
    public List<String> grants(boolean before, String host) {
        return Grants.statements(new EmbeddedSetUp(built(), notice).names(host), before);
    }

    @Override
    public DevServers devServers() {
        return servers;
    }

    @Override
    public DemoSummary demo(long rows, boolean reset) {
        if (reset && !embedded()) {
            throw Refusal.of(
                            ExitCode.REFUSED,
                            "--reset is for the embedded servers only. On a server of your own, drop both schemas and empty"
                                    + " the bucket yourself, then: gallra demo")
                    .thrown();
        }
        if (reset && servers.down()) {
            notice.accept("Ended the embedded servers; what they held is gone.");
        }
        DemoSummary summary = new DemoSetUp(built(), embedded(), notice).complete(today(), rows);
        ready = true;
        return summary;
    }

    @Override
    public void close() {
        House open = house;
        if (open != null) {
            open.close();
        }
    }
}
