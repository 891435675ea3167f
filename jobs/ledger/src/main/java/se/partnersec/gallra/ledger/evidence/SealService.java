package se.partnersec.gallra.ledger.evidence;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.ledger.record.UnsealedRecords;
import se.partnersec.gallra.ledger.seal.Seal;
import se.partnersec.gallra.ledger.seal.SealChain;
import se.partnersec.gallra.ledger.seal.SealContent;
import se.partnersec.gallra.ledger.seal.SealException;
import se.partnersec.gallra.ledger.seal.SealKey;
import se.partnersec.gallra.ledger.seal.SealReport;
import se.partnersec.gallra.ledger.seal.SealRepository;
import se.partnersec.gallra.ledger.seal.SealTail;
import se.partnersec.gallra.ledger.seal.SealedRange;
import se.partnersec.gallra.ledger.seal.SealedRecord;
import se.partnersec.gallra.ledger.seal.SignedSeal;
import se.partnersec.gallra.ledger.sealstore.SealExporter;
import se.partnersec.gallra.ledger.sealstore.SealStore;
import se.partnersec.gallra.ledger.sealstore.SealStores;
import se.partnersec.gallra.policy.limit.HousekeepingPolicy;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.crypto.HashList;
import se.partnersec.gallra.support.crypto.Sha256;
import se.partnersec.gallra.support.text.Sentences;

/**
 * Seals what the ledger and the tables that decide got since the last seal, and brings copies of the seals to where they cannot be
 * changed.
 */
public final class SealService {
    private static final Sentences SENTENCES = Sentences.of("ledger");
    /** Rows of other tables of one seal: a line of some hundred letters each. */
    private static final int MOST_RECORDS = 20_000;

    /**
     * Bounds of a sealing.
     *
     * @param rows of one seal at most: the hashes of 100 000 are one packet of 3 MB
     * @param periods of own-data.yml: a row whose seal is younger than the period of its kind was not pruned
     */
    public record Bounds(int rows, Supplier<HousekeepingPolicy> periods) {
        /** The usual ones, with the periods of an installation. */
        static Bounds usual(Supplier<HousekeepingPolicy> periods) {
            return new Bounds(100_000, periods);
        }

        /** The usual periods, with fewer rows. */
        public static Bounds ofRows(int rows) {
            return new Bounds(rows, () -> HousekeepingPolicy.USUAL);
        }
    }

    private final JdbcTemplate jdbc;
    private final Set<DataCategory> categories;
    private final TransactionTemplate snapshot;
    private final SealKey key;
    private final SealRepository table;
    private final List<SealStore> places;
    private final Bounds bounds;

    /** @param jdbc under the account that may append seals
     * @param categories whose rows are sealed; a row of any other is refused */
    public SealService(
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            SealKey key,
            SealStores places,
            Collection<DataCategory> categories,
            Supplier<HousekeepingPolicy> periods) {
        this(jdbc, transactions, key, places.all(), categories, Bounds.usual(periods));
    }

    public SealService(
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            SealKey key,
            List<SealStore> places,
            Collection<DataCategory> categories,
            Bounds bounds) {
        this.bounds = bounds;
        this.categories = Set.copyOf(categories);
        this.jdbc = jdbc;
        this.snapshot = new TransactionTemplate(transactions);
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        this.key = key;
        this.table = new SealRepository(jdbc);
        this.places = List.copyOf(places);
    }

    /** @throws SealException if the ledger, or what was sealed of it, is not as it was written */
    public SealReport seal() {
        List<Seal> restored = Objects.requireNonNull(snapshot.execute(status -> restore()));
        SealExporter exports = new SealExporter(table, places, key.known());
        exports.requireNoneNewer();
        List<Seal> made = new ArrayList<>(restored);
        Optional<Seal> next;
        while ((next = sealNext()).isPresent()) {
            made.add(next.get());
        }
        return new SealReport(made, table.newest(), exports.export());
    }

    /** Takes back what a restored database lost, and seals which rows did not come back. */
    private List<Seal> restore() {
        List<SealedRecord> lost = new SealRestoration(jdbc, table, places, key.known()).take();
        return lost.isEmpty()
                ? List.of()
                : List.of(append(SealTail.of(table.heads(), key.known()), List.of(), new HashList(), lost));
    }

    private Optional<Seal> sealNext() {
        try {
            Optional<Seal> made = snapshot.execute(status -> sealWithin());
            return made == null ? Optional.empty() : made;
        } catch (DuplicateKeyException | ConcurrencyFailureException e) {
            throw SealException.later(SENTENCES.say("evidence.somebody-else-seals-same-time-nothing"));
        }
    }

    /** All reads are of one moment; the rows that were committed by then are sealed. */
    private Optional<Seal> sealWithin() {
        List<SignedSeal> heads = table.heads();
        SealTail tail = SealTail.of(heads, key.known());
        long gate = gate();
        if (gate < tail.holdEpoch()) {
            throw SealException.suspicious(SENTENCES.say(
                    "evidence.gate-stands-epoch-seal-knows-epoch", gate, (tail.nextNumber() - 1), tail.holdEpoch()));
        }
        UnsealedRows rows = new UnsealedRows(jdbc, tail, gate, categories).read(bounds.rows());
        List<SealedRecord> records =
                new UnsealedRecords(jdbc).next(Math.min(bounds.rows(), MOST_RECORDS), this::series, bounds.periods());
        return rows.covered().isEmpty() && records.isEmpty()
                ? Optional.empty()
                : Optional.of(append(tail, rows.covered(), rows.hashes(), records));
    }

    /** All seals, checked. */
    private SealChain series() {
        SealChain series = new SealChain(key.known());
        table.each(series::add);
        return series;
    }

    private Seal append(SealTail tail, List<SealedRange> rows, HashList hashes, List<SealedRecord> records) {
        Seal seal = new Seal(
                tail.nextNumber(),
                tail.previous(),
                new DatabaseClock(jdbc).now(),
                gate(),
                Sha256.hex(SealContent.tree(rows, hashes, records).root()),
                SealContent.of(rows, records),
                key.id());
        SignedSeal signed = new SignedSeal(seal, key.sign(seal), hashes, records);
        // One that cannot be read again would end the series for good.
        SignedSeal.parse(signed.text());
        table.append(signed);
        new UnsealedRecords(jdbc).note(records, seal.number());
        return seal;
    }

    private long gate() {
        Long gate = jdbc.queryForObject("SELECT v FROM gate WHERE name = 'holds'", Long.class);
        if (gate == null) {
            throw new IllegalStateException("the gate has no value. Indicates a bug");
        }
        return gate;
    }
}
