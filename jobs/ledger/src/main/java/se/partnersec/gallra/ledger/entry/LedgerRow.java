package se.partnersec.gallra.ledger.entry;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * One row of the ledger, a chunk or the closing row of an attempt, in the form its hash is taken of.
 *
 * @param seq dense from 1 within category and part
 * @param kind C for a chunk, E for a closing row
 * @param attempt random; tells whether a transaction of unknown outcome was committed
 * @param counts outcomes as {@code ERASED=5 HELD=2}, in the order of {@link Outcome}
 */
public record LedgerRow(
        String category,
        int part,
        long seq,
        long runId,
        char kind,
        String attempt,
        LocalDateTime writtenAt,
        String policy,
        long token,
        long holdEpoch,
        String counts,
        @Nullable BigInteger keyLo,
        @Nullable BigInteger keyHi,
        byte[] items,
        byte[] prevHash) {

    /** What stands before the first row of a chain. */
    public static final byte[] NO_HASH = new byte[32];

    /** SHA-256 of the row before, every column and the items. */
    public byte[] hash() {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(prevHash);
            sha.update(header().getBytes(StandardCharsets.UTF_8));
            sha.update(items);
            return sha.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** Every column but the hash itself; each on its own line, so that no two rows share a header. */
    private String header() {
        return "gallra-ledger-1\n" + category + '\n' + part + '\n' + seq + '\n' + runId + '\n' + kind + '\n' + attempt
                + '\n' + writtenAt + '\n' + policy + '\n' + token + '\n' + holdEpoch + '\n' + counts + '\n' + keyLo
                + '\n' + keyHi + '\n' + items.length + '\n';
    }

    /** A row as it lies in the table, with the hash stored beside it; nothing in it is believed yet. */
    public record Stored(LedgerRow row, byte[] hash) {
        // The time as text: a driver refuses to read some of what a forger may have put there, and that row must be
        // named.
        public static final String COLUMNS = """
                category, part, seq, run_id, kind, attempt, DATE_FORMAT(written_at, '%Y-%m-%dT%H:%i:%s.%f') AS written,
                policy, token, hold_epoch, counts, key_lo, key_hi, items, prev_hash, hash""";

        /** Reads {@link #COLUMNS}. */
        public static Stored read(ResultSet row, int number) throws SQLException {
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
            return new Stored(content, row.getBytes("hash"));
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
}
