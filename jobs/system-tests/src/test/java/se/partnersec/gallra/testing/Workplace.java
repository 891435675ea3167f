package se.partnersec.gallra.testing;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.approvals.request.Approval;
import se.partnersec.gallra.approvals.request.ApprovalService;
import se.partnersec.gallra.approvals.request.RunTerms;
import se.partnersec.gallra.categories.Categories;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.mappingfile.SourceMappingReader;
import se.partnersec.gallra.config.settings.BucketSettings;
import se.partnersec.gallra.config.settings.DatabaseAccount;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.config.settings.SealSettings;
import se.partnersec.gallra.config.yaml.ConfigException;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.database.schema.GrantCheck;
import se.partnersec.gallra.database.schema.Grants;
import se.partnersec.gallra.database.schema.MigrationException;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.erasure.category.CategoryRegistry;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.holds.hold.HoldService;
import se.partnersec.gallra.holds.hold.HoldTargets;
import se.partnersec.gallra.holds.hold.NewHold;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.holds.identity.IdentityTargets;
import se.partnersec.gallra.objectstore.bucket.ObjectBucket;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.launch.RunResult;
import software.amazon.awssdk.services.s3.S3Client;

/** A small company on real servers: its own pair of schemas, its own bucket, accounts with the shipped rights. */
public final class Workplace implements AutoCloseable {
    public static final ZoneId ZONE = ZoneId.of("Europe/Stockholm");

    private final FreshSchemas schemas;
    private final GrantedAccounts accounts;
    private final CompanyConfig config;
    private final BucketSettings bucketSettings;
    private final int chunk;
    private final HikariDataSource admin;
    private final HikariDataSource finance;
    /** Of its own: tests use the other administrator in other schemas too. */
    private final HikariDataSource adopting;

    private final ObjectBucket bucket;
    private final HoldService holdService;
    private final EmptiedTables tables;
    /** The schema with the old names of a business with new ones. */
    private final @Nullable String views;

    private @Nullable S3Client objects;
    private boolean adopts = true;
    /** The mapping from which the rights were made last. */
    private String mapped;

    private CategoryRegistry registry = Categories.registry();

    public Workplace(int chunk) {
        this(chunk, Workplace::allAtOnce);
    }

    /** Without a spread, so that no test hangs on whether a key's night in January has come. */
    public static String allAtOnce(String policy) {
        return policy.replaceAll("    spread: P\\d+D\n", "");
    }

    /** @param policy makes another policy of the shipped one */
    public Workplace(int chunk, UnaryOperator<String> policy) {
        this(chunk, TestServers.objectStore().bucket(TestServers.freshBucket(true)), policy);
    }

    public Workplace(int chunk, BucketSettings bucketSettings) {
        this(chunk, bucketSettings, Workplace::allAtOnce);
    }

    private Workplace(int chunk, BucketSettings bucketSettings, UnaryOperator<String> policy) {
        this(chunk, bucketSettings, policy, TestServers.freshSchemas());
    }

    /** On a server of its own, which the test may stop and start. */
    public Workplace(int chunk, TestDatabase database) {
        this(
                chunk,
                TestServers.objectStore().bucket(TestServers.freshBucket(true)),
                Workplace::allAtOnce,
                FreshSchemas.create(database, TestServers.uniqueName()));
    }

    private Workplace(int chunk, BucketSettings bucketSettings, UnaryOperator<String> policy, FreshSchemas fresh) {
        this(chunk, bucketSettings, policy, fresh, false);
    }

    private Workplace(
            int chunk,
            BucketSettings bucketSettings,
            UnaryOperator<String> policy,
            FreshSchemas fresh,
            boolean renamed) {
        this.chunk = chunk;
        this.bucketSettings = bucketSettings;
        schemas = fresh;
        accounts = renamed ? GrantedAccounts.renamed(schemas) : GrantedAccounts.create(schemas);
        config = new CompanyConfig(schemas.business(), policy);
        mapped = config.text("sources.yml");
        admin = DataSourceFactory.pool(schemas.settings(bucketSettings), DatabaseRole.OWNER, 3);
        views = renamed ? schemas.business() + "_views" : null;
        if (views != null) {
            config.change("sources.yml", RenamedBusiness::mapping);
            mapped = config.text("sources.yml");
            RenamedBusiness.views(admin(), schemas.business(), views);
        }
        adopting = DataSourceFactory.pool(schemas.settings(bucketSettings), DatabaseRole.OWNER, 1);
        finance = DataSourceFactory.pool(accounts.settings(bucketSettings), DatabaseRole.FINANCE, 2);
        bucket = new ObjectBucket(bucketSettings);
        holdService = new HoldService(
                new JdbcTemplate(finance),
                new TransactionTemplate(new JdbcTransactionManager(finance)),
                holdTargets(finance));
        calendarYears();
        tables = new EmptiedTables(admin(), schemas);
    }

