package se.partnersec.gallra.requests;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.categories.Categories;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.erasure.candidate.CandidateQuery;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.holds.hold.NewHold;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.planning.explain.RecordExplainer;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.requests.letter.AnswerLetter;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.Fixture;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/** A company of one customer with two users, and the services that enter and decide their requests. */
final class RequestFixture implements Fixture {
    static final long ANNA = 1;
    static final long BO = 2;

    final Workplace work;
    final LocalDate today;
    final RequestService service;
    /** Of somebody else, who decides what was entered at the other. */
    final RequestService second;

    final RequestOverview requests;
    private final SuiteContext suite;

    RequestFixture(Workplace work, SuiteContext suite) {
        this.work = work;
        this.suite = suite;
        today = work.today();
        DataSource finance = suite.pool(DatabaseRole.FINANCE);
        JdbcTemplate reader = new JdbcTemplate(suite.pool(DatabaseRole.READER));
        KeyTypes kinds = KeyTypes.read(reader, suite.sources());
        service = service(finance);
        second = service(work.adminPool());
        requests = new RequestOverview(
                new RequestRepository(reader),
                () -> new RequestItems(
                        reader,
                        suite.policy(),
                        suite.sources(),
                        kinds,
                        work.settings().tags(),
                        suite.bucket(),
                        Categories.all()));
    }

    private RequestService service(DataSource login) {
        return new RequestService(
                new JdbcTemplate(login),
                new TransactionTemplate(new JdbcTransactionManager(login)),
                suite.sources(),
                KeyTypes.read(new JdbcTemplate(login), suite.sources()),
                work.settings().tags(),
                CategoryIds.KNOWN);
    }

    @Override
    public void fill() {
        work.customer(1);
        work.insert("contract", "customer_id, start_on, end_on, status", 1, today.minusYears(3), null, "ACTIVE");
        user(ANNA, "anna", "anna@exempel.se", "+46701740601");
        user(BO, "bo.ek", "bo@exempel.se", "+46701740602");
    }

    void user(long id, String name, String email, String phone) {
        work.insert(
                "user_account",
                "id, customer_id, user_name, full_name, email, phone, password_hash",
                id,
                1,
                name,
                "Påhittad Person",
                email,
                phone,
                "{demo}hemligt");
    }

    static NewDecision accept() {
        return new NewDecision(true, "BankID hos supporten", null, null, null);
    }

    static NewDecision restrict(LocalDate reviewBy) {
        return new NewDecision(true, "BankID hos supporten", null, null, reviewBy);
    }

    /** Enters a request of Anna's, which somebody else grants. */
    SubjectRequest granted(RequestKind kind) {
        return second.decide(
                service.add(kind, "anna@exempel.se", null).id(),
                kind == RequestKind.RESTRICTION ? restrict(today.plusMonths(3)) : accept());
    }

    PlacedHold hold(HoldType type, String record, @Nullable LocalDate until) {
        return work.holdService()
                .add(new NewHold(
                        type,
                        new HoldScope(ScopeType.RECORD, record),
                        null,
                        until,
                        until == null ? today.plusMonths(6) : null,
                        null,
                        "prov"));
    }

    long newsletter(@Nullable Long user, String email) {
        return work.insert(
                "newsletter_subscription",
                "user_id, email, subscribed_at",
                user,
                email,
                today.minusDays(90).atTime(8, 0));
    }

    /** Usage of a user that was picked for a campaign. */
    long campaign(long user) {
        return work.insert(
                "marketing_usage",
                "customer_id, user_id, campaign, month_on, quantity",
                1,
                user,
                "Mer SMS",
                today.withDayOfMonth(1),
                40);
    }

    long call(@Nullable Long user, @Nullable String callerNo, @Nullable Long processor) {
        return work.insert(
                "call_recording",
                "customer_id, user_id, caller_no, queue, ended_at, processor_for",
                1,
                user,
                callerNo,
                "support",
                today.minusDays(1).atTime(10, 0),
                processor);
    }

    /** The keys of every candidate of today, read in pages. */
    List<String> candidates(DataCategory category, int size) {
        JdbcTemplate jdbc = new JdbcTemplate(suite.pool(DatabaseRole.READER));
        CandidateQuery query = new CandidateQuery(
                jdbc,
                suite.sources().table(category),
                KeyTypes.read(jdbc, suite.sources()),
                suite.category(category),
                suite.policy(),
                today);
        List<String> keys = new ArrayList<>();
        List<RecordKey> page;
        do {
            page = query.page(keys.isEmpty() ? null : keys.get(keys.size() - 1), null, size);
            page.forEach(key -> keys.add(key.text()));
        } while (!page.isEmpty());
        return keys;
    }

    void run(DataCategory... categories) {
        for (DataCategory category : categories) {
            work.run(category, today);
        }
    }

    /** The items of a category, such as {@code 1 REFUSED LEGAL_CLAIM}. */
    List<String> items(SubjectRequest request, DataCategory category) {
        return requests.answer(request.id()).items().entrySet().stream()
                .filter(each -> each.getKey().category().equals(category))
                .map(each -> (each.getValue() + " " + each.getKey().fate() + " "
                                + each.getKey().code())
                        .strip())
                .toList();
    }

    /** What is known of a record, in English. */
    String explained(DataCategory category, long id) {
        DataSource reader = suite.pool(DatabaseRole.READER);
        return new RecordExplainer(
                        reader,
                        suite.policy(),
                        suite.sources(),
                        KeyTypes.read(new JdbcTemplate(reader), suite.sources()),
                        work.settings().tags(),
                        suite.bucket())
                .explain(suite.category(category), Long.toString(id))
                .text(Locale.ENGLISH)
                .replaceAll("\\s+", " ");
    }

    String letter(SubjectRequest request, String language) {
        return new AnswerLetter(requests.answer(request.id()), new Locale(language))
                .text()
                .replaceAll("\\s+", " ");
    }

    List<String> audit() {
        return work.texts(
                "SELECT CONCAT(action, ' | ', subject, ' | ', detail) FROM audit WHERE action LIKE 'request.%' ORDER BY id");
    }
}
