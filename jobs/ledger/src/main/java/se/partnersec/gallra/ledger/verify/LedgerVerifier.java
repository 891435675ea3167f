package se.partnersec.gallra.ledger.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.ledger.entry.LedgerPageReader;
import se.partnersec.gallra.ledger.entry.LedgerPageReader.Chain;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.text.Sentences;

/**
 * Reads the whole ledger and says where it was tampered with. It needs to read only {@code ledger_chunk},
 * {@code run_scope}, {@code lease}, {@code heartbeat}, {@code notice}, and which rows a replay put back.
 *
 * <p>What it cannot see without a seal outside the database: somebody who may write all of these tables and computes
 * every hash anew, up to the last row; and who cuts off the last rows of a run that is not on record as ended, where no notice
 * names them. Such a run reads as interrupted.
 */
public class LedgerVerifier {
    private static final Sentences SENTENCES = Sentences.of("ledger");
    private static final String TWICE = """
            SELECT c.category, c.part, c.seq, c.attempt FROM ledger_chunk c
            JOIN (SELECT attempt FROM ledger_chunk GROUP BY attempt HAVING COUNT(*) > 1) twice ON twice.attempt = c.attempt
            ORDER BY c.category, c.part, c.seq LIMIT 10""";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate snapshot;
    private final boolean links;

    public LedgerVerifier(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
        this(jdbc, transactions, true);
    }

    public LedgerVerifier(JdbcTemplate jdbc, PlatformTransactionManager transactions, boolean links) {
        this.jdbc = jdbc;
        this.snapshot = new TransactionTemplate(transactions);
        snapshot.setReadOnly(true);
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        this.links = links;
    }

    /**
     * Something that is not as it was written.
     *
     * @param seq the row it shows at
     */
    public record Problem(String category, int part, long seq, String what) {
        @Override
        public String toString() {
            return SENTENCES.say(
                    "verify.row", category, (part == 0 ? "" : SENTENCES.say("verify.part", part)), seq, what);
        }
    }

    /**
     * A run that has written no closing row yet.
     *
     * @param lastRow the last row it wrote; 0 if none
     * @param atWork whether its process gave a sign of life within the last half minute; else it was interrupted
     */
    public record OpenRun(String category, int part, long runId, long lastRow, boolean atWork) {}

    /**
     * @param rows read, chunks and closing rows
     * @param items records named in them
     * @param problems per chain the first bad row, then each run whose closing row is not where it should be
     * @param open runs without a closing row: none of them is a problem
     * @param returned rows that a replay put back after a restore, and are there: the histories of their runs are lost
     */
    public record Result(
            long rows, long items, List<Problem> problems, List<OpenRun> open, List<RestoredRanges.Range> returned) {
        public boolean ok() {
            return problems.isEmpty();
        }

        /** Runs whose process died, and that nobody went on with or recovered yet. */
        public List<OpenRun> interrupted() {
            return open.stream().filter(run -> !run.atWork()).toList();
        }
    }

    /** Verifies one category, or everything, as of one moment; runs may go on meanwhile. */
    public Result verify(Optional<DataCategory> only) {
        return Objects.requireNonNull(snapshot.execute(status -> read(only)));
    }

    private Result read(Optional<DataCategory> only) {
        LedgerPageReader pages = new LedgerPageReader(jdbc);
        RunHistoryCheck runs = new RunHistoryCheck(jdbc);
        RestoredRanges back = RestoredRanges.read(jdbc);
        List<RestoredRanges.Range> returned = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        long rows = 0;
        long items = 0;
        for (Chain chain : pages.chains(only)) {
            HashChainCheck check = new HashChainCheck(chain, links);
            pages.each(chain, check::row);
            runs.check(chain, check);
            returned.addAll(back.upTo(chain, check.last()));
            check.problem().ifPresent(problems::add);
            rows += check.rows();
            items += check.items();
        }
        problems.addAll(runs.problems());
        jdbc.query(TWICE, row -> {
            String what = SENTENCES.say("verify.attempt-id-stands-ledger-twice", row.getString(4));
            problems.add(new Problem(row.getString(1), row.getInt(2), row.getLong(3), what));
        });
        return new Result(rows, items, List.copyOf(problems), List.copyOf(runs.open()), List.copyOf(returned));
    }
}