    /** Of a business in which no table or column is called as in the demo; {@link #table} knows them by their names there. */
    public static Workplace renamed(int chunk, UnaryOperator<String> policy) {
        return new Workplace(
                chunk,
                TestServers.objectStore().bucket(TestServers.freshBucket(true)),
                policy,
                TestServers.freshSchemas(),
                true);
    }

    /** On a server that no other test process uses, and that ends with this one. */
    static Workplace onItsOwnServer(int chunk, UnaryOperator<String> policy) {
        return new Workplace(
                chunk,
                TestServers.objectStore().bucket(TestServers.freshBucket(true)),
                policy,
                FreshSchemas.create(TestServers.ownDatabase(), TestServers.uniqueName()));
    }

    /** Of a company whose files as they are now are in force. */
    public GallraSettings settings() {
        adopt();
        GallraSettings granted = accounts.settings(bucketSettings);
        return new GallraSettings(
                granted.url(), granted.accounts(), granted.bucket(), config.folder(), granted.tags(), chunk);
    }

    /** The same, with other logins in some roles. */
    public GallraSettings settings(Map<DatabaseRole, DatabaseAccount> others) {
        GallraSettings usual = settings();
        Map<DatabaseRole, DatabaseAccount> all = new EnumMap<>(usual.accounts());
        all.putAll(others);
        return new GallraSettings(usual.url(), all, usual.bucket(), usual.config(), usual.tags(), usual.chunk());
    }

    /** The same, with an account that may do anything in every role: for tables the shipped rights do not open. */
    public GallraSettings adminSettings() {
        adopt();
        GallraSettings all = schemas.settings(bucketSettings);
        return new GallraSettings(
                all.url(),
                all.accounts(),
                all.bucket(),
                config.folder(),
                all.tags(),
                chunk,
                SealSettings.NONE,
                true); // an account that may do everything
    }

    public SuiteContext suite() {
        return suite(point -> {});
    }

    public SuiteContext suite(CrashPoint.Witness witness) {
        return SuiteContext.of(
                settings(),
                Clock.systemUTC(),
                witness,
                context -> context.registerBean("categoryRegistry", CategoryRegistry.class, () -> registry));
    }

    /**
     * From now on there is one category more, as if the program had been built with it; the second call does nothing.
     *
     * @param rule its block in policy.yml
     * @param tables its block in sources.yml
     * @param create its table
     */
    public void plant(Category category, String rule, String tables, String create) {
        if (registry.names().contains(category.category())) {
            return;
        }
        registry = new CategoryRegistry(
                Stream.concat(Categories.all().stream(), Stream.of(category)).toList());
        schemas.database().execute(schemas.business(), create);
        String table = table(create.split("\\s+")[2]);
        admin().execute("GRANT SELECT, DELETE ON " + table + " TO " + accounts.quoted(DatabaseRole.JOB));
        admin().execute("GRANT SELECT ON " + table + " TO " + accounts.quoted(DatabaseRole.FINANCE) + ", "
                + accounts.quoted(DatabaseRole.READER));
        new Grants(admin, accounts.names(registry.names())).apply();
        config.change("policy.yml", text -> text.replace("\ncategories:\n", "\ncategories:\n" + rule));
        config.change("sources.yml", text -> text.replace("\ncategories:\n", "\ncategories:\n" + tables));
    }

    /** Which version of policy and mapping the files at hand are. */
    public String fingerprint() {
        try (SuiteContext suite = suite()) {
            return suite.fingerprint();
        }
    }

    /** Runs a category to its end in a suite of its own. */
    public RunResult run(DataCategory category, LocalDate asOf) {
        return run(category, asOf, point -> {});
    }

