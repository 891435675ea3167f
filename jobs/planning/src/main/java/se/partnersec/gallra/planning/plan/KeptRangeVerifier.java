package se.partnersec.gallra.planning.plan;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.database.jdbc.ReadOnlySnapshot;
import se.partnersec.gallra.erasure.candidate.CandidateQuery;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.erasure.decide.Assessor;
import se.partnersec.gallra.erasure.kept.KeptRangeRegister;
import se.partnersec.gallra.erasure.record.AssessedRecord;
import se.partnersec.gallra.erasure.record.RecordReader;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.support.crypto.Pseudonymizer;

/**
 * Asks the rules about every candidate, also about those that tonight's run would pass over by the register of what is kept, and
 * names the ones it passes over wrongly. The register is asked only whom it passes over, never whether it is right.
 */
public final class KeptRangeVerifier {
    private static final int PAGE = 1000;
    /** So many are named; the rest is counted. */
    private static final int NAMED = 100;

    private final ReadOnlySnapshot database;
    private final RetentionPolicy policy;
    private final SourceMapping sources;
    private final KeyTypes kinds;
    private final Pseudonymizer tags;
    private final String fingerprint;

    /**
     * @param database of an account that may only read
     * @param fingerprint of policy and sources as they are now
     */
    public KeptRangeVerifier(
            DataSource database,
            RetentionPolicy policy,
            SourceMapping sources,
            KeyTypes kinds,
            Pseudonymizer tags,
            String fingerprint) {
        this.database = new ReadOnlySnapshot(database);
        this.policy = policy;
        this.sources = sources;
        this.kinds = kinds;
        this.tags = tags;
        this.fingerprint = fingerprint;
    }

    /**
     * A record that is passed over and is not held.
     *
     * @param outcome what a run that met it would make of it
     * @param eraseBy last day by whose end it must be gone; null where none is known
     */
    public record Wrong(
            RecordKey key, Outcome outcome, @Nullable LocalDate eraseBy) {}

    /**
     * @param candidates every one, the passed over among them
     * @param named the first of the wrong ones
     */
    public record Result(DataCategory category, long candidates, long passedOver, long wrong, List<Wrong> named) {}

    /** One category today, by the database's clock; it must be mapped. All of it is of one state. */
    public Result look(Category category) {
        return database.look(() -> {
            JdbcTemplate jdbc = database.jdbc();
            LocalDate today = SwedishCalendar.localDate(new DatabaseClock(jdbc).now());
            CategoryMapping source = sources.table(category.category());
            KeptRangeRegister kept = new KeptRangeRegister(jdbc, category, policy, sources, kinds, fingerprint, true);
            CandidateQuery met = new CandidateQuery(jdbc, source, kinds, category, policy, today, () -> kept.on(today));
            CandidateQuery all = new CandidateQuery(jdbc, source, kinds, category, policy, today);
            RecordReader reader = new RecordReader(jdbc, source, kinds, tags);
            Assessor assessor = new Assessor(jdbc, category, policy, sources, kinds, tags);
            Seen seen = new Seen();
            String after = null;
            List<RecordKey> keys;
            while (!(keys = all.page(after, null, PAGE)).isEmpty()) {
                String last = keys.get(keys.size() - 1).text();
                Set<RecordKey> over = new HashSet<>(keys);
                met.page(after, last, PAGE).forEach(over::remove);
                seen.candidates += keys.size();
                seen.passedOver += over.size();
                assessor.assess(reader.look(over), today).forEach(seen::passedOver);
                after = last;
            }
            return new Result(
                    category.category(), seen.candidates, seen.passedOver, seen.wrong, List.copyOf(seen.named));
        });
    }

    private static final class Seen {
        private final List<Wrong> named = new ArrayList<>();
        private long candidates;
        private long passedOver;
        private long wrong;

        void passedOver(AssessedRecord each) {
            if (each.outcome() == Outcome.HELD) {
                return;
            }
            wrong++;
            if (named.size() < NAMED) {
                named.add(new Wrong(
                        each.record().key(), each.outcome(), each.verdict().eraseBy()));
            }
        }
    }
}
