package se.partnersec.gallra.cli.rooms;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.approvals.request.ApprovalService;
import se.partnersec.gallra.approvals.request.PermitService;
import se.partnersec.gallra.books.importing.ImportReceipt;
import se.partnersec.gallra.books.importing.ImportRequest;
import se.partnersec.gallra.books.reconcile.Reconciliation;
import se.partnersec.gallra.demo.company.DemoSummary;
import se.partnersec.gallra.demo.server.DevServers;
import se.partnersec.gallra.holds.blocklist.BlockListService;
import se.partnersec.gallra.holds.hold.ErasureGate;
import se.partnersec.gallra.holds.hold.HoldRepository;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.holds.hold.HoldService;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.ledger.evidence.ErasureProof;
import se.partnersec.gallra.ledger.evidence.OfflineVerifier;
import se.partnersec.gallra.ledger.notice.RecipientNoticeService;
import se.partnersec.gallra.ledger.seal.SealReport;
import se.partnersec.gallra.ledger.verify.LedgerVerifier;
import se.partnersec.gallra.operations.bucketpolicy.BucketAccountUse;
import se.partnersec.gallra.operations.bucketpolicy.BucketScope;
import se.partnersec.gallra.operations.metrics.MetricCollector;
import se.partnersec.gallra.planning.explain.Explanation;
import se.partnersec.gallra.planning.explain.InactiveUser;
import se.partnersec.gallra.planning.holding.HoldReceipt;
import se.partnersec.gallra.planning.holding.HoldStatus;
import se.partnersec.gallra.planning.plan.CategoryPlan;
import se.partnersec.gallra.planning.plan.CategoryStatus;
import se.partnersec.gallra.planning.plan.KeptRangeVerifier;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.requests.RequestOverview;
import se.partnersec.gallra.requests.RequestService;
import se.partnersec.gallra.runs.control.RunHistory;
import se.partnersec.gallra.runs.control.RunOrderService;
import se.partnersec.gallra.runs.control.StartOptions;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.runs.preflight.PreflightReport;

/** What the command line may ask of the house. Nothing is opened before the first question that needs it. */
public interface Rooms extends AutoCloseable {
    /** Today in Sweden, by this machine's clock. */
    LocalDate today();

    /** By this machine's clock. */
    Instant now();

    RetentionPolicy policy();

    /** Which version of policy and mapping this is: 64 hex digits. */
    String fingerprint();

    /** The categories that the mapping names. */
    Set<DataCategory> mapped();

    /** Told how a run gets on. */
    interface Watcher {
        /** @param done candidates dealt with by earlier attempts of the same run */
        void started(DataCategory category, long runId, long candidates, long done);

        void moved(long seen, long erased);

        /** @param why it stands still between two chunks; null when it goes on */
        void stands(DataCategory category, @Nullable String why);
    }

    /** Checks everything runs of these categories rely on, before anything is touched. */
    PreflightReport preflight(List<DataCategory> categories, LocalDate asOf);

    /** Checks everything there is to check, and writes nothing anywhere. */
    PreflightReport doctor();

    /** Sessions that keep the gate for too long; asked only where the guards are in place. */
    List<ErasureGate.Keeper> gateKeepers();

    /** Checks that every table, column and prefix is mapped or declared; writes nothing. */
    PreflightReport inventory();

    /** Who holds copies of the records of each category, as the mapping declares them. */
    Map<DataCategory, List<String>> recipients();

    /** What the holders of copies are told of erased records, and their answers. */
    RecipientNoticeService notices();

    /** The unfinished run, if there is one, and then the one asked for. */
    List<RunResult> run(DataCategory category, LocalDate asOf, StartOptions options, Watcher watcher);

    /** What a saved plan says of a category and no more, or the run that began to. */
    RunResult runPlan(DataCategory category, String plan, StartOptions options, Watcher watcher);

    RunResult restart(long runId, StartOptions options, Watcher watcher);

    RunResult recover(long runId);

    /** Ends the runs of this process after their current chunk. */
    void stop();

    /** Where people give orders to runs, wherever these are. */
    RunOrderService orders();

    /** What a run would do on a day; changes nothing. */
    CategoryPlan plan(DataCategory category, LocalDate asOf);

