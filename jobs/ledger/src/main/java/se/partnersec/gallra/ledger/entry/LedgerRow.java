package se.partnersec.gallra.ledger.entry;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
}
