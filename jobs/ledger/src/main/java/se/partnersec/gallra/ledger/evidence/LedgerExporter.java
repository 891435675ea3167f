package se.partnersec.gallra.ledger.evidence;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.database.jdbc.MaskedTables;
import se.partnersec.gallra.ledger.entry.LedgerPageReader;
import se.partnersec.gallra.ledger.entry.LedgerPageReader.Chain;
import se.partnersec.gallra.ledger.entry.LedgerRow;
import se.partnersec.gallra.ledger.record.SealedTable;
import se.partnersec.gallra.ledger.record.SealedTableReader;
import se.partnersec.gallra.ledger.seal.SealException;
import se.partnersec.gallra.ledger.seal.SealRepository;
import se.partnersec.gallra.support.crypto.Pseudonymizer;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.file.AtomicFile;
import se.partnersec.gallra.support.text.FileFault;
import se.partnersec.gallra.support.text.Sentences;

/** Writes a copy of the ledger, of one moment, for verification elsewhere. */
public final class LedgerExporter {
    private static final Sentences SENTENCES = Sentences.of("ledger");
    private final JdbcTemplate jdbc;
    private final TransactionTemplate snapshot;
    private final Pseudonymizer tags;

    /** @param tags by whose key the ledger names what is no number */
    public LedgerExporter(JdbcTemplate jdbc, PlatformTransactionManager transactions, Pseudonymizer tags) {
        this.tags = tags;
        this.jdbc = jdbc;
        this.snapshot = new TransactionTemplate(transactions);
        snapshot.setReadOnly(true);
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    /**
     * Writes the ledger and the rows of the other tables that are sealed, whole or not at all, for the owner of the file alone: it names
     * records by their keys, and has what people wrote as reasons. A login that may not read all of these tables writes the ledger alone.
     *
     * @param force replaces a file that is there
     * @throws RefusedException if something has the name already
     * @throws SealException if it cannot be written
     */
    public Written write(Path file, boolean force) {
        try (AtomicFile whole = new AtomicFile(file, force)) {
            Written written = Objects.requireNonNull(snapshot.execute(status -> rows(whole.draft(), all(), true)));
            whole.publish();
            return written;
        } catch (IOException | UncheckedIOException e) {
            throw unwritten(file, e);
        }
    }

    /**
     * Writes what seals cover, and of that everything: the copy that a replay after a restore asks for. An older copy makes way only if
     * the new one has every row of it, letter by letter. So a database that lost rows does not take away what tells of them.
     *
     * @throws SealException if it cannot be written, or what has the name is no older copy of this ledger
     */
    public long writeSealed(Path file) {
        try (AtomicFile whole = new AtomicFile(file, true)) {
            Written written = Objects.requireNonNull(snapshot.execute(status -> rows(whole.draft(), sealed(), false)));
            if (Files.exists(file) && !LedgerFile.within(file, whole.draft(), lost())) {
                throw SealException.suspicious(SENTENCES.say("evidence.rows-ledger-not-no-copy-database", file));
            }
            whole.publish();
            return written.rows();
        } catch (IOException | UncheckedIOException e) {
            throw unwritten(file, e);
        }
    }

    /** Places of steps of the gate of which a replay that has ended says what became of them. */
    private Set<String> lost() {
        return Set.copyOf(jdbc.query(
                new MaskedTables(jdbc)
                        .apply(
                                "SELECT l.epoch, l.moved_at FROM replay_lost l JOIN valid_replay v ON v.plan_id = l.plan_id"),
                (row, i) ->
                        GateStep.place(row.getLong(1), DatabaseClock.instant(row.getObject(2, LocalDateTime.class)))));
    }

    private static SealException unwritten(Path file, Exception e) {
        return SealException.misused(
                SENTENCES.say("evidence.ledger-could-not-written-name-file", file, FileFault.of(e)));
    }

    /** Every chain, to its end. */
    private Map<Chain, Long> all() {
        return new LedgerPageReader(jdbc)
                .chains(Optional.empty()).stream().collect(Collectors.toMap(chain -> chain, chain -> Long.MAX_VALUE));
    }

    /** Every chain, to the last row that a seal covers. */
    private Map<Chain, Long> sealed() {
        Map<Chain, Long> ends = new HashMap<>();
        new SealRepository(jdbc)
                .heads()
                .forEach(head -> head.seal().covered().forEach(each -> ends.merge(each.chain(), each.to(), Math::max)));
        return ends;
    }

    /** What {@link Pseudonymizer#fingerprint} was when the file was written; empty where it does not say. @throws SealException if it cannot be read */
    public static String keyCheckOf(Path file) {
        try (Reader in = Files.newBufferedReader(file)) {
            return LedgerFile.keyCheck(in);
        } catch (IOException e) {
            throw SealException.misused(
                    SENTENCES.say("evidence.ledger-cannot-read-gallra-ledger-export", file, FileFault.of(e)));
        }
    }

    /**
     * A copy that was written.
     *
     * @param rows of the ledger
     * @param denied tables that the login may not read; where there is one, none of the other tables are in the copy
     */
    public record Written(long rows, List<String> denied) {}

    private Written rows(Path fresh, Map<Chain, Long> ends, boolean whole) {
        LedgerPageReader pages = new LedgerPageReader(jdbc);
        try (LedgerFile.Lines lines = new LedgerFile.Lines(Files.newBufferedWriter(fresh))) {
            lines.keyCheck(tags.fingerprint());
            ends.keySet().stream()
                    .sorted(SealedRowCheck.ORDER)
                    .forEach(chain -> pages.each(chain, row -> line(lines, row, ends.getOrDefault(chain, 0L))));
            for (GateStep step : GateStep.all(jdbc)) {
                lines.step(step);
            }
            SealedTableReader tables = new SealedTableReader(jdbc);
            boolean records = whole && tables.denied().isEmpty();
            if (records) {
                tables.each((table, row) -> line(lines, table, row));
            }
            lines.end(records);
            return new Written(
                    lines.rows(),
                    tables.denied().stream().map(SealedTable::table).sorted().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void line(LedgerFile.Lines lines, SealedTable table, SealedTable.Row row) {
        try {
            lines.record(table, row);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void line(LedgerFile.Lines lines, LedgerRow.Stored row, long end) {
        try {
            if (row.row().seq() <= end) {
                lines.row(row);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
