package se.partnersec.gallra.cli;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.approvals.plan.ReplayRepository;
import se.partnersec.gallra.books.importing.BookImportService;
import se.partnersec.gallra.books.importing.ImportReceipt;
import se.partnersec.gallra.books.importing.ImportRequest;
import se.partnersec.gallra.books.reconcile.Reconciler;
import se.partnersec.gallra.books.reconcile.Reconciliation;
import se.partnersec.gallra.books.reconcile.SignOff;
import se.partnersec.gallra.books.reconcile.SignOffService;
import se.partnersec.gallra.categories.Categories;
import se.partnersec.gallra.config.rules.ConfigurationFiles;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.database.login.DatabaseLogin;
import se.partnersec.gallra.demo.setup.DemoService;
import se.partnersec.gallra.holds.hold.PersonReadLog;
import se.partnersec.gallra.ledger.verify.LedgerVerifier;
import se.partnersec.gallra.objectstore.client.BucketFacts;
import se.partnersec.gallra.objectstore.client.DeletePrecondition;
import se.partnersec.gallra.operations.bucketpolicy.BucketAccountUse;
import se.partnersec.gallra.operations.bucketpolicy.BucketScope;
import se.partnersec.gallra.operations.bucketpolicy.BucketScopeFactory;
import se.partnersec.gallra.operations.metrics.MetricCollector;
import se.partnersec.gallra.planning.PlanningService;
import se.partnersec.gallra.planning.audit.AuditResult;
import se.partnersec.gallra.planning.audit.LedgerAudit;
import se.partnersec.gallra.planning.forecast.PolicyService;
import se.partnersec.gallra.planning.plan.CategoryPlan;
import se.partnersec.gallra.planning.plan.KeptRangeVerifier;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.reports.FinanceService;
import se.partnersec.gallra.runs.control.RunHistory;
import se.partnersec.gallra.runs.control.RunOrder;
import se.partnersec.gallra.runs.launch.OrderWorker;
import se.partnersec.gallra.runs.launch.RunService;
import se.partnersec.gallra.runs.preflight.Check;
import se.partnersec.gallra.runs.preflight.PreflightReport;
import se.partnersec.gallra.testing.TestTagKey;

/** Services of commands that answer what a test tells them to, and remember what they were asked. */
public final class ScriptedServices {
    public static final LocalDate TODAY = LocalDate.of(2026, 11, 24);

    private final Map<String, Function<@Nullable Object[], @Nullable Object>> answers = new HashMap<>();
    private final List<String> asked = new ArrayList<>();

    public ScriptedServices() {
        on("fingerprint", args -> "0123456789abcdef".repeat(4));
        on("preflight", args -> report());
        on("now", args -> Instant.parse("2026-11-24T02:31:07Z"));
        replays();
    }

    public static PreflightReport report(Check... checks) {
        return new PreflightReport(
                List.of(checks),
                new KeyTypes(Set.of(), Set.of()),
                DeletePrecondition.VERSION_IDS,
                BucketFacts.Fencing.FENCED);
    }

    /** Replays that are open, by their plans. */
    public ScriptedServices replays(String... open) {
        return on("replays", args -> List.of(open));
    }

    public ScriptedServices on(String question, Function<@Nullable Object[], @Nullable Object> answer) {
        answers.put(question, answer);
        return this;
    }

    /** Every question, and {@code context} first if there was any. */
    public List<String> asked() {
        return asked;
    }

    Clock clock() {
        return Clock.fixed((Instant) answer("now"), ZoneOffset.UTC);
    }

    @SuppressWarnings("unchecked")
    private <T> T answer(String question, @Nullable Object... args) {
        Function<@Nullable Object[], @Nullable Object> answer = answers.get(question);
        if (answer == null) {
            throw new AssertionError("nobody should ask for " + question);
        }
        return (T) Objects.requireNonNull(answer.apply(args));
    }

    private <T> T ask(String question, @Nullable Object... args) {
        asked.add(question);
        return answer(question, args);
    }

    ConfigurableApplicationContext context() {
        asked.add("context");
        GenericApplicationContext context = new GenericApplicationContext();
        bean(context, RunService.class, this::runs);
        bean(context, OrderWorker.class, NoOrders::new);
        bean(context, PolicyService.class, Policies::new);
        bean(context, PlanningService.class, Planning::new);
        bean(context, ReplayRepository.class, Replays::new);
        bean(context, LedgerVerifier.class, Verifier::new);
        bean(context, LedgerAudit.class, Auditor::new);
        bean(context, BookImportService.class, Imports::new);
        bean(context, Reconciler.class, Comparison::new);
        bean(context, FinanceService.class, Finance::new);
        bean(context, BucketScopeFactory.class, Scopes::new);
        bean(context, MetricCollector.class, () -> ask("metrics"));
        bean(context, RunHistory.class, () -> ask("history"));
        bean(context, DemoService.class, () -> ask("demo"));
        bean(context, PersonReadLog.class, () -> (command, kind, key) -> {});
        context.refresh();
        return context;
    }