    public RunResult run(DataCategory category, LocalDate asOf, CrashPoint.Witness witness) {
        try (SuiteContext suite = suite(witness)) {
            List<RunResult> results = suite.runs().run(category, asOf);
            return results.get(results.size() - 1);
        }
    }

    /** How many candidates a run passed over because the register knew that they are kept. */
    public long passedOver(RunResult result) {
        return number("SELECT COALESCE(passed_over, -1) FROM run_scope WHERE run_id = ?", result.runId());
    }

    /** The one number of a query; 0 for NULL. */
    public long number(String sql, Object... values) {
        Long n = admin().queryForObject(sql, Long.class, values);
        return n == null ? 0 : n;
    }

    /** An account that may do anything, on the suite's schema. */
    public JdbcTemplate admin() {
        return new JdbcTemplate(admin);
    }

    public HikariDataSource adminPool() {
        return admin;
    }

    /** Qualified and quoted, for statements of the tests. */
    public String table(String name) {
        return "`" + (views == null ? schemas.business() : views) + "`.`" + name + "`";
    }

    public GrantedAccounts accounts() {
        return accounts;
    }

    public FreshSchemas schemas() {
        return schemas;
    }

    public Path configFolder() {
        return config.folder();
    }

    /** Rewrites a file of the configuration, and two people put that in force; {@link #clear()} undoes it. */
    public void change(String file, UnaryOperator<String> change) {
        config.change(file, change);
        adopt();
    }

    /** Two people put the files in force as they are now, if they are sound. */
    public synchronized void adopt() {
        map();
        if (adopts) {
            new Adopted(new JdbcTemplate(adopting), new JdbcTemplate(finance), registry.requirements())
                    .files(config.folder());
        }
    }

    /** Applies what follows from the mapping, where it is another by now and sound, as an administrator would. */
    private void map() {
        String text = config.text("sources.yml");
        if (text.equals(mapped)) {
            return;
        }
        mapped = text;
        try {
            SourceMapping mapping = sources(text);
            new Grants(adopting, accounts.names(registry.names(), mapping)).map();
            takeAway(mapping);
        } catch (ConfigException | MigrationException e) {
            // A mapping that is refused, or of tables that are not there, is what the test is about.
            mapped = text;
        }
    }

    private SourceMapping sources(String text) {
        return SourceMappingReader.parse(
                "sources.yml",
                text.getBytes(StandardCharsets.UTF_8),
                registry.requirements().roles());
    }

    /** Whom holds are on, as a login that places them finds it. */
    HoldTargets holdTargets(DataSource login) {
        JdbcTemplate jdbc = new JdbcTemplate(login);
        Map<String, HoldTargets> known = new ConcurrentHashMap<>();
        return scopes -> known.computeIfAbsent(config.text("sources.yml"), text -> {
                    SourceMapping sources = sources(text);
                    KeyTypes kinds = KeyTypes.read(jdbc, sources);
                    return new IdentityTargets(jdbc, sources, () -> kinds);
                })
                .of(scopes);
    }

    /** Takes rights away that the job has by another mapping. */
    private void takeAway(SourceMapping mapping) {
        try (HikariDataSource job = DataSourceFactory.pool(accounts.settings(bucketSettings), DatabaseRole.JOB, 1)) {
            new GrantCheck(new JdbcTemplate(job), mapping)
                    .result()
                    .writing()
                    .forEach(right -> new JdbcTemplate(adopting).execute(right.revoke()));
        }
    }

    /** Puts the files in force, and whatever they become from now on. */
    public void adoptAgain() {
        adopts = true;
        adopt();
    }

    /** From now on until {@link #clear()} nobody puts any rules in force but the test. */
    public void adoptNothing() {
        adopts = false;
    }

    public HoldService holdService() {
        return holdService;
    }

    /** Entered by finance, and where it takes two, approved by the administrator. */
    public void fiscalYear(FiscalYear year) {
        fiscalYear(year, finance, admin);
    }

    static void fiscalYear(FiscalYear year, HikariDataSource finance, HikariDataSource second) {
        Approval asked = approvals(finance).years().add(year, "beslutat").asked();
        if (asked != null) {
            approvals(second).approveListed(asked.number(), "");
        }
    }

