package se.partnersec.gallra.runs.replay;

import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.approvals.plan.ReplayTerms;
import se.partnersec.gallra.ledger.entry.LedgerPageReader.Chain;
import se.partnersec.gallra.ledger.entry.LedgerRow;
import se.partnersec.gallra.ledger.verify.LedgerRestoration;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/**
 * Puts what the ledger lost back from the copy, a few rows at a time; cut off, it goes on where it was. The numbers of lost
 * runs are not given again.
 */
public final class LedgerRowRestoration {
    private static final Sentences SENTENCES = Sentences.of("runs");
    private static final int PAGE = 16;
    private static final String NUMBERS = "UPDATE BATCH_JOB_INSTANCE_SEQ SET ID = GREATEST(ID, ?)";

    private final JdbcTemplate jdbc;
    private final LedgerRestoration ledger;
    private final VerifiedLedgerCopy copy;
    private final ReplayTerms terms;

    LedgerRowRestoration(
            JdbcTemplate jdbc, TransactionTemplate transaction, VerifiedLedgerCopy copy, ReplayTerms terms) {
        this.jdbc = jdbc;
        this.ledger = new LedgerRestoration(jdbc, transaction);
        this.copy = copy;
        this.terms = terms;
    }

    /** Of one category; the caller has its lease. */
    public void putBack(DataCategory category) {
        jdbc.update(NUMBERS, copy.newestRun());
        terms.rows().stream()
                .filter(rows -> rows.category().equals(category.id()))
                .forEach(this::putBack);
    }

    /** As each row is chained to the one before, the last one stands for all. */
    private void requireSame(Chain chain, long seq) {
        byte[] hash = jdbc.queryForObject(
                "SELECT hash FROM ledger_chunk WHERE category = ? AND part = ? AND seq = ?",
                byte[].class,
                chain.category(),
                chain.part(),
                seq);
        if (hash == null || !copy.sealed(chain, seq, hash)) {
            throw RefusedException.refused(
                    SENTENCES.say("replay.row-database-not-row-sealed-gallra", seq, chain.category()));
        }
    }

    private void putBack(ReplayTerms.Rows rows) {
        Chain chain = new Chain(rows.category(), rows.part());
        if (ledger.tail(chain).seq() >= rows.to()) {
            requireSame(chain, rows.to());
            return;
        }
        List<LedgerRow.Stored> page = new ArrayList<>();
        copy.each(stored -> {
            long seq = stored.row().seq();
            if (stored.row().category().equals(rows.category())
                    && stored.row().part() == rows.part()
                    && seq >= rows.from()
                    && seq <= rows.to()) {
                page.add(stored);
                if (page.size() == PAGE || seq == rows.to()) {
                    ledger.append(chain, page);
                    page.clear();
                }
            }
        });
    }
}
