package se.partnersec.gallra.runs.replay;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.approvals.plan.ReplayTerms;
import se.partnersec.gallra.ledger.entry.LedgerPageReader;
import se.partnersec.gallra.ledger.entry.LedgerPageReader.Chain;
import se.partnersec.gallra.ledger.seal.Seal;
import se.partnersec.gallra.ledger.verify.LedgerRestoration;
import se.partnersec.gallra.support.exit.RefusedException;

/** The ledger of the database beside a copy of it that is newer: what it lacks, and whether it is the beginning of the copy. */
final class LedgerDifference {
    private final JdbcTemplate jdbc;
    private final LedgerRestoration ledger;

    /** @param jdbc may read; nothing is written */
    LedgerDifference(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        this.ledger = new LedgerRestoration(
                jdbc,
                new TransactionTemplate(new JdbcTransactionManager(Objects.requireNonNull(jdbc.getDataSource()))));
    }

    /** @throws RefusedException if the database is not an earlier state of the copy */
    List<ReplayTerms.Rows> missing(VerifiedLedgerCopy copy) {
        List<String> problems = new ArrayList<>();
        Map<Chain, Long> ends = new HashMap<>();
        for (Chain chain : new LedgerPageReader(jdbc).chains(Optional.empty())) {
            LedgerRestoration.Tail tail = ledger.tail(chain);
            ends.put(chain, tail.seq());
            long end = copy.ends().getOrDefault(chain, 0L);
            if (tail.seq() > end) {
                problems.add("the ledger of " + chain.category() + " goes on to row " + tail.seq()
                        + " in the database, and the copy ends with row " + end
                        + ": rows were written after the copy was made, or after the restore. If the business tables alone"
                        + " were put back: gallra ledger seal, gallra ledger export, and take that copy with --all. Else"
                        + " the two have parted: keep both, and ask who wrote");
            } else if (tail.seq() > 0 && !copy.sealed(chain, tail.seq(), tail.hash())) {
                problems.add("row " + tail.seq() + " of " + chain.category()
                        + " in the database is not the row that was sealed: the database went on after the restore, or"
                        + " somebody changed it; gallra ledger verify");
            }
        }
        if (!problems.isEmpty()) {
            throw RefusedException.refused(problems);
        }
        List<ReplayTerms.Rows> missing = new ArrayList<>();
        copy.ends().forEach((chain, end) -> {
            long there = ends.getOrDefault(chain, 0L);
            if (there < end) {
                missing.add(new ReplayTerms.Rows(chain.category(), chain.part(), there + 1, end));
            }
        });
        return missing;
    }

    /**
     * The newest seal of the database; 0 if it has none.
     *
     * @throws RefusedException if it is none of those outside
     */
    long newestSeal(VerifiedLedgerCopy copy) {
        Long newest = jdbc.queryForObject("SELECT COALESCE(MAX(seq), 0) FROM ledger_seal", Long.class);
        long number = newest == null ? 0 : newest;
        if (number > 0) {
            String text = jdbc.queryForObject("SELECT body FROM ledger_seal WHERE seq = ?", String.class, number);
            Seal outside = copy.seal(number);
            if (outside == null || !outside.text().equals(text)) {
                throw RefusedException.refused(
                        "seal " + number + " in the database is none of the exported seals: name the"
                                + " directory that has all of them, or the database was sealed on after the restore");
            }
        }
        return number;
    }
}
