package se.partnersec.gallra;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.approval.ApprovalDesk;
import se.partnersec.gallra.approval.PermitDesk;
import se.partnersec.gallra.books.ImportOrder;
import se.partnersec.gallra.books.ImportReceipt;
import se.partnersec.gallra.books.Reconciliation;
import se.partnersec.gallra.cli.CertificateRooms;
import se.partnersec.gallra.cli.DemoAgreement;
import se.partnersec.gallra.cli.FinanceRooms;
import se.partnersec.gallra.demo.DemoSummary;
import se.partnersec.gallra.demo.DevServers;
import se.partnersec.gallra.hold.BlockDesk;
import se.partnersec.gallra.hold.HoldDesk;
import se.partnersec.gallra.hold.HoldRegister;
import se.partnersec.gallra.hold.PlacedHold;
import se.partnersec.gallra.ledger.LedgerVerification;
import se.partnersec.gallra.ledger.NoticeDesk;
import se.partnersec.gallra.plan.CategoryState;
import se.partnersec.gallra.plan.Explanation;
import se.partnersec.gallra.plan.HeldScope;
import se.partnersec.gallra.plan.HoldReceipt;
import se.partnersec.gallra.plan.InactiveUser;
import se.partnersec.gallra.plan.PlanLine;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.policy.ScopeKind;
import se.partnersec.gallra.request.RequestDesk;
import se.partnersec.gallra.request.Requests;
import se.partnersec.gallra.run.OrderDesk;
import se.partnersec.gallra.run.PreflightReport;
import se.partnersec.gallra.run.RunHistory;
import se.partnersec.gallra.run.RunResult;
import se.partnersec.gallra.run.StartOptions;
import se.partnersec.gallra.store.Grants;
import se.partnersec.gallra.store.Role;

/** Answers the doors: opens the house when a question first needs it, each question under its own account. */
final class Reception extends FrontDesk {
    private final Opening opening;

    Reception(Opening opening) {
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
        return report.passes() ? report.with(house.rules(new JdbcTemplate(house.pool(Role.JOB)))) : report;
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
    public OrderDesk orders() {
        return desks().orders();
    }

    @Override
    public PlanLine plan(DataCategory category, LocalDate asOf) {
        return opening.questions().plan(category, asOf);
    }

    @Override
    public List<CategoryState> overview() {
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
    public HeldScope held(ScopeKind kind, String key) {
        return opening.questions().held(kind, key);
    }

    @Override
    public RunHistory history() {
        return opening.questions().history();
    }

    @Override
    public LedgerVerification.Result verify(Optional<DataCategory> only) {
        return opening.questions().verify(only);
    }

    @Override
    public Seals seals() {
        return new Evidence(opening.house());
    }

    private Desks desks() {
        return new Desks(opening.house());
    }

    @Override
    public HoldDesk desk() {
        return desks().holds();
    }

    @Override
    public PermitDesk permits() {
        return desks().permits();
    }

    @Override
    public ApprovalDesk approvals() {
        return desks().approvals();
    }

    @Override
    public BlockDesk blocks() {
        return desks().blocks();
    }

    @Override
    public NoticeDesk notices() {
        return desks().notices();
    }

    @Override
    public ImportReceipt importBooks(Path file, ImportOrder order) {
        return desks().books().take(file, order);
    }

    @Override
    public Reconciliation reconcile(int namedOfEach) {
        return opening.questions().reconcile(namedOfEach);
    }

    @Override
    public FinanceRooms finance() {
        return new FinanceAnswers(opening.house(), opening.questions());
    }

    @Override
    public CertificateRooms certificates() {
        return new Attestations(opening.house());
    }

    @Override
    public HoldRegister register() {
        return desks().register();
    }

    @Override
    public RequestDesk requestDesk() {
        return desks().requests();
    }

    @Override
    public Requests requests() {
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
