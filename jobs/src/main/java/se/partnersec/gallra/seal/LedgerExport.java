package se.partnersec.gallra.seal;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.ledger.LedgerPages;
import se.partnersec.gallra.store.KeyTags;
import se.partnersec.gallra.store.WholeFile;

/** Writes a copy of the ledger, of one moment, for verification elsewhere. */
public final class LedgerExport {
    private final JdbcTemplate jdbc;
    private final TransactionTemplate snapshot;
    private final KeyTags tags;

    /** @param tags by whose key the ledger names what is no number */
    public LedgerExport(JdbcTemplate jdbc, PlatformTransactionManager transactions, KeyTags tags) {
        this.tags = tags;
        this.jdbc = jdbc;
        this.snapshot = new TransactionTemplate(transactions);
        snapshot.setReadOnly(true);
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    /**
     * Writes the file whole or not at all, for its owner alone: it names records by their keys. Answers how many rows it has.
     *
     * @param force replaces a file that is there
     * @throws se.partnersec.gallra.store.FileRefused if something has the name already
     * @throws SealRefused if it cannot be written
     */
    public long write(Path file, boolean force) {
        try (WholeFile whole = new WholeFile(file, force)) {
            Long rows = snapshot.execute(status -> rows(whole.draft()));
            whole.publish();
            return rows == null ? 0 : rows;
        } catch (IOException | UncheckedIOException e) {
            throw SealRefused.misused("the ledger could not be written to " + file + " ("
                    + e.getClass().getSimpleName() + "): name a file in a folder that is there");
        }
    }

    /** What {@link #keyCheck} was when the file was written; empty where it does not say. @throws SealRefused if it cannot be read */
    public static String keyCheckOf(Path file) {
        try (Reader in = Files.newBufferedReader(file)) {
            return LedgerFile.keyCheck(in);
        } catch (IOException e) {
            throw SealRefused.misused("the ledger " + file + " cannot be read ("
                    + e.getClass().getSimpleName() + "): gallra ledger export -o FILE writes it");
        }
    }

    /** The same for the same key, and for no other; leads back to none. */
    public static String keyCheck(KeyTags tags) {
        return HexFormat.of().formatHex(tags.tag("ledger export", "key check"));
    }

    private long rows(Path fresh) {
        LedgerPages pages = new LedgerPages(jdbc);
        try (LedgerFile.Lines lines = new LedgerFile.Lines(Files.newBufferedWriter(fresh))) {
            lines.keyCheck(keyCheck(tags));
            pages.chains(Optional.empty()).stream()
                    .sorted(SealedRows.ORDER)
                    .forEach(chain -> pages.each(chain, row -> {
                        try {
                            lines.row(row);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    }));
            lines.end();
            return lines.rows();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