    private static <T> void bean(GenericApplicationContext context, Class<T> type, Supplier<T> supplier) {
        context.registerBean(type, supplier, definition -> definition.setLazyInit(true));
    }

    private RunService runs() {
        return (RunService) Proxy.newProxyInstance(
                RunService.class.getClassLoader(),
                new Class<?>[] {RunService.class},
                (proxy, method, args) -> method.getName().equals("inOrder") ? args[0] : ask(method.getName(), args));
    }

    private static JdbcTemplate nowhere() {
        return new JdbcTemplate();
    }

    private static DatabaseLogin login() {
        return new DatabaseLogin(() -> {
            throw new AssertionError("nobody should ask a database");
        });
    }

    private static TransactionTemplate transaction() {
        return new TransactionTemplate(new JdbcTransactionManager());
    }

    private static ConfigurationFiles files() {
        return new ConfigurationFiles(
                Path.of("..", "..", "job-config"), Categories.registry().requirements());
    }

    private static <T> Supplier<T> none() {
        return () -> {
            throw new AssertionError("nobody should ask for this");
        };
    }

    /** Nobody ordered anything. */
    private static final class NoOrders extends OrderWorker {
        NoOrders() {
            super(nowhere(), "here");
        }

        @Override
        public List<RunOrder> waiting() {
            return List.of();
        }
    }

    private final class Policies extends PolicyService {
        Policies() {
            super(files(), login(), none(), none(), none(), Clock.systemUTC());
        }

        @Override
        public RetentionPolicy policy() {
            return ask("policy");
        }

        @Override
        public String fingerprint() {
            return ask("fingerprint");
        }

        @Override
        public Set<DataCategory> mapped() {
            return ask("mapped");
        }
    }

    private final class Planning extends PlanningService {
        Planning() {
            super(none(), none(), none(), none(), none(), Categories.registry());
        }

        @Override
        public CategoryPlan plan(DataCategory category, LocalDate asOf) {
            return ask("plan", category, asOf);
        }

        @Override
        public KeptRangeVerifier.Result verifyKept(DataCategory category) {
            return ask("verifyFully", category);
        }

        @Override
        public Map<String, LocalDate> suppressed(String address) {
            return ask("suppressed", address);
        }
    }

    private final class Replays extends ReplayRepository {
        Replays() {
            super(nowhere());
        }

        @Override
        public List<String> open() {
            return ask("replays");
        }
    }

    private final class Verifier extends LedgerVerifier {
        Verifier() {
            super(nowhere(), new JdbcTransactionManager());
        }

        @Override
        public Result verify(Optional<DataCategory> only) {
            return ask("verify", only);
        }
    }

    private final class Auditor extends LedgerAudit {
        Auditor() {
            super(
                    new DriverManagerDataSource(),
                    files().sources(),
                    new KeyTypes(Set.of(), Set.of()),
                    TestTagKey.tags());
        }

        @Override
        public AuditResult audit(Optional<DataCategory> only) {
            return ask("audit", only);
        }

        @Override
        public AuditResult auditAll(Optional<DataCategory> only) {
            return ask("audit", only);
        }

        @Override
        public boolean note(AuditResult result) {
            return false;
        }
    }

    private final class Imports extends BookImportService {
        Imports() {
            super(nowhere(), transaction(), files().sources());
        }

        @Override
        public ImportReceipt take(Path file, ImportRequest order) {
            return ask("importBooks", file, order);
        }
    }

    private final class Comparison extends Reconciler {
        Comparison() {
            super(login().dataSource(), files().billing(), files().sources());
        }

        @Override
        public Reconciliation reconcile(int named) {
            return ask("reconcile", named);
        }
    }

    private final class Finance extends FinanceService {
        Finance() {
            super(login(), files(), none(), none(), new SignOffService(nowhere(), transaction()));
        }

        @Override
        public Optional<SignOff> signOff() {
            return ask("signOff");
        }

        @Override
        public long askToSign(Reconciliation found, String note) {
            return ask("askToSign", found, note);
        }
    }

    private final class Scopes extends BucketScopeFactory {
        Scopes() {
            super(Map.of(), none());
        }

        @Override
        public BucketScope of(BucketAccountUse use, @Nullable String bucket) {
            return ask("accessScope", use, bucket);
        }
    }
}
