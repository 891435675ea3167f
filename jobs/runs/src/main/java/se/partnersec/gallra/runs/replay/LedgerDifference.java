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
import se.partnersec.gallra.support.text.Sentences;

/** The ledger of the database beside a copy of it that is newer: what it lacks, and whether it is the beginning of the copy. */
final class LedgerDifference {
    private static final Sentences SENTENCES = Sentences.of("runs");
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
                problems.add(
                        SENTENCES.say("replay.ledger-goes-row-database-copy-ends", chain.category(), tail.seq(), end));
            } else if (tail.seq() > 0 && !copy.sealed(chain, tail.seq(), tail.hash())) {
                problems.add(
                        SENTENCES.say("replay.row-database-not-row-sealed-database", tail.seq(), chain.category()));
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
                throw RefusedException.refused(SENTENCES.say("replay.seal-database-none-exported-seals-name", number));
            }
        }
        return number;
    }
}