    /** Plans that are kept, to be approved and to be run. */
    PlanRooms plans();

    /** Erasing again after a restore. */
    ReplayRooms replays();

    /** Every mapped category as it stands today. */
    List<CategoryStatus> overview();

    /** @param asOf null for today */
    Explanation explain(DataCategory category, String key, @Nullable LocalDate asOf);

    RunHistory history();

    LedgerVerifier.Result verify(Optional<DataCategory> only);

    /** Whether everything that the nightly runs pass over is held; changes nothing. */
    KeptRangeVerifier.Result verifyFully(DataCategory category);

    /** What signs, proves and copies the ledger. */
    Seals seals();

    /** Asked one by one, each under its own account. */
    interface Seals {
        /** Seals what the ledger got since the last seal, and brings copies of seals to where they are to lie. */
        SealReport seal();

        /** Holds the ledger against its seals; without a public key signatures are not checked. */
        OfflineVerifier.Result verify(@Nullable Path publicKey, @Nullable Path exported);

        /** Writes a copy of the ledger; answers how many rows it has. @param force replaces a file that is there */
        long export(Path file, boolean force);

        /** Writes a copy of what seals cover, in the place of an older one that it holds whole; answers how many rows it has. */
        long copy(Path file);

        /** That the ledger names this record, and a seal covers it. */
        ErasureProof prove(DataCategory category, String key);
    }

    HoldService desk();

    /** Takes in the books of a SIE file, or says what that would change. */
    ImportReceipt importBooks(Path file, ImportRequest order);

    /**
     * Compares billing with the books; changes nothing.
     *
     * @param namedOfEach so many differences of each kind are named, the others counted
     */
    Reconciliation reconcile(int namedOfEach);

    HoldRepository register();

    /** Permits to destroy accounting information early. */
    PermitService permits();

    /** Where one person asks for what takes two, and another approves it. */
    ApprovalService approvals();

    /** The list of blocked addresses. */
    BlockListService blocks();

    /** Where requests of data subjects are entered and decided. */
    RequestService requestDesk();

    RequestOverview requests();

    /** A sentence for each of these that nobody has, so that a hold on it would keep nothing. */
    List<String> unknown(Collection<HoldScope> scopes, Locale locale);

    /** What a hold covers, counted after it was placed. */
    HoldReceipt receipt(PlacedHold hold);

    /** Everything that keeps what belongs to somebody or something. */
    HoldStatus held(ScopeType kind, String key);

    /** Vouchers, what ends when, reports and signatures. */
    FinanceRooms finance();

    /** What certifies destruction, and what else may hold what was destroyed. */
    CertificateRooms certificates();

    /** What the suite keeps about its own work, and how that goes. */
    UpkeepRooms upkeep();

    /** Figures for monitoring; looks when it is asked, under the account that reads. */
    MetricCollector metrics();

    /** How many places horizon.yml declares; read and checked whole, without a server. */
    int declaredPlaces();

    /** Users not seen for more than 24 months while their customer has a contract; for review, nothing erases them. */
    List<InactiveUser> inactiveUsers();

    /** Since when an address is not to be written to, by channel; empty if it may be. */
    Map<String, LocalDate> suppressed(String address);

    /** Applies what is pending, as the owner. */
    List<String> migrate();

    /** The rights of the accounts as statements; first those that must come before the tables. */
    List<String> grants(boolean before, String host);

    /** Where an account of the object store works; asks no server. {@code bucket} null for the one that is set. */
    BucketScope accessScope(BucketAccountUse use, @Nullable String bucket);

    DevServers devServers();

    /** Gets servers ready for a demonstration, with about so many invented records. */
    DemoSummary demo(long rows, boolean reset);

    /**
     * Two invented people, each with a login of their own, ask for and approve what a demonstration's runs need.
     *
     * @param going how many records the run of each category may erase; 0 where its limits do not stand in the way
     */
    DemoAgreement demoAgreement(Map<DataCategory, Long> going);

    /** Writes the books of a demonstration as a SIE file; answers how many vouchers it has. */
    long demoBooks(Path file, boolean planted);

    @Override
    void close();
}