    /** Calendar years from 2017 to 2030, as if they had been on record for long, and no others. */
    public void calendarYears() {
        fiscalYears(IntStream.rangeClosed(2017, 2030)
                .mapToObj(year -> new FiscalYear(LocalDate.of(year, 1, 1), LocalDate.of(year, 12, 31)))
                .toArray(FiscalYear[]::new));
    }

    /** Exactly these, each as if somebody had entered it on its last day. */
    public void fiscalYears(FiscalYear... years) {
        admin().update("DELETE FROM fiscal_year_version");
        for (FiscalYear year : years) {
            admin().update(
                            "INSERT INTO fiscal_year_version (entity, start_on, end_on, entered_at) VALUES (?, ?, ?, ?)",
                            year.entity(),
                            year.start(),
                            year.end(),
                            year.end());
        }
    }

    /** A legal claim that is reviewed in six months. */
    public PlacedHold hold(ScopeType kind, String text) {
        return hold(kind, text, null);
    }

    /** @param only the one category it is for */
    public PlacedHold hold(ScopeType kind, String text, @Nullable DataCategory only) {
        return hold(HoldType.LEGAL_CLAIM, kind, text, only);
    }

    public PlacedHold hold(HoldType type, ScopeType kind, String text) {
        return hold(type, kind, text, null);
    }

    public PlacedHold hold(HoldType type, ScopeType kind, String text, @Nullable DataCategory only) {
        return holdService.add(new NewHold(
                type, new HoldScope(kind, text), only, null, today().plusMonths(6), null, "tvist i domstol"));
    }

    /** Released by two: asked for by finance, and approved by the administrator. */
    public void release(long hold, String reason) {
        release(hold, reason, null);
    }

    public void release(PlacedHold hold) {
        release(hold.number(), "förlikning");
    }

    public void release(long hold, String reason, @Nullable LocalDate informed) {
        approve(askRelease(hold, reason, informed));
    }

    /** Asked for by finance; of no effect as long as nobody approves. */
    public Approval askRelease(long hold, String reason, @Nullable LocalDate informed) {
        return approvals(finance).releases().ask(hold, reason, informed);
    }

    /** Approved by the administrator, who is somebody else than finance. */
    public Approval approve(Approval asked) {
        return approvals(admin).releases().approve(asked.number());
    }

    /** Lets a run do what it may not by itself: asked for by finance, and approved by the administrator. */
    public void allow(DataCategory category, RunTerms terms) {
        long number = approvals(finance).allow(category, terms, "beslutat").number();
        approvals(admin).approve(number, RunTerms.KIND);
    }

    /** Where the login of a pool asks for and approves what needs two people. */
    public static ApprovalService approvals(DataSource login) {
        return new ApprovalService(
                new JdbcTemplate(login), new TransactionTemplate(new JdbcTransactionManager(login)), 14);
    }

    public ObjectBucket bucket() {
        return bucket;
    }

    public long count(String table, String where) {
        return number("SELECT COUNT(*) FROM " + table(table) + " WHERE " + where);
    }

    /** The number of the new row, where the table gives one. */
    public long insert(String table, String columns, @Nullable Object... values) {
        String marks = String.join(", ", Collections.nCopies(values.length, "?"));
        Long id = admin().execute((Connection c) -> {
            try (PreparedStatement s = c.prepareStatement(
                    "INSERT INTO " + table(table) + " (" + columns + ") VALUES (" + marks + ")",
                    Statement.RETURN_GENERATED_KEYS)) {
                for (int i = 0; i < values.length; i++) {
                    s.setObject(i + 1, values[i]);
                }
                s.executeUpdate();
                try (ResultSet keys = s.getGeneratedKeys()) {
                    return keys.next() ? keys.getLong(1) : 0;
                }
            }
        });
        return id == null ? 0 : id;
    }

    /** Today by the database's clock, in Sweden. */
    public LocalDate today() {
        return LocalDate.ofInstant(Instant.now(Clock.systemUTC()), ZONE);
    }

    /** Where its bucket is, if not in the object store of the tests. */
    public Workplace storedIn(TestObjectStore store) {
        objects = store.client();
        return this;
    }

