package se.partnersec.gallra.ledger.entry;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/** A row as it lies in the table, with the hash stored beside it; nothing in it is believed yet. */
public record StoredRow(LedgerRow row, byte[] hash) {
    // The time as text: a driver refuses to read some of what a forger may have put there, and that row must be named.
    public static final String COLUMNS = """
            category, part, seq, run_id, kind, attempt, DATE_FORMAT(written_at, '%Y-%m-%dT%H:%i:%s.%f') AS written,
            policy, token, hold_epoch, counts, key_lo, key_hi, items, prev_hash, hash""";

    /** Reads {@link #COLUMNS}. */
    public static StoredRow read(ResultSet row, int number) throws SQLException {
        String kind = row.getString("kind");
        LedgerRow content = new LedgerRow(
                row.getString("category"),
                row.getInt("part"),
                row.getLong("seq"),
                row.getLong("run_id"),
                kind.isEmpty() ? ' ' : kind.charAt(0),
                row.getString("attempt"),
                time(row.getString("written")),
                row.getString("policy"),
                row.getLong("token"),
                row.getLong("hold_epoch"),
                row.getString("counts"),
                row.getObject("key_lo", BigInteger.class),
                row.getObject("key_hi", BigInteger.class),
                row.getBytes("items"),
                row.getBytes("prev_hash"));
        return new StoredRow(content, row.getBytes("hash"));
    }

    private static LocalDateTime time(@Nullable String written) {
        try {
            return written == null ? LocalDateTime.MIN : LocalDateTime.parse(written);
        } catch (DateTimeException noSuchDay) {
            return LocalDateTime.MIN; // never written by us, so the hash will not agree
        }
    }

    public boolean closes() {
        return row.kind() == LedgerWriter.CLOSING;
    }
}
