package se.partnersec.gallra.plan;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.engine.Assessed;
import se.partnersec.gallra.engine.Assessor;
import se.partnersec.gallra.engine.CandidateQuery;
import se.partnersec.gallra.engine.Category;
import se.partnersec.gallra.engine.ObjectKeys;
import se.partnersec.gallra.engine.SourceReader;
import se.partnersec.gallra.policy.RetentionPolicy;
import se.partnersec.gallra.store.KeyKinds;
import se.partnersec.gallra.store.RecordKey;
import se.partnersec.gallra.store.SourceTable;
import se.partnersec.gallra.store.Sources;

/** Meets every candidate a run of a day would meet, a page at a time, and asks the rules about each, as the run does. */
public final class CandidateWalk {
    private static final int PAGE = 1000;

    private final ReadOnly database;
    private final RetentionPolicy policy;
    private final Sources sources;
    private final KeyKinds kinds;

    /** @param database of an account that may only read */
    public CandidateWalk(DataSource database, RetentionPolicy policy, Sources sources, KeyKinds kinds) {
        this(new ReadOnly(database), policy, sources, kinds);
    }

    CandidateWalk(ReadOnly database, RetentionPolicy policy, Sources sources, KeyKinds kinds) {
        this.database = database;
        this.policy = policy;
        this.sources = sources;
        this.kinds = kinds;
    }

    /** Told of each candidate. */
    public interface Eye {
        /** @param objection code of what forbids to touch its object; null if nothing does */
        void see(Assessed each, @Nullable String objection);
    }

    /** What there was. @param unreadable whose parents are missing: a run passes them over as well */
    record Met(long candidates, long unreadable) {}

    /** In a read-only transaction of its own, so that all of it is of one state. */
    public void each(Category category, LocalDate asOf, Eye eye) {
        database.look(() -> walk(category, asOf, eye));
    }

    /** Within a look of the caller's. */
    Met walk(Category category, LocalDate asOf, Eye eye) {
        JdbcTemplate jdbc = database.jdbc();
        SourceTable source = sources.table(category.category());
        CandidateQuery candidates = new CandidateQuery(jdbc, source, kinds, category, policy, asOf);
        SourceReader reader = new SourceReader(jdbc, source, kinds);
        Assessor assessor = new Assessor(jdbc, category, policy, sources, kinds);
        ObjectKeys objects = new ObjectKeys(jdbc, sources);
        long unreadable = 0;
        String after = null;
        List<RecordKey> keys;
        while (!(keys = candidates.page(after, null, PAGE)).isEmpty()) {
            after = keys.get(keys.size() - 1).text();
            List<Assessed> assessed = assessor.assess(reader.look(keys), asOf);
            Map<RecordKey, String> objections = objects.objections(assessed.stream()
                    .filter(Assessed::goes)
                    .map(Assessed::record)
                    .toList());
            assessed.forEach(each -> eye.see(each, objections.get(each.record().key())));
            unreadable += keys.size() - assessed.size();
        }
        return new Met(candidates.extent().count(), unreadable);
    }
}
