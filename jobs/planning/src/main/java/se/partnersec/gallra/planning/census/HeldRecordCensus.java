package se.partnersec.gallra.planning.census;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.holds.hold.HoldRepository;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.planning.census.CensusRepository.Noted;
import se.partnersec.gallra.planning.census.HeldPlaces.Counted;
import se.partnersec.gallra.planning.census.HeldPlaces.Place;
import se.partnersec.gallra.planning.holding.ScopeNames;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/**
 * Counts the rows that each hold in force keeps, and compares with the census before. Nobody may erase a held record, so none of those
 * counted before may be missing, whatever the ledger says or does not say. It reads under an account that may erase nothing, and
 * believes no row that the job may write.
 */
public final class HeldRecordCensus {
    private static final Sentences SENTENCES = Sentences.of("planning");
    private static final int PAGE = 500;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final TransactionTemplate beside;
    private final SourceMapping sources;
    private final KeyTypes kinds;
    private final String policy;

    /**
     * @param reader may read the business, and append to the tables of censuses
     * @param policy fingerprint of rules and mapping
     */
    public HeldRecordCensus(DataSource reader, SourceMapping sources, KeyTypes kinds, String policy) {
        this.jdbc = new JdbcTemplate(reader);
        JdbcTransactionManager manager = new JdbcTransactionManager(reader);
        this.transaction = new TransactionTemplate(manager);
        this.beside = new TransactionTemplate(manager);
        beside.setPropagationBehavior(TransactionDefinition.PROPAGATION_NOT_SUPPORTED);
        this.sources = sources;
        this.kinds = kinds;
        this.policy = policy;
    }

    /**
     * Takes a census.
     *
     * @param progress told how many holds are counted so far
     * @throws RefusedException if another one is being taken (9)
     */
    public CensusResult take(LongConsumer progress) {
        CensusRepository repository = new CensusRepository(jdbc);
        return Objects.requireNonNull(transaction.execute(t -> {
            if (!repository.lock()) {
                throw new RefusedException(
                        ExitCode.RUNNING, List.of(SENTENCES.say("census.records-hold-being-counted-already-wait")));
            }
            try {
                return new Census(repository, progress).take();
            } finally {
                repository.unlock();
            }
        }));
    }

    /** State of one census. */
    private final class Census {
        private final CensusRepository repository;
        private final LongConsumer progress;
        private final HeldPlaces places = new HeldPlaces(sources, kinds);
        private final HoldRepository register = new HoldRepository(jdbc);
        private final List<CensusResult.Missing> missing = new ArrayList<>();
        private final List<CensusResult.Uncounted> uncounted = new ArrayList<>();
        private final List<Noted> noted = new ArrayList<>();
        private long holds;
        private long records;

        Census(CensusRepository repository, LongConsumer progress) {
            this.repository = repository;
            this.progress = progress;
        }

        /** All of it is written by one transaction; the counts are read beside it, so that no table of the business waits for its end. */
        CensusResult take() {
            long census = repository.begin(policy);
            repository.writeReach(census, beside(repository::reach));
            beside(this::count);
            repository.write(census, noted);
            return new CensusResult(census, holds, records, List.copyOf(missing), List.copyOf(uncounted));
        }

        private <T> T beside(Supplier<T> work) {
            return Objects.requireNonNull(beside.execute(t -> work.get()));
        }

        private boolean count() {
            Map<Long, Map<String, HeldCount>> before = repository.last();
            long after = 0;
            List<PlacedHold> page;
            while (!(page = register.inForce(today(), after, PAGE)).isEmpty()) {
                ScopeNames.ofAll(jdbc, sources, kinds, page)
                        .forEach((hold, names) ->
                                count(hold, names, before.getOrDefault(hold.number(), new HashMap<>())));
                holds += page.size();
                progress.accept(holds);
                after = page.get(page.size() - 1).number();
            }
            return true;
        }

        private LocalDate today() {
            return SwedishCalendar.localDate(new DatabaseClock(jdbc).now());
        }

        private void count(PlacedHold hold, ScopeNames names, Map<String, HeldCount> before) {
            places.of(hold, names).values().forEach(place -> {
                HeldCount last = before.remove(place.name());
                compare(hold, place, last == null ? HeldCount.NONE : last);
            });
            // What could be counted before and cannot be any more; said once.
            before.forEach((place, last) -> {
                if (last.records() > 0) {
                    uncounted.add(new CensusResult.Uncounted(hold.hold().id(), place));
                    noted.add(new Noted(hold.number(), place, HeldCount.NONE, null));
                }
            });
        }

        private void compare(PlacedHold hold, Place place, HeldCount last) {
            Counted counted = places.count(jdbc, place, last);
            long gone = Math.max(0, last.records() - counted.still());
            if (gone > 0 && !inForce(hold)) {
                // Released, or ended, while it was counted.
                return;
            }
            records += place.record() ? counted.all().records() : 0;
            if (gone > 0) {
                missing.add(new CensusResult.Missing(hold.hold().id(), place.name(), gone, last.records()));
            }
            if (gone > 0 || !counted.all().equals(last)) {
                noted.add(new Noted(hold.number(), place.name(), counted.all(), gone));
            }
        }

        private boolean inForce(PlacedHold hold) {
            return !register.inForce(today(), hold.number() - 1, 1).stream()
                    .filter(each -> each.number() == hold.number())
                    .toList()
                    .isEmpty();
        }
    }
}
