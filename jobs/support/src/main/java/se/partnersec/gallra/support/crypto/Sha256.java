package se.partnersec.gallra.support.crypto;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, and its 64 hex digits as texts carry them. */
public final class Sha256 {
    static final int BYTES = 32;
    public static final String NOTHING = "0".repeat(2 * BYTES);
    private static final HexFormat HEX = HexFormat.of();

    private Sha256() {}

    public static byte[] of(byte[]... parts) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                sha.update(part);
            }
            return sha.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    public static String ofText(String text) {
        return hex(of(text.getBytes(StandardCharsets.UTF_8)));
    }

    public static String hex(byte[] bytes) {
        return HEX.formatHex(bytes);
    }

    /** @throws IllegalArgumentException if these are not 64 lower-case hex digits */
    public static byte[] bytes(String hex) {
        if (!hex.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("'" + hex + "' is not a hash of 64 hex digits");
        }
        return HEX.parseHex(hex);
    }
}
