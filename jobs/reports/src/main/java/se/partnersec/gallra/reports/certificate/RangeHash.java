package se.partnersec.gallra.reports.certificate;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 over the hashes of rows one after another, bound to their place: it stands for these rows and no others. */
final class RangeHash {
    private final MessageDigest sha;
    private long to;

    /** @param from number of the first row */
    RangeHash(String category, int part, long from) {
        sha = sha256();
        to = from - 1;
        text("gallra-range-1\n" + category + '\n' + part + '\n' + from + '\n');
    }

    /** SHA-256 of a text in UTF-8, 64 hex digits. */
    static String ofText(String text) {
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private void text(String text) {
        sha.update(text.getBytes(StandardCharsets.UTF_8));
    }

    /** @param hash of the next row */
    void add(byte[] hash) {
        to++;
        sha.update(hash);
    }

    /** Number of the last row. */
    long to() {
        return to;
    }

    /** 64 hex digits; to be asked once. */
    String hex() {
        text("\n" + to + '\n');
        return HexFormat.of().formatHex(sha.digest());
    }
}
