package se.partnersec.gallra.planning.census;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongConsumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.holds.hold.HoldRepository;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.planning.census.CensusRepository.Noted;
import se.partnersec.gallra.planning.holding.ScopeCondition;
import se.partnersec.gallra.planning.holding.ScopeNames;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.SwedishCalendar;

/**
 * Counts the records that each hold in force keeps, and compares with the census before. Nobody may erase a held record, so none of those
 * counted before may be missing, whatever the ledger says or does not say. It reads under an account that may erase nothing, and
 * believes no row that the job may write.
 */
public final class HeldRecordCensus {
    private static final int PAGE = 500;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final SourceMapping sources;
    private final KeyTypes kinds;
    private final String policy;

    /**
     * @param reader may read the business, and append to the tables of censuses
     * @param policy fingerprint of rules and mapping
     */
    public HeldRecordCensus(DataSource reader, SourceMapping sources, KeyTypes kinds, String policy) {
        this.jdbc = new JdbcTemplate(reader);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(reader));
        transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        this.sources = sources;
        this.kinds = kinds;
        this.policy = policy;
    }

    /** @param progress told how many holds are counted so far */
    public CensusResult take(LongConsumer progress) {
        return Objects.requireNonNull(transaction.execute(t -> new Census(progress).take()));
    }

    /** State of one census. */
    private final class Census {
        private final LongConsumer progress;
        private final CensusRepository repository = new CensusRepository(jdbc);
        private final List<CensusResult.Missing> missing = new ArrayList<>();
        private final List<CensusResult.Uncounted> uncounted = new ArrayList<>();
        private long holds;
        private long records;

        Census(LongConsumer progress) {
            this.progress = progress;
        }

        CensusResult take() {
            long census = repository.begin(policy);
            LocalDate today = SwedishCalendar.localDate(new DatabaseClock(jdbc).now());
            repository.reach(census);
            Map<Long, Map<String, HeldCount>> before = repository.last();
            HoldRepository register = new HoldRepository(jdbc);
            long after = 0;
            List<PlacedHold> page;
            while (!(page = register.inForce(today, after, PAGE)).isEmpty()) {
                List<Noted> noted = new ArrayList<>();
                ScopeNames.ofAll(jdbc, sources, kinds, page)
                        .forEach((hold, names) ->
                                count(hold, names, before.getOrDefault(hold.number(), new HashMap<>()), noted));
                repository.write(census, noted);
                holds += page.size();
                progress.accept(holds);
                after = page.get(page.size() - 1).number();
            }
            return new CensusResult(census, holds, records, List.copyOf(missing), List.copyOf(uncounted));
        }

        private void count(PlacedHold hold, ScopeNames names, Map<String, HeldCount> before, List<Noted> noted) {
            sources.tables().forEach((category, source) -> {
                List<ScopeCondition> covers = covers(hold, names, category, source);
                if (!covers.isEmpty()) {
                    compare(hold, category, covers, before.remove(category.id()), noted);
                }
            });
            // What could be counted before and cannot be any more.
            before.forEach((category, last) -> {
                if (last.records() > 0) {
                    uncounted.add(new CensusResult.Uncounted(hold.hold().id(), new DataCategory(category)));
                    noted.add(new Noted(hold.number(), category, HeldCount.NONE, null));
                }
            });
        }

        private List<ScopeCondition> covers(
                PlacedHold hold, ScopeNames names, DataCategory category, CategoryMapping source) {
            List<ScopeCondition> covers = new ArrayList<>();
            if (hold.category() == null || hold.category().equals(category)) {
                add(ScopeCondition.of(source, hold.scope(), names, kinds), covers);
                // Records of a partition that is being decided lie in a table of their own.
                CategoryMapping staged = source.staged();
                if (staged != null) {
                    add(ScopeCondition.of(staged, hold.scope(), names, kinds), covers);
                }
            }
            return covers;
        }

        private static void add(@Nullable ScopeCondition cover, List<ScopeCondition> covers) {
            if (cover != null) {
                covers.add(cover);
            }
        }

        private void compare(
                PlacedHold hold,
                DataCategory category,
                List<ScopeCondition> covers,
                @Nullable HeldCount last,
                List<Noted> noted) {
            HeldCount known = last == null ? HeldCount.NONE : last;
            HeldCount now = HeldCount.NONE;
            long still = 0;
            for (ScopeCondition cover : covers) {
                boolean numeric = kinds.numeric(cover.source().record());
                Counted counted = counted(cover, numeric ? known.highest() : null, numeric);
                now = now.and(counted.all());
                // Without numbers, new records make up for those that are missing.
                still += numeric ? counted.still() : counted.all().records();
            }
            long gone = Math.max(0, known.records() - still);
            records += now.records();
            if (gone > 0) {
                missing.add(new CensusResult.Missing(hold.hold().id(), category, gone, known.records()));
            }
            if (gone > 0 || !now.equals(known)) {
                noted.add(new Noted(hold.number(), category.id(), now, gone));
            }
        }
    }

    /** @param still records with keys up to the highest of before */
    private record Counted(HeldCount all, long still) {}

    private Counted counted(ScopeCondition cover, @Nullable BigInteger before, boolean numeric) {
        TableMapping record = cover.source().record();
        String key = record.quoted() + ".`" + record.key() + "`";
        String left = record.leftSql();
        List<Object> args = new ArrayList<>();
        String figures = "COUNT(*)";
        if (numeric) {
            figures += ", MAX(" + key + ")" + (before == null ? ", 0" : ", COALESCE(SUM(" + key + " <= ?), 0)");
            if (before != null) {
                args.add(before);
            }
        }
        args.addAll(cover.args());
        return Objects.requireNonNull(jdbc.queryForObject(
                "SELECT " + figures + cover.where() + (left == null ? "" : " AND " + left),
                (row, i) -> {
                    String highest = numeric ? row.getString(2) : null;
                    return new Counted(
                            new HeldCount(row.getLong(1), highest == null ? null : new BigInteger(highest)),
                            numeric ? row.getLong(3) : 0);
                },
                args.toArray()));
    }
}
