package se.partnersec.gallra.reports.certificate;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import se.partnersec.gallra.ledger.entry.LedgerRow;
import se.partnersec.gallra.ledger.entry.Outcome;

/**
 * What a certificate takes of a row of the ledger; that the hash is the row's own is for the verification to say.
 *
 * @param closes whether it closes a run, with the run's totals, and is no chunk
 * @param writtenAt UTC
 */
record LedgerClaimRow(
        String category,
        int part,
        long seq,
        long runId,
        boolean closes,
        LocalDateTime writtenAt,
        String policy,
        Outcome.Counts counts,
        byte[] hash) {
    static final String COLUMNS = "category, part, seq, run_id, kind, written_at, policy, counts, hash";
    private static final char CLOSING = 'E';

    static LedgerClaimRow read(ResultSet row, int number) throws SQLException {
        return new LedgerClaimRow(
                row.getString(1),
                row.getInt(2),
                row.getLong(3),
                row.getLong(4),
                row.getString(5).indexOf(CLOSING) == 0,
                row.getObject(6, LocalDateTime.class),
                row.getString(7),
                Outcome.Counts.parse(row.getString(8)),
                row.getBytes(9));
    }

    static LedgerClaimRow of(LedgerRow.Stored stored) {
        LedgerRow row = stored.row();
        return new LedgerClaimRow(
                row.category(),
                row.part(),
                row.seq(),
                row.runId(),
                row.kind() == CLOSING,
                row.writtenAt(),
                row.policy(),
                Outcome.Counts.parse(row.counts()),
                stored.hash());
    }
}
