package se.partnersec.gallra.app.wiring;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import se.partnersec.gallra.books.reconcile.Reconciler;
import se.partnersec.gallra.books.reconcile.Reconciliation;
import se.partnersec.gallra.categories.Categories;
import se.partnersec.gallra.config.mapping.BooksMapping;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.demo.setup.DemoBooks;
import se.partnersec.gallra.erasure.row.SuppressionList;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.ledger.verify.LedgerVerifier;
import se.partnersec.gallra.planning.explain.Explanation;
import se.partnersec.gallra.planning.explain.InactiveUser;
import se.partnersec.gallra.planning.explain.InactiveUserList;
import se.partnersec.gallra.planning.explain.RecordExplainer;
import se.partnersec.gallra.planning.forecast.PolicyImpact;
import se.partnersec.gallra.planning.holding.HoldLookup;
import se.partnersec.gallra.planning.holding.HoldReceipt;
import se.partnersec.gallra.planning.holding.HoldReceiptService;
import se.partnersec.gallra.planning.holding.HoldStatus;
import se.partnersec.gallra.planning.holding.UnknownScopes;
import se.partnersec.gallra.planning.plan.CategoryPlan;
import se.partnersec.gallra.planning.plan.CategoryStatus;
import se.partnersec.gallra.planning.plan.KeptRangeVerifier;
import se.partnersec.gallra.planning.plan.LimitPreview;
import se.partnersec.gallra.planning.plan.Planner;
import se.partnersec.gallra.planning.plan.StatusOverview;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.requests.RequestItems;
import se.partnersec.gallra.requests.RequestOverview;
import se.partnersec.gallra.requests.RequestRepository;
import se.partnersec.gallra.runs.control.RunHistory;
import se.partnersec.gallra.support.exit.RefusedException;

/** What is asked of the data and changes nothing: under the reader, but for the receipts of holds, under finance. */
final class Questions {
    private final House house;
    private @Nullable KeyTypes kinds;

    Questions(House house) {
        this.house = house;
    }

    CategoryPlan plan(DataCategory category, LocalDate asOf) {
        return new Planner(reader(), house.policy(), outlook(), house.sources(), kinds())
                .plan(house.category(category), asOf);
    }

    /** The same with the keys it is about. */
    Planner.Drawn draw(DataCategory category, LocalDate asOf) {
        return new Planner(reader(), house.policy(), outlook(), house.sources(), kinds())
                .draw(house.category(category), asOf, house.settings().tags());
    }

    PolicyImpact policyChanges() {
        return new PolicyImpact(
                reader(),
                house.sources(),
                kinds(),
                house.settings().tags(),
                Categories.all().values());
    }

    List<CategoryStatus> overview() {
        return look().look();
    }

    StatusOverview look() {
        return new StatusOverview(
                reader(),
                house.policy(),
                outlook(),
                house.sources(),
                kinds(),
                Categories.all().values());
    }

    private LimitPreview outlook() {
        return new LimitPreview(house.limits(), house.fingerprint());
    }

    KeptRangeVerifier.Result verifyFully(DataCategory category) {
        return new KeptRangeVerifier(reader(), house.policy(), house.sources(), kinds(), house.fingerprint())
                .look(house.category(category));
    }

    RunHistory history() {
        return new RunHistory(new JdbcTemplate(reader()));
    }

    LedgerVerifier.Result verify(Optional<DataCategory> only) {
        return new LedgerVerifier(new JdbcTemplate(reader()), new JdbcTransactionManager(reader())).verify(only);
    }

    Explanation explain(DataCategory category, String key, @Nullable LocalDate asOf) {
        RecordExplainer explainer = new RecordExplainer(
                reader(),
                house.policy(),
                house.sources(),
                kinds(),
                house.settings().tags(),
                house.bucket());
        return asOf == null
                ? explainer.explain(house.category(category), key)
                : explainer.explain(house.category(category), key, asOf);
    }

    HoldReceipt receipt(PlacedHold hold) {
        return new HoldReceiptService(
                        finance(), house.sources(), kinds(), house.settings().tags())
                .of(hold);
    }

    List<String> unknown(Collection<HoldScope> scopes, Locale locale) {
        return new UnknownScopes(
                        finance(), house.sources(), kinds(), house.settings().tags())
                .among(scopes, locale);
    }

    HoldStatus held(ScopeType kind, String key) {
        return lookup().find(kind, key);
    }

    HoldLookup lookup() {
        return new HoldLookup(
                reader(),
                house.policy(),
                house.sources(),
                kinds(),
                Categories.all().values(),
                Categories.keptByBooks());
    }

    RequestOverview requests() {
        JdbcTemplate jdbc = new JdbcTemplate(reader());
        return new RequestOverview(
                new RequestRepository(jdbc),
                new RequestItems(
                        jdbc,
                        house.policy(),
                        house.sources(),
                        kinds(),
                        house.settings().tags(),
                        house.bucket(),
                        Categories.all().values()));
    }

    List<InactiveUser> inactiveUsers() {
        return new InactiveUserList(reader(), house.policy(), house.sources(), kinds())
                .list(house.category(DataCategory.USER_DATA));
    }

    Map<String, LocalDate> suppressed(String address) {
        return new SuppressionList(new JdbcTemplate(reader()), house.settings().tags()).of(address);
    }

    long demoBooks(Path file, LocalDate today, boolean planted) {
        return new DemoBooks(new JdbcTemplate(reader()), billing())
                .write(file, today, planted ? EnumSet.allOf(DemoBooks.Planted.class) : Set.of());
    }

    Reconciliation reconcile(int namedOfEach) {
        return new Reconciler(reader(), billing(), house.sources()).reconcile(namedOfEach);
    }

    BooksMapping billing() {
        BooksMapping billing = house.sources().books();
        if (billing == null) {
            throw RefusedException.configuration(
                    house.sources().file() + " does not say where billing is: add the block 'books'");
        }
        return billing;
    }

    KeyTypes kinds() {
        KeyTypes known = kinds;
        if (known == null) {
            known = KeyTypes.read(new JdbcTemplate(reader()), house.sources());
            kinds = known;
        }
        return known;
    }

    private HikariDataSource reader() {
        return house.pool(DatabaseRole.READER);
    }

    private HikariDataSource finance() {
        return house.pool(DatabaseRole.FINANCE);
    }
}
