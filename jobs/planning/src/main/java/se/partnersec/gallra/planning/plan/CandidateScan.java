package se.partnersec.gallra.planning.plan;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.database.jdbc.ReadOnlySnapshot;
import se.partnersec.gallra.erasure.candidate.CandidateQuery;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.erasure.decide.Assessor;
import se.partnersec.gallra.erasure.record.AssessedRecord;
import se.partnersec.gallra.erasure.record.RecordReader;
import se.partnersec.gallra.erasure.scope.ObjectKeys;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.support.crypto.Pseudonymizer;

/** Meets every candidate a run of a day would meet, a page at a time, and asks the rules about each, as the run does. */
public final class CandidateScan {
    private static final int PAGE = 1000;

    private final ReadOnlySnapshot database;
    private final RetentionPolicy policy;
    private final SourceMapping sources;
    private final KeyTypes kinds;
    private final Pseudonymizer tags;

    /** @param database of an account that may only read */
    public CandidateScan(
            DataSource database, RetentionPolicy policy, SourceMapping sources, KeyTypes kinds, Pseudonymizer tags) {
        this(new ReadOnlySnapshot(database), policy, sources, kinds, tags);
    }

    CandidateScan(
            ReadOnlySnapshot database,
            RetentionPolicy policy,
            SourceMapping sources,
            KeyTypes kinds,
            Pseudonymizer tags) {
        this.database = database;
        this.policy = policy;
        this.sources = sources;
        this.kinds = kinds;
        this.tags = tags;
    }

    /** Told of each candidate. */
    public interface Eye {
        /** @param objection code of what forbids to touch its object; null if nothing does */
        void see(AssessedRecord each, @Nullable String objection);
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
        CategoryMapping source = sources.table(category.category());
        CandidateQuery candidates = new CandidateQuery(jdbc, source, kinds, category, policy, asOf);
        RecordReader reader = new RecordReader(jdbc, source, kinds, tags);
        Assessor assessor = new Assessor(jdbc, category, policy, sources, kinds, tags);
        ObjectKeys objects = new ObjectKeys(jdbc, sources, kinds);
        long unreadable = 0;
        String after = null;
        List<RecordKey> keys;
        while (!(keys = candidates.page(after, null, PAGE)).isEmpty()) {
            after = keys.get(keys.size() - 1).text();
            List<AssessedRecord> assessed = assessor.assess(reader.look(keys), asOf);
            Map<RecordKey, String> objections = objects.objections(assessed.stream()
                    .filter(AssessedRecord::goes)
                    .map(AssessedRecord::record)
                    .toList());
            assessed.forEach(each -> eye.see(each, objections.get(each.record().key())));
            unreadable += keys.size() - assessed.size();
        }
        return new Met(candidates.extent().count(), unreadable);
    }
}
