package se.partnersec.gallra.app.wiring;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.approvals.request.ApprovalService;
import se.partnersec.gallra.approvals.request.PermitService;
import se.partnersec.gallra.books.importing.ImportReceipt;
import se.partnersec.gallra.books.importing.ImportRequest;
import se.partnersec.gallra.books.reconcile.Reconciliation;
import se.partnersec.gallra.cli.rooms.CertificateRooms;
import se.partnersec.gallra.cli.rooms.DemoAgreement;
import se.partnersec.gallra.cli.rooms.FinanceRooms;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.schema.Grants;
import se.partnersec.gallra.demo.company.DemoSummary;
import se.partnersec.gallra.demo.server.DevServers;
import se.partnersec.gallra.holds.blocklist.BlockListService;
import se.partnersec.gallra.holds.hold.HoldRepository;
import se.partnersec.gallra.holds.hold.HoldService;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.ledger.notice.RecipientNoticeService;
import se.partnersec.gallra.ledger.verify.LedgerVerifier;
import se.partnersec.gallra.planning.explain.Explanation;
import se.partnersec.gallra.planning.explain.InactiveUser;
import se.partnersec.gallra.planning.holding.HoldReceipt;
import se.partnersec.gallra.planning.holding.HoldStatus;
import se.partnersec.gallra.planning.plan.CategoryPlan;
import se.partnersec.gallra.planning.plan.CategoryStatus;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.requests.RequestOverview;
import se.partnersec.gallra.requests.RequestService;
import se.partnersec.gallra.runs.control.RunHistory;
import se.partnersec.gallra.runs.control.RunOrderService;
import se.partnersec.gallra.runs.control.StartOptions;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.runs.preflight.PreflightReport;

/** Answers the doors: opens the house when a question first needs it, each question under its own account. */
public final class Reception extends FrontDesk {
    private final Opening opening;

    public Reception(Opening opening) {
        super(opening);
        this.opening = opening;
    }

    @Override
    public PreflightReport preflight(List<DataCategory> categories, LocalDate asOf) {
        return opening.house().preflight().check(categories, asOf, true);
    }

    @Override
    public PreflightReport doctor() {
        House house = opening.built();
        PreflightReport report = house.preflight().doctor();
        return report.passes() ? report.with(house.rules(new JdbcTemplate(house.pool(DatabaseRole.JOB)))) : report;
    }

    @Override
    public PreflightReport inventory() {
        return opening.built().inventory();
    }

    @Override
    public List<RunResult> run(DataCategory category, LocalDate asOf, StartOptions options, Watcher watcher) {
        return running().run(category, asOf, options, watcher);
    }

    @Override
    public RunResult runPlan(DataCategory category, String plan, StartOptions options, Watcher watcher) {
        return running().runPlan(category, plan, options, watcher);
    }

    @Override
    public RunResult restart(long runId, StartOptions options, Watcher watcher) {
        return running().restart(runId, options, watcher);
    }

    @Override
    public RunResult recover(long runId) {
        return opening.house().runs().recover(runId);
    }

    @Override
    public void stop() {
        running().stop();
    }

    @Override
    public RunOrderService orders() {
        return desks().orders();
    }

    @Override
    public CategoryPlan plan(DataCategory category, LocalDate asOf) {
        return opening.questions().plan(category, asOf);
    }

    @Override
    public List<CategoryStatus> overview() {
        return opening.questions().overview();
    }

    @Override
    public Explanation explain(DataCategory category, String key, @Nullable LocalDate asOf) {
        return opening.questions().explain(category, key, asOf);
    }

    @Override
    public HoldReceipt receipt(PlacedHold hold) {
        return opening.questions().receipt(hold);
    }

    @Override
    public HoldStatus held(ScopeType kind, String key) {
        return opening.questions().held(kind, key);
    }

    @Override
    public RunHistory history() {
        return opening.questions().history();
    }

    @Override
    public LedgerVerifier.Result verify(Optional<DataCategory> only) {
        return opening.questions().verify(only);
    }

    @Override
    public Seals seals() {
        return new LedgerEvidenceService(opening.house());
    }

    private Desks desks() {
        return new Desks(opening.house());
    }

    @Override
    public HoldService desk() {
        return desks().holds();
    }

    @Override
    public PermitService permits() {
        return desks().permits();
    }

    @Override
    public ApprovalService approvals() {
        return desks().approvals();
    }

    @Override
    public BlockListService blocks() {
        return desks().blocks();
    }

    @Override
    public RecipientNoticeService notices() {
        return desks().notices();
    }

    @Override
    public ImportReceipt importBooks(Path file, ImportRequest order) {
        return desks().books().take(file, order);
    }

    @Override
    public Reconciliation reconcile(int namedOfEach) {
        return opening.questions().reconcile(namedOfEach);
    }

    @Override
    public FinanceRooms finance() {
        return new FinanceService(opening.house(), opening.questions());
    }

    @Override
    public CertificateRooms certificates() {
        return new CertificateService(opening.house());
    }

    @Override
    public HoldRepository register() {
        return desks().register();
    }

    @Override
    public RequestService requestDesk() {
        return desks().requests();
    }

    @Override
    public RequestOverview requests() {
        return opening.questions().requests();
    }

    @Override
    public List<InactiveUser> inactiveUsers() {
        return opening.questions().inactiveUsers();
    }

    @Override
    public Map<String, LocalDate> suppressed(String address) {
        return opening.questions().suppressed(address);
    }

    @Override
    public List<String> migrate() {
        return opening.migrate();
    }

    @Override
    public List<String> grants(boolean before, String host) {
        return Grants.lines(opening.setUp().names(host), before);
    }

    @Override
    public DevServers devServers() {
        return opening.servers();
    }

    @Override
    public DemoSummary demo(long rows, boolean reset) {
        return opening.demo(rows, reset);
    }

    @Override
    public DemoAgreement demoAgreement(Map<DataCategory, Long> going) {
        return opening.demoAgreement(going);
    }

    @Override
    public long demoBooks(Path file, boolean planted) {
        return opening.questions().demoBooks(file, today(), planted);
    }

    @Override
    public void close() {
        opening.close();
    }
}
