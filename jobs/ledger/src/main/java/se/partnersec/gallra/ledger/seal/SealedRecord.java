package se.partnersec.gallra.ledger.seal;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import se.partnersec.gallra.support.crypto.MerkleTree;
import se.partnersec.gallra.support.crypto.Sha256;
import se.partnersec.gallra.support.text.Sentences;

/**
 * A row of a table beside the ledger as a seal covers it: a hold, an approval, a step of the gate.
 *
 * @param table its name
 * @param key of the row, form-encoded (letters, digits and {@code .-*_%+}); it may be empty
 * @param hash SHA-256 of the row's text, 64 hex digits; zeros say that the row is gone: pruned, or lost in a restore
 */
public record SealedRecord(String table, String key, String hash) {
    private static final Sentences SENTENCES = Sentences.of("ledger");
    private static final String WORD = "record ";

    /** @param key as the columns have it */
    public static SealedRecord of(String table, String key, String hash) {
        return new SealedRecord(table, URLEncoder.encode(key, StandardCharsets.UTF_8), hash);
    }

    /** The same row, no longer there. */
    public SealedRecord gone() {
        return new SealedRecord(table, key, Sha256.NOTHING);
    }

    /** Whether it says that the row is gone. */
    public boolean isGone() {
        return hash.equals(Sha256.NOTHING);
    }

    /** What tells rows apart: table and key. */
    public String place() {
        return table + ' ' + key;
    }

    byte[] leaf() {
        byte[] place = ("gallra-record-1\n" + table + '\n' + key + '\n').getBytes(StandardCharsets.UTF_8);
        byte[] data = Arrays.copyOf(place, place.length + Sha256.NOTHING.length() / 2);
        byte[] row = Sha256.bytes(hash);
        System.arraycopy(row, 0, data, place.length, row.length);
        return MerkleTree.leaf(data);
    }

    /** One line, without its end. */
    String line() {
        return WORD + table + ' ' + key + ' ' + hash;
    }

    static boolean isLine(String line) {
        return line.startsWith(WORD);
    }

    /** @throws IllegalArgumentException if {@link #line} would not have written exactly this */
    static SealedRecord parse(String line) {
        String[] words = line.split(" ", -1);
        if (words.length != 4
                || !isLine(line)
                || !words[1].matches("[a-z_]+")
                || !words[2].matches("[A-Za-z0-9.*_%+-]*")) {
            throw new IllegalArgumentException(SENTENCES.say("seal.names-no-row", line));
        }
        Sha256.bytes(words[3]);
        return new SealedRecord(words[1], words[2], words[3]);
    }
}
