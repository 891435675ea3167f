package se.partnersec.gallra.ledger.evidence;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.ledger.entry.LedgerPageReader;
import se.partnersec.gallra.ledger.entry.LedgerPageReader.Chain;
import se.partnersec.gallra.ledger.record.SealedRecordCheck;
import se.partnersec.gallra.ledger.record.SealedTableReader;
import se.partnersec.gallra.ledger.seal.SealChain;
import se.partnersec.gallra.ledger.seal.SealException;
import se.partnersec.gallra.ledger.seal.SealPublicKeys;
import se.partnersec.gallra.ledger.seal.SealRepository;
import se.partnersec.gallra.ledger.seal.SignedSeal;
import se.partnersec.gallra.ledger.sealstore.SealStore;
import se.partnersec.gallra.ledger.sealstore.SealStores;
import se.partnersec.gallra.support.text.Sentences;

/** Compares the ledger of the database, and the other tables that are sealed, with the seals that lie beside them, and these with their exported copies. */
public final class SealVerifier {
    private static final Sentences SENTENCES = Sentences.of("ledger");
    private static final int PAGE = 10_000;
    private static final String ROWS = """
            SELECT seq, hash, hold_epoch FROM ledger_chunk WHERE category = ? AND part = ? AND seq >= ?
            ORDER BY seq LIMIT ?""";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate snapshot;
    private final TransactionTemplate now;

    public SealVerifier(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.snapshot = new TransactionTemplate(transactions);
        snapshot.setReadOnly(true);
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        this.now = new TransactionTemplate(transactions);
        now.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /**
     * Verifies everything as of one moment.
     *
     * @param keys null where there is no public key: signatures are not checked then
     * @param exported a directory of exported seals; null for none
     */
    public OfflineVerifier.Result verify(@Nullable SealPublicKeys keys, @Nullable Path exported) {
        return verify(keys, SealStores.in(exported));
    }

    /**
     * The same against the copies in every place that is known.
     *
     * @throws SealException or {@link se.partnersec.gallra.objectstore.client.ObjectStoreException} if one cannot be asked: then nobody knows
     */
    public OfflineVerifier.Result verify(@Nullable SealPublicKeys keys, SealStores copies) {
        return Objects.requireNonNull(snapshot.execute(status -> read(keys, copies.all())));
    }

    private OfflineVerifier.Result read(@Nullable SealPublicKeys keys, List<SealStore> copies) {
        SealRepository table = new SealRepository(jdbc);
        SealChain series = new SealChain(keys);
        try {
            table.each(signed -> {
                series.add(signed);
                long number = signed.seal().number();
                if (!table.columnsAgree(signed.seal())) {
                    series.fault(SENTENCES.say("evidence.seal-column-beside-signed-text-changed", number));
                }
                copies.forEach(place -> beside(table, signed, place, series));
            });
        } catch (SealException e) {
            series.fault(String.valueOf(e.getMessage()));
        }
        long newest = table.newest();
        for (SealStore place : copies) {
            long there = place.newest();
            // One that was made while this was read is no fault.
            if (there > newest && there > Objects.requireNonNull(now.execute(status -> table.newest()))) {
                series.fault(SENTENCES.say(
                        "evidence.seal-exported-database-ends-seal-restored", there, place.name(), newest));
            }
        }
        SealedRowCheck rows = new SealedRowCheck(series);
        long count = 0;
        for (Chain chain : new LedgerPageReader(jdbc).chains(Optional.empty())) {
            count += rows(chain, rows);
        }
        SealedTableReader tables = new SealedTableReader(jdbc);
        SealedRecordCheck records = new SealedRecordCheck(series, tables.denied());
        tables.each(records::row);
        return new OfflineVerifier.Result(
                series.last(),
                keys != null,
                OfflineVerifier.Rows.of(count - rows.unsealed(), rows.unsealed()),
                new OfflineVerifier.Rows(records.sealed(), records.unsealed(), records.gone(), records.notRead()),
                series.problems(),
                rows.problems(),
                records.problems());
    }

    /** The hashes alone: whether they are those of the rows is what the verification of the ledger says. */
    private long rows(Chain chain, SealedRowCheck rows) {
        long count = 0;
        long[] last = {0};
        int page;
        do {
            page = jdbc.query(
                            ROWS,
                            (row, i) -> {
                                last[0] = row.getLong(1);
                                rows.row(chain.category(), chain.part(), last[0], row.getBytes(2), row.getLong(3));
                                return last[0];
                            },
                            chain.category(),
                            chain.part(),
                            last[0] + 1,
                            PAGE)
                    .size();
            count += page;
        } while (page == PAGE && last[0] < Long.MAX_VALUE);
        return count;
    }

    /** A copy that was never there is no fault: the next sealing brings it. One that was is. */
    private static void beside(SealRepository table, SignedSeal signed, SealStore copies, SealChain series) {
        long number = signed.seal().number();
        Optional<String> copy = copies.read(number);
        if (copy.isPresent() && !copy.get().equals(signed.text())) {
            series.fault(SENTENCES.say("evidence.seal-copy-another-one-two-changed", number, copies.name()));
        }
        if (copy.isEmpty() && table.exported(number, copies.name())) {
            series.fault(SENTENCES.say("evidence.seal-copy-brought-not-there-any", number, copies.name()));
        }
    }
}
