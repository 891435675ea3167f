package se.partnersec.gallra.plan;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.engine.Assessed;
import se.partnersec.gallra.engine.Assessor;
import se.partnersec.gallra.engine.CandidateQuery;
import se.partnersec.gallra.engine.Category;
import se.partnersec.gallra.engine.ObjectKeys;
import se.partnersec.gallra.engine.SourceReader;
import se.partnersec.gallra.policy.RetentionPolicy;
import se.partnersec.gallra.policy.RetentionRule;
import se.partnersec.gallra.store.DatabaseClock;
import se.partnersec.gallra.store.KeyKinds;
import se.partnersec.gallra.store.RecordKey;
import se.partnersec.gallra.store.SourceTable;
import se.partnersec.gallra.store.Sources;

/**
 * Says what a run would do, by asking the same questions the run asks and doing nothing. It meets every candidate: a
 * plan costs about what the reading half of a run costs.
 */
public final class Planner {
    private static final int PAGE = 1000;

    private final ReadOnly database;
    private final RetentionPolicy policy;
    private final Sources sources;
    private final KeyKinds kinds;
    private final LimitOutlook limits;

    /** @param database of an account that may only read */
    public Planner(DataSource database, RetentionPolicy policy, LimitOutlook limits, Sources sources, KeyKinds kinds) {
        this(new ReadOnly(database), policy, limits, sources, kinds);
    }

    Planner(ReadOnly database, RetentionPolicy policy, LimitOutlook limits, Sources sources, KeyKinds kinds) {
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
        return database.lookAt(asOf, () -> line(category, asOf));
    }

    private PlanLine line(Category category, LocalDate asOf) {
        JdbcTemplate jdbc = database.jdbc();
        LocalDate startedBefore = policy.startedBefore(category.category(), asOf);
        Question question =
                new Question(policy.rule(category.category()), asOf, startedBefore, new DatabaseClock(jdbc).now());
        SourceTable source = sources.table(category.category());
        CandidateQuery candidates = new CandidateQuery(jdbc, source, kinds, category, policy, asOf);
        SourceReader reader = new SourceReader(jdbc, source, kinds);
        Assessor assessor = new Assessor(jdbc, category, policy, sources, kinds);
        ObjectKeys objects = new ObjectKeys(jdbc, source);
        Tally tally = new Tally(RetentionPolicy.localDate(question.now()));
        String after = null;
        List<RecordKey> keys;
        while (!(keys = candidates.page(after, null, PAGE)).isEmpty()) {
            after = keys.get(keys.size() - 1).text();
            List<Assessed> assessed = assessor.assess(reader.look(keys), asOf);
            add(tally, assessed, objects);
            tally.unreadable(keys.size() - assessed.size());
        }
        PlanLine line = tally.line(question, candidates.extent().count());
        return line.with(limits.of(jdbc, source, asOf, line.going(), tally.byCustomer()));
    }

    private static void add(Tally tally, List<Assessed> assessed, ObjectKeys objects) {
        Map<RecordKey, String> objections = objects.objections(
                assessed.stream().filter(Assessed::goes).map(Assessed::record).toList());
        assessed.forEach(each -> tally.add(each, objections.get(each.record().key())));
    }
}
