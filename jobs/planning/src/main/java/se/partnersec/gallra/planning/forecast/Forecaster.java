package se.partnersec.gallra.planning.forecast;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import javax.sql.DataSource;
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
import se.partnersec.gallra.erasure.decide.FirstDueDay;
import se.partnersec.gallra.erasure.record.AssessedRecord;
import se.partnersec.gallra.erasure.record.LockedRecord;
import se.partnersec.gallra.erasure.record.RecordReader;
import se.partnersec.gallra.erasure.scope.ObjectKeys;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.support.crypto.Pseudonymizer;

/**
 * Looks ahead. Of each record the rules are asked what they say today, which is its first day, and then, as a run of that day
 * would, what they say on it: that is what counts. It meets every record that could go by the last day, so it costs what a
 * plan for that day would.
 */
public final class Forecaster {
    private static final int PAGE = 1000;

    private final ReadOnlySnapshot database;
    private final RetentionPolicy policy;
    private final SourceMapping sources;
    private final KeyTypes kinds;
    private final Pseudonymizer tags;

    /** @param database of an account that may only read */
    public Forecaster(
            DataSource database, RetentionPolicy policy, SourceMapping sources, KeyTypes kinds, Pseudonymizer tags) {
        this.database = new ReadOnlySnapshot(database);
        this.policy = policy;
        this.sources = sources;
        this.kinds = kinds;
        this.tags = tags;
    }

    /** @param months from 1 on; the last day looked at is the end of the month that is so many months from today */
    public Forecast look(Category category, int months) {
        return database.look(() -> {
            LocalDate today = SwedishCalendar.localDate(new DatabaseClock(database.jdbc()).now());
            return look(
                    category, today, YearMonth.from(today).plusMonths(months).atEndOfMonth());
        });
    }

    private Forecast look(Category category, LocalDate today, LocalDate last) {
        JdbcTemplate jdbc = database.jdbc();
        CategoryMapping source = sources.table(category.category());
        CandidateQuery candidates = new CandidateQuery(jdbc, source, kinds, category, policy, last);
        RecordReader reader = new RecordReader(jdbc, source, kinds, tags);
        Assessor assessor = new Assessor(jdbc, category, policy, sources, kinds, tags);
        DayCounts counts = new DayCounts(today, last, new ObjectKeys(jdbc, sources, kinds), new FirstDueDay(policy));
        long unreadable = 0;
        String after = null;
        List<RecordKey> keys;
        while (!(keys = candidates.page(after, null, PAGE)).isEmpty()) {
            after = keys.get(keys.size() - 1).text();
            List<LockedRecord> records = reader.look(keys);
            ahead(assessor, records, counts);
            unreadable += keys.size() - records.size();
        }
        counts.unreadable(unreadable);
        return new Forecast(
                category.category(), today, last, candidates.extent().count(), counts.lines());
    }

    /** A day may turn out not to be the one, because what points at the record is held: then a later one is asked about. */
    private static void ahead(Assessor assessor, List<LockedRecord> records, DayCounts counts) {
        SortedMap<LocalDate, List<AssessedRecord>> ahead = new TreeMap<>();
        BiConsumer<LocalDate, AssessedRecord> later = (day, each) ->
                ahead.computeIfAbsent(day, d -> new ArrayList<>()).add(each);
        List<AssessedRecord> now = assessor.assess(records, counts.today());
        counts.on(counts.today(), now, now, later);
        while (!ahead.isEmpty()) {
            LocalDate day = ahead.firstKey();
            List<AssessedRecord> known = Objects.requireNonNull(ahead.remove(day));
            List<LockedRecord> same = known.stream().map(AssessedRecord::record).toList();
            counts.on(day, known, assessor.assessOn(day, same), later);
        }
    }
}
