package se.partnersec.gallra;

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
import se.partnersec.gallra.books.Reconciler;
import se.partnersec.gallra.books.Reconciliation;
import se.partnersec.gallra.category.Categories;
import se.partnersec.gallra.demo.DemoBooks;
import se.partnersec.gallra.engine.Suppressions;
import se.partnersec.gallra.hold.HoldScope;
import se.partnersec.gallra.hold.PlacedHold;
import se.partnersec.gallra.ledger.LedgerVerification;
import se.partnersec.gallra.plan.CategoryState;
import se.partnersec.gallra.plan.Explainer;
import se.partnersec.gallra.plan.Explanation;
import se.partnersec.gallra.plan.FullVerification;
import se.partnersec.gallra.plan.HeldScope;
import se.partnersec.gallra.plan.HoldLookup;
import se.partnersec.gallra.plan.HoldReceipt;
import se.partnersec.gallra.plan.HoldReceipts;
import se.partnersec.gallra.plan.InactiveUser;
import se.partnersec.gallra.plan.InactiveUsers;
import se.partnersec.gallra.plan.LimitOutlook;
import se.partnersec.gallra.plan.Overview;
import se.partnersec.gallra.plan.PlanLine;
import se.partnersec.gallra.plan.Planner;
import se.partnersec.gallra.plan.PolicyChanges;
import se.partnersec.gallra.plan.UnknownScopes;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.policy.ScopeKind;
import se.partnersec.gallra.request.RequestItems;
import se.partnersec.gallra.request.RequestRegister;
import se.partnersec.gallra.request.Requests;
import se.partnersec.gallra.run.RunHistory;
import se.partnersec.gallra.store.BooksMapping;
import se.partnersec.gallra.store.KeyKinds;
import se.partnersec.gallra.store.Role;
import se.partnersec.gallra.support.RefusedException;

/** What is asked of the data and changes nothing: under the reader, but for the receipts of holds, under finance. */
final class Questions {
    private final House house;
    private @Nullable KeyKinds kinds;

    Questions(House house) {
        this.house = house;
    }

    PlanLine plan(DataCategory category, LocalDate asOf) {
        return new Planner(reader(), house.policy(), outlook(), house.sources(), kinds())
                .plan(house.category(category), asOf);
    }

    /** The same with the keys it is about. */
    Planner.Drawn draw(DataCategory category, LocalDate asOf) {
        return new Planner(reader(), house.policy(), outlook(), house.sources(), kinds())
                .draw(house.category(category), asOf, house.settings().tags());
    }

    PolicyChanges policyChanges() {
        return new PolicyChanges(
                reader(),
                house.sources(),
                kinds(),
                house.settings().tags(),
                Categories.all().values());
    }

    List<CategoryState> overview() {
        return look().look();
    }

    Overview look() {
        return new Overview(
                reader(),
                house.policy(),
                outlook(),
                house.sources(),
                kinds(),
                Categories.all().values());
    }

    private LimitOutlook outlook() {
        return new LimitOutlook(house.limits(), house.fingerprint());
    }

    FullVerification.Result verifyFully(DataCategory category) {
        return new FullVerification(reader(), house.policy(), house.sources(), kinds(), house.fingerprint())
                .look(house.category(category));
    }

    RunHistory history() {
        return new RunHistory(new JdbcTemplate(reader()));
    }

    LedgerVerification.Result verify(Optional<DataCategory> only) {
        return new LedgerVerification(new JdbcTemplate(reader()), new JdbcTransactionManager(reader())).verify(only);
    }

    Explanation explain(DataCategory category, String key, @Nullable LocalDate asOf) {
        Explainer explainer = new Explainer(
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
        return new HoldReceipts(
                        finance(), house.sources(), kinds(), house.settings().tags())
                .of(hold);
    }

    List<String> unknown(Collection<HoldScope> scopes, Locale locale) {
        return new UnknownScopes(
                        finance(), house.sources(), kinds(), house.settings().tags())
                .among(scopes, locale);
    }

    HeldScope held(ScopeKind kind, String key) {
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

    Requests requests() {
        JdbcTemplate jdbc = new JdbcTemplate(reader());
        return new Requests(
                new RequestRegister(jdbc),
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
        return new InactiveUsers(reader(), house.policy(), house.sources(), kinds())
                .list(house.category(DataCategory.USER_DATA));
    }

    Map<String, LocalDate> suppressed(String address) {
        return new Suppressions(new JdbcTemplate(reader()), house.settings().tags()).of(address);
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

    KeyKinds kinds() {
        KeyKinds known = kinds;
        if (known == null) {
            known = KeyKinds.read(new JdbcTemplate(reader()), house.sources());
            kinds = known;
        }
        return known;
    }

    private HikariDataSource reader() {
        return house.pool(Role.READER);
    }

    private HikariDataSource finance() {
        return house.pool(Role.FINANCE);
    }
}
