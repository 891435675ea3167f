package se.partnersec.gallra.seal;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.ledger.LedgerPages;
import se.partnersec.gallra.ledger.LedgerPages.Chain;

/** Holds the ledger of the database against the seals that lie beside it, and these against their exported copies. */
public final class SealVerification {
    private static final int PAGE = 10_000;
    private static final String ROWS = """
            SELECT seq, hash, hold_epoch FROM ledger_chunk WHERE category = ? AND part = ? AND seq >= ?
            ORDER BY seq LIMIT ?""";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate snapshot;
    private final TransactionTemplate now;

    public SealVerification(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
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
    public OfflineVerification.Result verify(@Nullable PublicKeys keys, @Nullable Path exported) {
        return verify(keys, SealPlaces.in(exported));
    }

    /**
     * The same against the copies in every place that is known.
     *
     * @throws SealRefused or {@link se.partnersec.gallra.store.ObjectStoreException} if one cannot be asked: then nobody knows
     */
    public OfflineVerification.Result verify(@Nullable PublicKeys keys, SealPlaces copies) {
        return Objects.requireNonNull(snapshot.execute(status -> read(keys, copies.all())));
    }

    private OfflineVerification.Result read(@Nullable PublicKeys keys, List<SealPlace> copies) {
        SealTable table = new SealTable(jdbc);
        SealSeries series = new SealSeries(keys);
        try {
            table.each(signed -> {
                series.add(signed);
                long number = signed.seal().number();
                if (!table.columnsAgree(signed.seal())) {
                    series.fault("seal " + number + ": a column beside its signed text was changed");
                }
                copies.forEach(place -> beside(table, signed, place, series));
            });
        } catch (SealRefused e) {
            series.fault(String.valueOf(e.getMessage()));
        }
        long newest = table.newest();
        for (SealPlace place : copies) {
            long there = place.newest();
            // One that was made while this was read is no fault.
            if (there > newest && there > Objects.requireNonNull(now.execute(status -> table.newest()))) {
                series.fault("seal " + there + " was exported to " + place.name() + " and the database ends with seal "
                        + newest + ": it was restored from a backup, or seals were removed from it");
            }
        }
        SealedRows rows = new SealedRows(series);
        long count = 0;
        for (Chain chain : new LedgerPages(jdbc).chains(Optional.empty())) {
            count += rows(chain, rows);
        }
        return new OfflineVerification.Result(
                series.last(),
                keys != null,
                count - rows.unsealed(),
                rows.unsealed(),
                0,
                series.problems(),
                rows.problems());
    }

    /** The hashes alone: whether they are those of the rows is what the verification of the ledger says. */
    private long rows(Chain chain, SealedRows rows) {
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
    private static void beside(SealTable table, SignedSeal signed, SealPlace copies, SealSeries series) {
        long number = signed.seal().number();
        Optional<String> copy = copies.read(number);
        if (copy.isPresent() && !copy.get().equals(signed.text())) {
            series.fault(
                    "seal " + number + ": its copy in " + copies.name() + " is another: one of the two was changed");
        }
        if (copy.isEmpty() && table.exported(number, copies.name())) {
            series.fault(
                    "seal " + number + ": its copy was brought to " + copies.name() + " and is not there any more");
        }
    }
}
