package se.partnersec.gallra.plan;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.function.BiConsumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.engine.Category;
import se.partnersec.gallra.ledger.Outcome;
import se.partnersec.gallra.policy.RetentionPolicy;
import se.partnersec.gallra.policy.RetentionRule;
import se.partnersec.gallra.policy.SwedishCalendar;
import se.partnersec.gallra.saved.KeyBlock;
import se.partnersec.gallra.saved.KeyCollector;
import se.partnersec.gallra.saved.KeyRole;
import se.partnersec.gallra.saved.PlanDesk;
import se.partnersec.gallra.store.DatabaseClock;
import se.partnersec.gallra.store.KeyKinds;
import se.partnersec.gallra.store.KeyTags;
import se.partnersec.gallra.store.RecordKey;
import se.partnersec.gallra.store.Sources;

/**
 * Says what a run would do, by asking the same questions the run asks and doing nothing. It meets every candidate: a
 * plan costs about what the reading half of a run costs.
 */
public final class Planner {
    private final ReadOnly database;
    private final RetentionPolicy policy;
    private final Sources sources;
    private final KeyKinds kinds;
    private final @Nullable LimitOutlook limits;

    /** For the figures alone: what the limits would say of a run is not asked. */
    public Planner(DataSource database, RetentionPolicy policy, Sources sources, KeyKinds kinds) {
        this(new ReadOnly(database), policy, null, sources, kinds);
    }

    /** @param database of an account that may only read */
    public Planner(DataSource database, RetentionPolicy policy, LimitOutlook limits, Sources sources, KeyKinds kinds) {
        this(new ReadOnly(database), policy, limits, sources, kinds);
    }

    Planner(ReadOnly database, RetentionPolicy policy, @Nullable LimitOutlook limits, Sources sources, KeyKinds kinds) {
        this.limits = limits;
        this.database = database;
        this.policy = policy;
        this.sources = sources;
        this.kinds = kinds;
    }

    /** What a plan is about. */
    record Question(RetentionRule rule, LocalDate asOf, LocalDate startedBefore, Instant now) {}

    /** @param asOf a day in the future is planned with the clock at its noon; holds placed until then are not known */
    public PlanLine plan(Category category, LocalDate asOf) {
        return database.lookAt(asOf, () -> line(category, asOf, (key, outcome) -> {}));
    }

    /** A plan with the keys it is about, packed. */
    public record Drawn(PlanLine line, List<KeyBlock> keys) {
        public PlanDesk.Draft draft() {
            return new PlanDesk.Draft(line.category(), line.figures(), keys);
        }
    }

    /** The same with its keys, seen in the same state of the data. */
    public Drawn draw(Category category, LocalDate asOf, KeyTags tags) {
        return database.lookAt(asOf, () -> {
            KeyCollector keys = new KeyCollector(category.category(), tags);
            PlanLine line = line(category, asOf, (key, outcome) -> {
                if (outcome == Outcome.ERASED || outcome == Outcome.ANONYMISED) {
                    keys.add(KeyRole.GOING, key);
                } else if (outcome == Outcome.HELD) {
                    keys.add(KeyRole.HELD, key);
                }
            });
            return new Drawn(line, keys.blocks());
        });
    }

    private PlanLine line(Category category, LocalDate asOf, BiConsumer<RecordKey, Outcome> keys) {
        JdbcTemplate jdbc = database.jdbc();
        LocalDate startedBefore = policy.startedBefore(category.category(), asOf);
        Question question =
                new Question(policy.rule(category.category()), asOf, startedBefore, new DatabaseClock(jdbc).now());
        Tally tally = new Tally(SwedishCalendar.localDate(question.now()));
        CandidateWalk.Met met = new CandidateWalk(database, policy, sources, kinds)
                .walk(
                        category,
                        asOf,
                        (each, objection) -> keys.accept(each.record().key(), tally.add(each, objection)));
        tally.unreadable(met.unreadable());
        PlanLine line = tally.line(question, met.candidates());
        return limits == null
                ? line
                : line.with(
                        limits.of(jdbc, sources.table(category.category()), asOf, line.going(), tally.byCustomer()));
    }
}
