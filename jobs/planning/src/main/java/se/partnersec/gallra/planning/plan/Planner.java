package se.partnersec.gallra.planning.plan;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.function.BiConsumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.approvals.plan.PlanService;
import se.partnersec.gallra.approvals.plankey.PlanKeyBlock;
import se.partnersec.gallra.approvals.plankey.PlanKeyCollector;
import se.partnersec.gallra.approvals.plankey.PlanKeyRole;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.database.jdbc.ReadOnlySnapshot;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.rule.RetentionRule;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.support.crypto.Pseudonymizer;

/**
 * Says what a run would do, by asking the same questions the run asks and doing nothing. It meets every candidate: a
 * plan costs about what the reading half of a run costs.
 */
public final class Planner {
    private final ReadOnlySnapshot database;
    private final RetentionPolicy policy;
    private final SourceMapping sources;
    private final KeyTypes kinds;
    private final Pseudonymizer tags;
    private final @Nullable LimitPreview limits;

    /** For the figures alone: what the limits would say of a run is not asked. */
    public Planner(
            DataSource database, RetentionPolicy policy, SourceMapping sources, KeyTypes kinds, Pseudonymizer tags) {
        this(new ReadOnlySnapshot(database), policy, null, sources, kinds, tags);
    }

    /** @param database of an account that may only read */
    public Planner(
            DataSource database,
            RetentionPolicy policy,
            LimitPreview limits,
            SourceMapping sources,
            KeyTypes kinds,
            Pseudonymizer tags) {
        this(new ReadOnlySnapshot(database), policy, limits, sources, kinds, tags);
    }

    Planner(
            ReadOnlySnapshot database,
            RetentionPolicy policy,
            @Nullable LimitPreview limits,
            SourceMapping sources,
            KeyTypes kinds,
            Pseudonymizer tags) {
        this.limits = limits;
        this.database = database;
        this.policy = policy;
        this.sources = sources;
        this.kinds = kinds;
        this.tags = tags;
    }

    /** What a plan is about. */
    record Question(RetentionRule rule, LocalDate asOf, LocalDate startedBefore, Instant now) {}

    /** @param asOf a day in the future is planned with the clock at its noon; holds placed until then are not known */
    public CategoryPlan plan(Category category, LocalDate asOf) {
        return database.lookAt(asOf, () -> line(category, asOf, (key, outcome) -> {}));
    }

    /** A plan with the keys it is about, packed. */
    public record Drawn(CategoryPlan line, List<PlanKeyBlock> keys) {
        public PlanService.Draft draft() {
            return new PlanService.Draft(line.category(), line.figures(), keys);
        }
    }

    /** The same with its keys, seen in the same state of the data. */
    public Drawn draw(Category category, LocalDate asOf) {
        return database.lookAt(asOf, () -> {
            PlanKeyCollector keys = new PlanKeyCollector(category.category(), tags);
            CategoryPlan line = line(category, asOf, (key, outcome) -> {
                if (outcome == Outcome.ERASED || outcome == Outcome.ANONYMISED) {
                    keys.add(PlanKeyRole.GOING, key);
                } else if (outcome == Outcome.HELD) {
                    keys.add(PlanKeyRole.HELD, key);
                }
            });
            return new Drawn(line, keys.blocks());
        });
    }

    private long records(Category category) {
        Long records = database.jdbc()
                .queryForObject(
                        "SELECT COUNT(*) FROM "
                                + sources.table(category.category()).record().quoted(),
                        Long.class);
        return records == null ? 0 : records;
    }

    private CategoryPlan line(Category category, LocalDate asOf, BiConsumer<RecordKey, Outcome> keys) {
        JdbcTemplate jdbc = database.jdbc();
        LocalDate startedBefore = policy.startedBefore(category.category(), asOf);
        Question question =
                new Question(policy.rule(category.category()), asOf, startedBefore, new DatabaseClock(jdbc).now());
        PlanCounts tally = new PlanCounts(SwedishCalendar.localDate(question.now()), asOf);
        CandidateScan.Met met = new CandidateScan(database, policy, sources, kinds, tags)
                .walk(
                        category,
                        asOf,
                        (each, objection) -> keys.accept(each.record().key(), tally.add(each, objection)));
        tally.unreadable(met.unreadable());
        RetentionRule rule = question.rule();
        long others = rule.hasPeriod() ? 0 : records(category) - met.candidates();
        tally.withoutPeriod(others, rule.reviewDue(tally.today()));
        CategoryPlan line = tally.line(question, met.candidates() + others);
        return limits == null
                ? line
                : line.with(
                        limits.of(jdbc, sources.table(category.category()), asOf, line.going(), tally.byCustomer()));
    }
}