    /** Empties the tables and the bucket, and undoes changes to the configuration since the first call; the fiscal years stay. */
    public void clear() {
        config.reset();
        tables.empty();
        adoptAgain();
        S3Client client = objects == null ? TestServers.objectStore().client() : objects;
        objects = client;
        EmptiedBucket.empty(client, bucketSettings.bucket());
    }

    /** So many entries of the IP log with the keys from {@code from} on, seen so many days ago. */
    public void ipLogs(long from, int n, int daysAgo, @Nullable Long customer) {
        for (long id = from; id < from + n; id++) {
            insert(
                    "ip_log",
                    "id, customer_id, seen_at, service, address",
                    id,
                    customer,
                    today().minusDays(daysAgo).atTime(9, 0),
                    "mail",
                    "192.0.2.7");
        }
    }

    /** Customers {@code K-1} and so on, each with a user of the same number. */
    public void customers(int count) {
        for (int id = 1; id <= count; id++) {
            customer(id);
            user(id, id, "anv" + id);
        }
    }

    public void customer(int id) {
        String name = id == 1 ? "Första" : id == 2 ? "Andra" : "Bolaget " + id;
        insert("customer", "id, customer_no, org_no, name", id, "K-" + id, "559900-000" + id, name + " AB");
    }

    public void user(long id, long customer, String name) {
        insert(
                "user_account",
                "id, customer_id, user_name, full_name, email, phone",
                id,
                customer,
                name,
                "Påhittad Person",
                "anv" + id + "@exempel.se",
                "+4670174060" + id);
    }

    /** A count of the days of all IP logs, as if one of the two schemas had been restored: runs of ip-logs fail. */
    public void countedByNobody() {
        admin().update("INSERT INTO " + table("ip_log_statistic")
                + " (day_on, service, requests) SELECT DISTINCT DATE(seen_at), 'mail', 1 FROM " + table("ip_log"));
    }

    /** An invoice of customer 1 with a voucher of the same number, booked on the day it was issued. */
    public void invoice(long id, String status, LocalDate issued, @Nullable LocalDate settled, long ore) {
        insert(
                "invoice",
                "id, customer_id, invoice_no, ocr, voucher_series, voucher_no, issued_on, booked_on, settled_on, status,"
                        + " amount_ore",
                id,
                1,
                "F" + id,
                "9" + id,
                "A",
                id,
                issued,
                issued,
                settled,
                status,
                ore);
    }

    /** The payment of an invoice, whole and at once. */
    public void paid(long invoice, LocalDate day, long ore) {
        insert("invoice_payment", "invoice_id, kind, paid_on, amount_ore", invoice, "PAYMENT", day, ore);
    }

    /** A paid invoice of customer 1 whose voucher names a user. */
    public void voucher(long id, long user, LocalDate booked) {
        invoice(id, "PAID", booked, booked, 4000);
        paid(id, booked, 4000);
        update("invoice", "reference_user_id = ? WHERE id = ?", user, id);
    }

    /** @param set what follows SET, with a condition or without */
    public void update(String table, String set, @Nullable Object... values) {
        admin().update("UPDATE " + table(table) + " SET " + set, values);
    }

    public void delete(String table, String where) {
        admin().update("DELETE FROM " + table(table) + " WHERE " + where);
    }

    /** The first column of each row. */
    public List<String> texts(String sql, Object... values) {
        return admin().query(sql, (row, i) -> row.getString(1), values);
    }

    /** True if another session has to wait for a lock before it can carry the statement out. */
    public boolean waits(String sql) {
        return Boolean.TRUE.equals(admin().execute((Connection other) -> {
            try (Statement statement = other.createStatement()) {
                statement.execute("SET SESSION innodb_lock_wait_timeout = 1");
                try {
                    statement.execute(sql);
                    return false;
                } catch (SQLException e) {
                    return e.getErrorCode() == 1205;
                } finally {
                    statement.execute("SET SESSION innodb_lock_wait_timeout = DEFAULT");
                }
            }
        }));
    }

    @Override
    public void close() {
        if (objects != null) {
            objects.close();
        }
        bucket.close();
        finance.close();
        adopting.close();
        if (views != null) {
            admin().execute("DROP DATABASE `" + views + "`");
        }
        admin.close();
        accounts.close();
        schemas.close();
        config.close();
    }
}
