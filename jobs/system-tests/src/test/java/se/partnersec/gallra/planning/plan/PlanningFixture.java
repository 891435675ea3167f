package se.partnersec.gallra.planning.plan;

import java.time.LocalDate;
import java.util.Locale;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.categories.Categories;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.holds.hold.NewHold;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.planning.explain.RecordExplainer;
import se.partnersec.gallra.planning.holding.HoldLookup;
import se.partnersec.gallra.planning.holding.HoldReceiptService;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.testing.Fixture;
import se.partnersec.gallra.testing.PlanPeople;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/** The plan room over a small company of two customers, each question under the account that asks it in production. */
public final class PlanningFixture implements Fixture, AutoCloseable {
    public static final Locale SWEDISH = Locale.forLanguageTag("sv");

    public final Workplace work;
    final LocalDate today;
    public final DataSource reader;
    public final Planner planner;
    public final RecordExplainer explainer;
    final StatusOverview overview;
    public final HoldReceiptService receipts;
    public final HoldLookup lookup;
    private final SuiteContext suite;

    PlanningFixture(Workplace work) {
        this.work = work;
        today = work.today();
        suite = work.suite();
        work.admin().execute("DROP INDEX user_email ON " + work.table("user_account"));
        reader = suite.pool(DatabaseRole.READER);
        KeyTypes kinds = kinds(reader);
        var categories = Categories.all();
        planner = PlanPeople.planner(suite);
        explainer = new RecordExplainer(
                reader, suite.policy(), suite.sources(), kinds, work.settings().tags(), work.bucket());
        overview = new StatusOverview(
                reader,
                suite.policy(),
                new LimitPreview(suite.limits(), suite.fingerprint()),
                suite.sources(),
                kinds,
                suite.settings().tags(),
                categories);
        lookup = new HoldLookup(
                reader,
                suite.policy(),
                suite.sources(),
                kinds,
                suite.settings().tags(),
                categories,
                Categories.registry().keptByBooks());
        DataSource finance = suite.pool(DatabaseRole.FINANCE);
        receipts = new HoldReceiptService(
                finance, suite.sources(), kinds(finance), work.settings().tags());
    }

    @Override
    public void fill() {
        work.customer(1);
        work.customer(2);
        work.user(1, 1, "Åse.Ek");
        work.user(2, 2, "bo");
        work.insert(
                "invoice",
                "id, customer_id, invoice_no, ocr, voucher_series, voucher_no, issued_on, booked_on, status, amount_ore",
                5,
                1,
                "2023-10417",
                "1234567897",
                "A",
                1043,
                today,
                today,
                "OPEN",
                125_000);
    }

    private KeyTypes kinds(DataSource pool) {
        return KeyTypes.read(new JdbcTemplate(pool), suite.sources());
    }

    public static Category category(DataCategory category) {
        Category found = Categories.registry().get(category);
        if (found == null) {
            throw new IllegalStateException("no job for " + category);
        }
        return found;
    }

    /** What a run of today would do. */
    public CategoryPlan plan(Scene scene) {
        return plan(scene, today);
    }

    public CategoryPlan plan(Scene scene, LocalDate asOf) {
        return planner.plan(category(scene.category()), asOf);
    }

    public PlacedHold hold(ScopeType kind, String text) {
        return hold(kind, text, null);
    }

    public PlacedHold hold(ScopeType kind, String text, @Nullable DataCategory only) {
        return work.holdService()
                .add(new NewHold(
                        HoldType.LEGAL_CLAIM,
                        new HoldScope(kind, text),
                        only,
                        today.plusDays(10),
                        null,
                        null,
                        "tvist i domstol"));
    }

    /** A copy that a run has asked or will ask the store to delete. */
    public void intent(String category, long record, String state) {
        work.admin()
                .update(
                        "INSERT INTO object_intent (run_id, category, record_key, bucket, object_key, state, hold_epoch,"
                                + " opened_at) VALUES (1, ?, ?, 'b', 'x', ?, 1, UTC_TIMESTAMP(6))",
                        category,
                        Long.toString(record),
                        state);
    }

    @Override
    public void close() {
        suite.close();
    }
}
