package se.partnersec.gallra.reports.certificate;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.ledger.entry.LedgerPageReader;

/** Hands out the ledger of the database in the order of the chains, without the items, which no certificate names. */
final class LedgerRows {
    private static final int PAGE = 1000;
    private static final String ROWS = "SELECT " + LedgerClaimRow.COLUMNS
            + " FROM ledger_chunk WHERE category = ? AND part = ? AND seq > ? ORDER BY seq LIMIT ?";

    private final JdbcTemplate jdbc;

    LedgerRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    void each(Consumer<LedgerClaimRow> reader) {
        for (LedgerPageReader.Chain chain : new LedgerPageReader(jdbc).chains(Optional.empty())) {
            long after = Long.MIN_VALUE;
            List<LedgerClaimRow> page;
            do {
                page = jdbc.query(ROWS, LedgerClaimRow::read, chain.category(), chain.part(), after, PAGE);
                page.forEach(reader);
                after = page.isEmpty() ? after : page.get(page.size() - 1).seq();
            } while (page.size() == PAGE);
        }
    }
}
